"""``shortfall plot``: any kind of figure, drawn from stored runs."""

import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.asked_run import opened
from sim.cli.echo import echo
from sim.cli.looks import LookOptions, look_options, parted
from sim.cli.variant import Variant, check_labels

if TYPE_CHECKING:
    from sim.compare.comparison import Comparison
    from sim.output.stored import StoredRun
    from sim.output.tables import Tables
    from sim.plots.kind import Kind


@click.command("plot")
@click.argument("runs", nargs=-1, required=True, metavar="RUN...")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="NAME,...",
    callback=parted,
    help="Kinds of figure, or all. [list those that the runs have]",
)
@look_options(aligned=True)
@click.option(
    "--label", "labels", multiple=True, metavar="NAME", help="Call the runs so, in order."
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("plots"),
    help="Folder for the figures. [plots]",
)
@click.option("-q", "--quiet", is_flag=True, help="Name no files.")
def command(
    runs: tuple[str, ...],
    kinds: tuple[str, ...],
    look: LookOptions,
    labels: tuple[str, ...],
    out: Path,
    quiet: bool,
) -> None:
    """Draw figures of stored runs, each with its data, caption and words beside it.

    RUN is the folder of a complete run, or a scenario with one run in results. Of several, the
    figures of a comparison are drawn, the baseline first; a kind that is of a single run is drawn
    of each. Without --kind it lists the kinds that the runs have, and what each shows.
    """
    check_labels(labels, tuple(map(Variant, runs)))
    stored = [opened(run, "plot draws figures of runs", "RUN") for run in runs]
    look.check(one.scenario for one in stored)
    found = list(_sources(stored, labels, look))
    if not kinds:
        _list(found)
        return
    from sim.output.disk import make, write
    from sim.plots.files import files_of
    from sim.plots.record import options_of

    wanted = _wanted(kinds, found, look)
    make(out)
    asked = [part for kind in kinds for part in ("--kind", kind)]
    asked += [*options_of(look.look.view.asked), "--format", ",".join(look.look.formats)]
    asked += [part for label in labels for part in ("--label", label)]
    with _listing(stored, asked, out) as listing:
        for prefix, source, some in wanted:
            for name, content in files_of(some, source, look.look.view, look.look.formats):
                path = write(out / f"{prefix}{name}", content)
                listing(path)
                if not quiet:
                    echo(f"Wrote {path}", err=True)


@contextmanager
def _listing(
    stored: "Sequence[StoredRun]", asked: list[str], out: Path
) -> Iterator[Callable[[Path], None]]:
    """List figures with the run in whose folder they are drawn, where they are drawn in one."""
    from sim.output.extras import recorded

    to = out.resolve()
    homes = {run.folder.resolve(): run for run in stored}
    home = next(filter(to.is_relative_to, homes), None)
    if home is None:
        yield lambda _: None
        return
    folders = [run.usual_folder for run in stored]
    within = Path(homes[home].usual_folder) / to.relative_to(home)
    command = shlex.join(["shortfall", "plot", *folders, *asked, "--out", str(within)])
    with recorded(home, command) as written:
        yield lambda path: written.append(path.resolve())


Found = tuple[str, "Tables | Comparison", "dict[str, Kind[Any]]"]
"""What the names of its files begin with, a source, and the kinds that it has."""


def _sources(
    stored: "Sequence[StoredRun]", labels: tuple[str, ...], look: LookOptions
) -> Iterable[Found]:
    """Give the comparison of several runs, then each run."""
    from sim.compare.comparison import compare, labels_of, titles_of
    from sim.output.tables import tabulate
    from sim.plots.catalogue import OF_A_RUN, OF_SEVERAL

    if len(stored) > 1:
        comparison = compare(stored, labels or titles_of(stored))
        look.check_onsets(comparison)
        yield "", comparison, {n: k for n, k in OF_SEVERAL.items() if k.wanted(comparison)}
    names = labels or labels_of(stored)
    prefixes = _prefixes(names) if len(stored) > 1 else [""]
    for prefix, run in zip(prefixes, stored, strict=True):
        tables = tabulate(run)
        yield prefix, tables, {n: k for n, k in OF_A_RUN.items() if k.wanted(tables)}


LONGEST = 80
"""Bytes of a label in the name of a file: systems take 255 for all of it."""


def _prefixes(labels: "Sequence[str]") -> list[str]:
    """Begin the names of the files of each run by its label, and no two alike.

    Examples
    --------
    >>> _prefixes(["a/b", "A b", "c"])
    ['a-b-', 'A-b-2-', 'c-']
    """
    found: dict[str, str] = {}
    for label in labels:
        stem = "".join(one if one.isalnum() or one in "._-" else "-" for one in label)
        stem = short = stem.encode()[:LONGEST].decode(errors="ignore")
        number = 2
        while stem.casefold() in found:
            stem, number = f"{short}-{number}", number + 1
        found[stem.casefold()] = f"{stem}-"
    return [*found.values()]


def _wanted(kinds: tuple[str, ...], found: Sequence[Found], look: LookOptions) -> "list[Any]":
    """Choose what is drawn of which source; the first that has a kind, or each run."""
    from sim.plots.catalogue import OF_A_RUN, OF_SEVERAL
    from sim.scenario.errors import did_you_mean

    names = list(found[0][2]) if "all" in kinds else list(kinds)
    several = len(found) > 1
    for name in names:
        known = [*OF_A_RUN, *(OF_SEVERAL if several else ())]
        if name not in known:
            hint = did_you_mean(name, known) or "leave --kind out to list them"
            alone = " of a single run" if name in OF_SEVERAL else ""
            raise click.BadParameter(f"no kind '{name}'{alone}. {hint}", param_hint="--kind")
        if not any(name in has for _, _, has in found):
            raise click.BadParameter(
                f"'{name}': these runs have nothing of what it shows", param_hint="--kind"
            )
    own = [name for name in names if several and name in found[0][2]]
    chosen = []
    for number, (prefix, source, has) in enumerate(found):
        of_it = own if several and number == 0 else [name for name in names if name not in own]
        chosen.append((prefix, source, [has[name] for name in of_it if name in has]))
    _check_takes([kind for _, _, some in chosen for kind in some], look)
    _check_lacks([(kind, source) for _, source, some in chosen for kind in some], look)
    return chosen


def _check_takes(kinds: "Sequence[Kind[Any]]", look: LookOptions) -> None:
    """Refuse what changes none of the figures asked for; name those that it does not change."""
    for option, names in look.ignored_by(kinds).items():
        if {kind.name for kind in kinds} == {*names}:
            says = f"it changes nothing in {', '.join(names)}"
            raise click.BadParameter(says, param_hint=f"--{option}")
    look.say_ignored(kinds)


def _check_lacks(drawn: "Sequence[tuple[Kind[Any], Any]]", look: LookOptions) -> None:
    """Refuse days of which no figure asked for has anything; name those that have nothing."""
    lacking = look.lacking(drawn)
    if lacking and len(lacking) == len(drawn):
        raise click.BadParameter("; ".join(lacking), param_hint="--window")
    look.say_lacking(drawn)


def _list(found: Sequence[Found]) -> None:
    """List the kinds that sources have, and what each shows: which are of a comparison."""
    first, each = found[0][2], {name: kind for _, _, has in found for name, kind in has.items()}
    wide = max(len(name) for name in (*first, *each))
    several = len(found) > 1
    if several:
        echo("Of all runs together:")
    _list_kinds(first.values(), wide)
    if several:
        echo("\nOf each run by itself:")
        _list_kinds([kind for name, kind in each.items() if name not in first], wide)
    every = "those of all runs together" if several else "them all"
    echo(f"\nDraw one with --kind, as --kind {next(iter(first))}; --kind all draws {every}.")


def _list_kinds(kinds: "Iterable[Kind[Any]]", wide: int) -> None:
    for kind in kinds:
        echo(f"{kind.name:{wide}}  {' '.join(kind.shows.split())}")

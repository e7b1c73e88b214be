"""``shortfall run``: simulate scenarios, store the results, print a summary."""

import json
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import click

from sim.cli.budget import check_work
from sim.cli.echo import echo
from sim.cli.exports import Exports, exporting
from sim.cli.looks import LookOptions, look_options
from sim.cli.options import IN_LOTS, MOST_HISTORIES, grouped, one_stdin, running
from sim.cli.refusing import refusing
from sim.cli.request import Request
from sim.cli.say import GOES_ON, resumable, say_reading, say_run, say_warnings
from sim.cli.until import UntilOptions, check_names, until_options

if TYPE_CHECKING:
    from sim.output.run_request import RunRequest
    from sim.output.stored import StoredRun
    from sim.plots.figures import Drawing
    from sim.scenario.load import Loaded
    from sim.study.pool import Pool


@dataclass(frozen=True)
class Figures:
    """Whether figures are drawn, and where a copy of them goes."""

    left_out: bool
    copied_to: Path | None

    def __post_init__(self) -> None:
        """Refuse to copy what is left out."""
        if self.left_out and self.copied_to:
            raise click.UsageError("--figures-in needs the figures that --no-figures leaves out")


@click.command("run")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", callback=one_stdin)
@running(histories=IN_LOTS)
@until_options
@click.option(
    "--traces",
    metavar="N|all",
    help="Write the daily series of the first N histories to traces.parquet.",
)
@click.option(
    "--group",
    "groups",
    multiple=True,
    metavar="NAME",
    help="Show this group, as us_ev or 'US defence', or all of a kind, as consumer; can be "
    "repeated. [regions, defence, own groups, all]",
)
@exporting
@click.option("--force", is_flag=True, help="Run again what is there already.")
@grouped(
    "figures",
    Figures,
    click.option("--no-figures", "left_out", is_flag=True, help="Leave the figures out."),
    click.option(
        "--figures-in",
        "copied_to",
        type=click.Path(file_okay=False, path_type=Path),
        help="Put a copy of the figures into this folder, as for a report.",
    ),
)
@look_options()
@click.option("--all", "every", is_flag=True, help="Print all tables and notes of a run.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="No progress, no warnings.")
def command(
    files: tuple[str, ...],
    request: Request,
    until: UntilOptions,
    traces: str | None,
    groups: tuple[str, ...],
    exports: Exports,
    force: bool,
    figures: Figures,
    look: LookOptions,
    every: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Simulate scenarios: many histories each, with and without the disruptions.

    FILE is a scenario file, the name of a shipped scenario, as export-halt, or - for standard
    input. The results go to results/NAME-HASH; the hash stands for the scenario, the seed and this
    program, so a run that is complete is not run again, and one that was broken off goes on where
    it stopped.
    """
    look.check_drawn(left_out=figures.left_out)
    target = until.read(request)
    traced = _traced(traces)
    if not quiet:
        say_reading(files)
    # All files are read before the first is run: a mistake in the last one shows at once.
    scenarios = [request.load(file) for file in files]
    if not quiet:
        say_warnings(scenarios)
    if target is not None:
        check_names(target, scenarios)
    if groups:
        _check_groups(groups, scenarios)
    look.check(one.scenario for one in scenarios)
    looks = look.look.text
    requests = [request.run_request(loaded, target) for loaded in scenarios]
    summaries = []
    todo = [force or not one.is_complete() for one in requests]
    missing = [one for one, is_missing in zip(requests, todo, strict=True) if is_missing]
    check_work(missing, request, quiet=quiet)
    with resumable(), request.pool() if any(todo) else nullcontext() as pool:
        for one, is_missing in zip(requests, todo, strict=True):
            if pool is not None and is_missing:
                how = None if figures.left_out else looks
                stored = _simulate(one, pool, look=how, force=force, quiet=quiet)
            else:
                if not quiet:
                    echo("This run is complete already; --force runs it again.", err=True)
                stored = _stored(one)
            if not figures.left_out:
                _draw_missing(stored, looks, quiet=quiet)
                if not quiet:
                    _say_ignored(one.folder, look)
            summaries.append(stored.summary)
            exports.write(stored, quiet=quiet)
            if traced is not None:
                _write_traces(stored, traced, quiet=quiet)
            if figures.copied_to:
                _copy_figures(one.folder, figures.copied_to)
            if not as_json:
                _show(one, stored, groups, brief=not every)
    if as_json:
        echo(json.dumps(summaries if len(summaries) > 1 else summaries[0], indent=1))


def _check_groups(groups: tuple[str, ...], scenarios: "list[Loaded]") -> None:
    """Refuse groups that no scenario has."""
    from sim.compare.select import groups_in
    from sim.scenario.measured import check_groups

    known = groups_in([loaded.scenario for loaded in scenarios], booked=False)
    with refusing("--group"):
        check_groups(groups, known)


def _traced(traces: str | None) -> int | None:
    """Read ``--traces``: a number of histories, or all (0)."""
    if traces is None:
        return None
    is_number = traces.isdecimal() and len(traces) <= len(str(MOST_HISTORIES))
    if traces != "all" and not (is_number and 1 <= int(traces) <= MOST_HISTORIES):
        raise click.BadParameter(
            f"'{traces}': give a number of histories, or all",
            param_hint="--traces",
        )
    from sim.output.traces import need_pyarrow

    need_pyarrow()
    return 0 if traces == "all" else int(traces)


def _simulate(
    request: "RunRequest", pool: "Pool", *, look: str | None, force: bool, quiet: bool
) -> "StoredRun":
    """Run what is missing of one scenario and store it."""
    from sim.cli.progress import progress

    if not quiet:
        say_run(request)
    from sim.output.ensure_run import ensure_run
    from sim.output.log import Log
    from sim.scenario.errors import plural

    if look is not None and pool.width > 1:
        # While other processes simulate, this one has time to load what draws.
        Thread(target=_drawing, daemon=True).start()
    draw = None if look is None else _Draws(look)
    try:
        with progress(request.settled[1], quiet=quiet) as report:
            return ensure_run(request, pool, report, draw, force=force, log=Log())
    except KeyboardInterrupt as stop:
        stored = _interrupted(request)
        if stored is not None:
            _show(request, stored)
            of = plural(stored.count, "history")
            stop.add_note(f"The report is of the {of} that are finished; {GOES_ON}")
        raise


def _drawing() -> "type[Drawing]":
    from sim.plots.figures import Drawing

    return Drawing


@dataclass(frozen=True)
class _Draws:
    """Draws the figures of a run, and loads what draws only then."""

    look: str

    def __call__(self, tables: Any, folder: Path) -> list[Path]:
        return _drawing()(self.look)(tables, folder)


def _draw_missing(stored: "StoredRun", look: str, *, quiet: bool) -> None:
    """Draw the figures of a complete run where they are not there as they are asked for."""
    from sim.output.figures import are_drawn, draw_again

    if are_drawn(stored.folder, look):
        return
    if not quiet:
        echo("Drawing its figures from the stored histories ...", err=True)
    with stored.held() as now:
        draw_again(now, _Draws(look))


def _say_ignored(folder: Path, look: LookOptions) -> None:
    """Say in which figures of a run options change nothing."""
    if not look.look.view.asked:
        return
    from sim.output.manifest import Manifest
    from sim.output.soundness import is_figure
    from sim.plots.catalogue import OF_A_RUN

    manifest = Manifest.read(folder)
    drawn = {Path(name).stem for name in (manifest.files if manifest else ())
             if is_figure(name)}  # fmt: skip
    look.say_ignored(kind for name, kind in OF_A_RUN.items() if name in drawn)


def _stored(request: "RunRequest") -> "StoredRun":
    from sim.output.stored import StoredRun

    return StoredRun.open(request.folder, request.loaded)


def _interrupted(request: "RunRequest") -> "StoredRun | None":
    """Open what an interruption left, if it left a report."""
    from sim.output.errors import OutputError

    try:
        return _stored(request)
    except OutputError:
        return None


def _write_traces(stored: "StoredRun", histories: int, *, quiet: bool) -> None:
    """Write ``traces.parquet`` of a stored run."""
    from sim.output.traces import write_traces

    with stored.held() as now:
        path = write_traces(now, histories or now.count)
    if not quiet:
        echo(f"Wrote {path}", err=True)


def _copy_figures(folder: Path, to: Path) -> None:
    """Copy the figures of a run, and nothing else that may lie beside them."""
    from sim.output.disk import make, write
    from sim.output.manifest import Manifest
    from sim.output.soundness import is_figure

    make(to)
    manifest = Manifest.read(folder)
    for name in filter(is_figure, manifest.files if manifest else ()):
        figure = folder / name
        write(to / figure.name, figure.read_bytes())


def _show(
    request: "RunRequest", stored: "StoredRun", groups: tuple[str, ...] = (), *, brief: bool = True
) -> None:
    """Print the summary of a run, with its usual groups or those asked for."""
    from sim.cli.screen import screen
    from sim.cli.screen_expected import expectations
    from sim.cli.screen_headline import more
    from sim.scenario.errors import plural
    from sim.scenario.settings import in_brief

    summary, known = stored.summary, stored.loaded.scenario.known_until
    changes = in_brief(stored.loaded.settings)
    echo(
        f"{summary['name']}  {plural(summary['histories'], 'history')}, "
        f"{summary['start']} to {summary['end']}, seed {summary['seed']}"
        f"{f', {known}' if known else ''}"
        f"{f', {changes}' if changes else ''}\n"
    )
    echo(screen(summary, stored.loaded, groups, brief=brief))
    if said := expectations(summary, stored.loaded, brief=brief):
        echo("\n" + said)
    if request.until is not None:
        echo(f"\n{request.until.said(stored.outcomes, stored.replicates)}")
    if brief:
        echo(f"\n{more(summary, str(request.folder))}")
    echo(f"\nResults in {request.folder}")

"""Figures of studies of many points: listed with the command that draws them, and drawn again."""

import contextlib
import io
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.echo import echo
from sim.cli.group import GIVEN
from sim.cli.request import Request

if TYPE_CHECKING:
    from sim.output.extras import Extra

FIGURES = "figures"
APART = frozenset(
    {"workers", "cluster", "out", "yes", "quiet", "as_json", "no_figures", "runs", "dry_run"}
)
"""Options that change no figure."""


@contextmanager
def listing_figures(folder: Path) -> Iterator[list[Path]]:
    """List figures that are drawn meanwhile in the ``extras.json`` of a study.

    Their paths are put into the list that is given; the study is that of the command at hand.
    """
    from sim.output.extras import recorded

    command = shlex.join(["shortfall", *_words(), "--out", "."])
    with recorded(folder, command, digest=_digest(folder)) as written:
        yield written


def _digest(folder: Path) -> str:
    """Give the hash in the name of a study's folder."""
    return folder.name.rpartition("-")[2]


def _words() -> list[str]:
    """Write the command at hand anew: what changes no figure, and where its file lies, left out."""
    context = click.get_current_context()
    command = context.command
    given, _, _ = command.make_parser(context).parse_args([*context.meta[GIVEN]])
    words = [str(context.info_name)]
    for param in command.params:
        value = given.get(param.name or "")
        if isinstance(param, click.Argument):
            words.append(Path(str(value)).name)
        elif isinstance(param, click.Option) and param.name not in APART and value:
            flag = max(param.opts, key=len)
            values = value if param.multiple else [value]
            words += [flag] if param.is_flag else [part for one in values for part in (flag, one)]
    return words


def listed_figure(figure: Path) -> "Extra | None":
    """Find a figure of a study in the list of that; none if it is in none."""
    from sim.output.extras import Extras

    study = figure.resolve().parent.parent
    extras = Extras.read(study)
    return None if extras is None else extras.files.get(f"{FIGURES}/{figure.name}")


def drawn_again(figure: Path, listed: "Extra", request: Request, *, quiet: bool) -> bool:
    """Draw a figure of a study again and tell whether it is the same to the byte.

    Its command is given again in a folder that is thrown away, into which the points that the
    study keeps are copied: only what is missing is run.

    Raises
    ------
    click.UsageError
        If the figure was altered, or its command makes another study now.
    """
    from sim.output.disk import write
    from sim.output.run_request import POINTS
    from sim.output.soundness import is_as_listed

    study = figure.resolve().parent.parent
    if not is_as_listed(figure.resolve(), listed):
        raise click.UsageError(
            f"{figure}: it was altered since it was drawn; draw it anew, in {study.parent}, with: "
            f"{listed.command}"
        )
    with tempfile.TemporaryDirectory() as out:
        if (study / POINTS).is_dir():
            shutil.copytree(study / POINTS, Path(out, study.name, POINTS))
        status = _give(figure, listed.command, request, Path(out), quiet=quiet)
        again = Path(out, study.name, FIGURES, figure.name)
        if status or not again.is_file():
            raise click.UsageError(
                f"{figure}: its command makes another study now, as its scenario or the program "
                f"is not as it was, or it fails. It was made by: {listed.command}"
            )
        now = again.read_bytes()
    if now == figure.read_bytes():
        echo(f"{figure}: the same to the byte")
        return True
    beside = write(figure.with_name(f"{figure.stem}-again{figure.suffix}"), now)
    echo(
        f"{figure}: differs from what is drawn now, which is in {beside}\n"
        "  another version of what draws, or of matplotlib, draws other bytes"
    )
    return False


def _give(figure: Path, command: str, request: Request, out: Path, *, quiet: bool) -> int:
    """Give a command again, with its results into a folder; its exit status."""
    from sim.cli import main
    from sim.scenario.locate import STDIN, is_there, locate

    _, name, file, *words = shlex.split(command)
    if file == STDIN:
        raise click.UsageError(
            f"{figure}: its scenario came through standard input and is not kept. Pipe it into the "
            f"command that made it: {command}"
        )
    near = (locate(str(folder / file)) for folder in (Path(), *figure.resolve().parents[:4]))
    found = next(filter(is_there, near), None)
    if found is None:
        raise click.UsageError(
            f"{figure}: its scenario '{file}' is neither here nor beside it: go where it is, or "
            f"put it beside the figure, and say it again. It was made by: {command}"
        )
    words += ["--out", str(out), "--workers", str(request.processes)]
    words += ["--yes"] * request.yes + ["--quiet"] * quiet
    words += ["--cluster", request.cluster] if request.cluster else []
    with contextlib.redirect_stdout(io.StringIO()):
        status = main.main([name, str(found), *words], standalone_mode=False)
    return status if isinstance(status, int) else 0

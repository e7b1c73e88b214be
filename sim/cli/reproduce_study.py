"""A figure of a study, made again by the command that it carries."""

import contextlib
import io
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.figure_runs import kept_run, run_of
from sim.cli.request import Request
from sim.cli.study_command import carried

if TYPE_CHECKING:
    from sim.plots.study_record import StudyRecord

FILES = frozenset({"--past"})
"""Options that name a file, which may lie beside the figure."""


def study_drawn_again(
    figure: Path, record: "StudyRecord", request: Request, *, quiet: bool
) -> bytes:
    """Give what its command draws now in the place of a figure.

    The command is given again in a folder that is thrown away, into which the points that the
    study keeps, and the runs that are near, are copied: only what is missing is run.

    Raises
    ------
    click.UsageError
        If its scenario cannot be found, or the command makes another study now.
    """
    from sim.output.run_request import POINTS

    points = figure.resolve().parent.parent / POINTS
    with tempfile.TemporaryDirectory() as out:
        if points.is_dir() and points.parent.name == record.study:
            shutil.copytree(points, Path(out, record.study, POINTS))
        words = _words(figure, record, request, Path(out), quiet=quiet)
        from sim.cli import main

        with contextlib.redirect_stdout(io.StringIO()):
            main.main(words, standalone_mode=False)
        again = Path(out, record.study, "figures", f"{record.name}.{record.form}")
        if not again.is_file():
            raise click.UsageError(
                f"{figure}: its command makes another study now, as its scenario or the program "
                f"is not as it was, or it fails. It was made by: {record.command}"
            )
        return again.read_bytes()


def _words(
    figure: Path, record: "StudyRecord", request: Request, out: Path, *, quiet: bool
) -> list[str]:
    """Give the command again, with what it reads found, and its results into a folder."""
    name, *given = carried(figure, record)
    of = {run.folder: run for run in record.runs}
    read = [word for word in given if word in of]
    words = [name]
    for before, word in zip([name, *given], given, strict=False):
        if word in of:
            word = str(run_of(figure, of[word], request, quiet=quiet).folder)
        elif before in FILES:
            word = next(_there(figure, [word]), word)
        elif before == name:
            word = _found(figure, record, word)
        words.append(word)
    if not read:
        for run in record.runs:
            if (stored := kept_run(figure, run, request)) is not None:
                shutil.copytree(stored.folder, out / run.folder)
        words += ["--workers", str(request.processes)]
        words += ["--cluster", request.cluster] if request.cluster else []
    words += ["--root", str(request.root)] if request.root is not None else []
    return [*words, "--out", str(out), *["--yes"] * request.yes, *["--quiet"] * quiet]


def _found(figure: Path, record: "StudyRecord", name: str) -> str:
    """Find a scenario or an episode, here or near the figure; what is shipped keeps its name."""
    from sim.hindcast.load import FOLDER, episodes
    from sim.scenario.locate import STDIN, is_there, locate

    if name == STDIN:
        raise click.UsageError(
            f"{figure}: its scenario came through standard input and is not kept. Pipe it into the "
            f"command that made it: {record.command}"
        )
    if record.study.startswith("hindcast-"):
        # Its scenario may be called the same, and lies above it.
        found = name if name in episodes() else next(_there(figure, [f"{FOLDER}/{name}", name]), "")
    else:
        near = (str(folder / name) for folder in _near(figure))
        found = next((place for place in near if is_there(locate(place))), "")
    if not found:
        raise click.UsageError(
            f"{figure}: its scenario '{name}' is neither here nor beside it: go where it is, or "
            f"put it beside the figure, and say it again. It was made by: {record.command}"
        )
    return found


def _there(figure: Path, names: Sequence[str]) -> Iterator[str]:
    """Give the files of some names that are here or near a figure."""
    from sim.scenario.locate import is_there

    places = (folder / name for name in names for folder in _near(figure))
    return (str(place) for place in places if is_there(place))


def _near(figure: Path) -> Sequence[Path]:
    return [Path(), *figure.resolve().parents[:4]]

"""A figure, made again from what it says of itself."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.echo import echo
from sim.cli.figure_runs import run_of
from sim.cli.refusing import refusing
from sim.cli.reproduce_study import study_drawn_again
from sim.cli.request import Request

if TYPE_CHECKING:
    from sim.compare.comparison import Comparison
    from sim.output.stored import StoredRun
    from sim.output.tables import Tables
    from sim.plots.record import Record
    from sim.plots.study_record import AnyRecord


def made_again(figure: Path, request: Request, *, quiet: bool) -> bool:
    """Draw a figure again and tell whether it is the same to the byte.

    From the folders of its runs, beside it or where runs go, else from runs of its scenarios; of a
    study by its command.

    Raises
    ------
    click.UsageError
        If it was altered, or is of another version, or its run cannot be found or run.
    """
    from sim.output.disk import write
    from sim.plots.sealed import AlteredError, record_of
    from sim.plots.study_record import StudyRecord

    content = figure.read_bytes()
    try:
        record = record_of(content)
    except AlteredError as error:
        raise click.UsageError(f"{figure}: {error}; {_remedy(figure)}") from None
    _check_version(figure, record)
    if isinstance(record, StudyRecord):
        now = study_drawn_again(figure, record, request, quiet=quiet)
    else:
        now = _remade(figure, record, request, quiet=quiet)
    if now == content:
        echo(f"{figure}: the same to the byte")
        return True
    beside = figure.with_name(f"{figure.stem}-again{figure.suffix}")
    write(beside, now)
    echo(f"{figure}: differs from what is drawn now, which is in {beside}")
    _say_why(record)
    return False


def _remade(figure: Path, record: "Record", request: Request, *, quiet: bool) -> bytes:
    """Draw a figure of runs again."""
    from sim.plots.catalogue import OF_A_RUN, OF_SEVERAL
    from sim.plots.files import remade

    kinds: Any = OF_SEVERAL if record.labels else OF_A_RUN
    if record.kind not in kinds:
        raise click.UsageError(f"{figure}: there is no kind of figure '{record.kind}'")
    runs = [run_of(figure, one, request, quiet=quiet) for one in record.runs]
    with refusing(str(figure)):
        return remade(kinds[record.kind], _source(runs, record), record)


def _remedy(figure: Path) -> str:
    """Say what draws a figure without record, by the folder that it lies in."""
    from sim.cli import main

    folder = figure.resolve().parent.parent
    for name in main.summaries:
        if folder.name.startswith(f"{name}-"):
            return f"give the 'shortfall {name}' again that made {folder}, and it is drawn anew"
    return "draw it anew with 'shortfall plot RUN --kind KIND'"


def _check_version(figure: Path, record: "AnyRecord") -> None:
    """Refuse a figure that another program drew: the same bytes cannot come of it."""
    from sim import __version__
    from sim.output.manifest import drawing_code

    now = drawing_code()
    if record.drawing != now:
        raise click.UsageError(
            f"{figure} was drawn by shortfall {record.version} (drawing {record.drawing}), this is "
            f"{__version__} (drawing {now}): the same bytes come of that program alone. This one "
            f"draws what it shows with: {'; then '.join(record.commands)}"
        )


def _source(runs: "Sequence[StoredRun]", record: "Record") -> "Tables | Comparison":
    from sim.compare.comparison import compare
    from sim.output.tables import tabulate

    return compare(runs, record.labels) if record.labels else tabulate(runs[0])


def _say_why(record: "AnyRecord") -> None:
    from importlib.metadata import version

    from sim.scenario.digest import LENGTH, package_hash

    pairs = {
        "matplotlib": (record.matplotlib, version("matplotlib")),
        "the program": (record.source, package_hash()[:LENGTH]),
    }
    reasons = [f"  {n}: {then} then, {now} now" for n, (then, now) in pairs.items() if then != now]
    echo("\n".join(reasons) or "  nothing that is noted: the same program, the same matplotlib")

"""A figure, made again from what it says of itself."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.echo import echo
from sim.cli.refusing import refusing
from sim.cli.request import Request
from sim.cli.study_figures import drawn_again, listed_figure

if TYPE_CHECKING:
    from sim.compare.comparison import Comparison
    from sim.output.run_request import RunRequest
    from sim.output.stored import StoredRun
    from sim.output.tables import Tables
    from sim.plots.record import Record, RunRecord


def made_again(figure: Path, request: Request, *, quiet: bool) -> bool:
    """Draw a figure again and tell whether it is the same to the byte.

    From the folders of its runs, beside it or where runs go, else from runs of its scenarios.

    Raises
    ------
    click.UsageError
        If it was altered, or is of another version, or its run cannot be found or run.
    """
    from sim.output.disk import write
    from sim.plots.catalogue import OF_A_RUN, OF_SEVERAL
    from sim.plots.files import remade
    from sim.plots.sealed import AlteredError, record_of

    content = figure.read_bytes()
    try:
        record = record_of(content)
    except AlteredError as error:
        if (listed := listed_figure(figure)) is not None:
            return drawn_again(figure, listed, request, quiet=quiet)
        raise click.UsageError(f"{figure}: {error}; {_remedy(figure)}") from None
    _check_version(figure, record)
    kinds: Any = OF_SEVERAL if record.labels else OF_A_RUN
    if record.kind not in kinds:
        raise click.UsageError(f"{figure}: there is no kind of figure '{record.kind}'")
    runs = [_run(figure, one, request, quiet=quiet) for one in record.runs]
    with refusing(str(figure)):
        now = remade(kinds[record.kind], _source(runs, record), record)
    if now == content:
        echo(f"{figure}: the same to the byte")
        return True
    beside = figure.with_name(f"{figure.stem}-again{figure.suffix}")
    write(beside, now)
    echo(f"{figure}: differs from what is drawn now, which is in {beside}")
    _say_why(record)
    return False


def _remedy(figure: Path) -> str:
    """Say what draws a figure without record, by the folder that it lies in."""
    from sim.cli import main

    folder = figure.resolve().parent.parent
    for name in main.summaries:
        if folder.name.startswith(f"{name}-"):
            return f"give the 'shortfall {name}' again that made {folder}, and it is drawn anew"
    return "draw it anew with 'shortfall plot RUN --kind KIND'"


def _check_version(figure: Path, record: "Record") -> None:
    """Refuse a figure that another program drew: the same bytes cannot come of it."""
    from sim import __version__
    from sim.output.manifest import drawing_code

    now = drawing_code()
    if record.drawing != now:
        raise click.UsageError(
            f"{figure} was drawn by shortfall {record.version} (drawing {record.drawing}), this is "
            f"{__version__} (drawing {now}): the same bytes come of that program alone. This one "
            f"draws what it shows with: {'; then '.join(_commands(record))}"
        )


def _commands(record: "Record") -> list[str]:
    return [*(run.command for run in record.runs), record.command]


def _source(runs: "Sequence[StoredRun]", record: "Record") -> "Tables | Comparison":
    from sim.compare.comparison import compare
    from sim.output.tables import tabulate

    return compare(runs, record.labels) if record.labels else tabulate(runs[0])


def _run(figure: Path, record: "RunRecord", request: Request, *, quiet: bool) -> "StoredRun":
    """Open the run of a figure, as it was then; or run its scenario."""
    from sim.output.errors import OutputError
    from sim.output.stored import StoredRun

    for folder in _places(figure, record, request):
        try:
            stored = StoredRun.open(folder)
        except (OutputError, OSError):
            continue
        if stored.digest == record.digest and stored.below >= record.below:
            job = replace(stored.job, named=record.named, settings=record.settings)
            return replace(stored, job=job, below=record.below)
    return _run_again(figure, record, request, quiet=quiet)


def _places(figure: Path, record: "RunRecord", request: Request) -> Iterator[Path]:
    """Say where the folder of a run may be."""
    here = figure.resolve().parent
    yield here.parent
    for place in (here, here.parent, here.parent / "results", request.out, Path()):
        yield place / record.folder


def _run_again(figure: Path, record: "RunRecord", request: Request, *, quiet: bool) -> "StoredRun":
    from sim.cli.budget import check_work
    from sim.cli.progress import progress
    from sim.cli.say import say_run
    from sim.output.ensure_run import ensure_run

    asked = _asked(figure, record, request)
    check_work([asked], request, quiet=quiet)
    if not quiet:
        say_run(asked)
    with request.pool() as pool, progress(asked.settled[1], quiet=quiet) as report:
        return replace(ensure_run(asked, pool, report), below=record.below)


def _asked(figure: Path, record: "RunRecord", request: Request) -> "RunRequest":
    """Find the scenario of a run by what it was asked for by, and make sure that it is that one."""
    from sim.scenario.digest import LENGTH, package_hash
    from sim.scenario.errors import ScenarioError

    again = Request(
        histories=record.below,
        seed=record.seed,
        sampling=record.sampling,  # type: ignore[arg-type]
        settings=record.settings,
        workers=request.workers,
        cluster=request.cluster,
        out=request.out,
        root=request.root,
        yes=request.yes,
    )
    now = package_hash()[:LENGTH]
    if record.source != now:
        raise click.UsageError(
            f"{figure}: its run {record.folder} is not here, and was run by a program of source "
            f"{record.source}, this is {now}: put the folder of the run beside the figure, or use "
            "that program"
        )
    names = [record.named, str(figure.parent / record.named), record.scenario]
    for name in filter(None, names):
        try:
            found = again.run_request(again.load(name))
        except (ScenarioError, OSError):
            continue
        if found.settled[0].digest == record.digest:
            return found
    raise click.UsageError(
        f"{figure}: its run {record.folder} is not here, and no scenario '{record.named}' that "
        "comes to it: put the folder of the run beside the figure, or the scenario file as it was "
        f"then, and say it again. It was made by: {record.command}"
    )


def _say_why(record: "Record") -> None:
    from importlib.metadata import version

    from sim.scenario.digest import LENGTH, package_hash

    pairs = {
        "matplotlib": (record.matplotlib, version("matplotlib")),
        "the program": (record.source, package_hash()[:LENGTH]),
    }
    reasons = [f"  {n}: {then} then, {now} now" for n, (then, now) in pairs.items() if then != now]
    echo("\n".join(reasons) or "  nothing that is noted: the same program, the same matplotlib")

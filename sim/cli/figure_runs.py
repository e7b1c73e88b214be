"""The runs that a figure is of: found near it, or run again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.request import Request

if TYPE_CHECKING:
    from sim.output.run_request import RunRequest
    from sim.output.stored import StoredRun
    from sim.plots.record import RunRecord


def run_of(figure: Path, record: "RunRecord", request: Request, *, quiet: bool) -> "StoredRun":
    """Open the run of a figure, as it was then; or run its scenario."""
    found = kept_run(figure, record, request)
    return _run_again(figure, record, request, quiet=quiet) if found is None else found


def kept_run(figure: Path, record: "RunRecord", request: Request) -> "StoredRun | None":
    """Open the run of a figure, as it was then, where it is near; none if it is not."""
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
    return None


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

"""``shortfall reproduce``: run a stored run again, and compare every byte."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.echo import echo
from sim.cli.options import running
from sim.cli.request import Request

if TYPE_CHECKING:
    from sim.output.reproduction import Reproduction

DIFFERS = 3
"""Exit status where other bytes come of it."""


@click.command("reproduce")
@click.argument("run", metavar="RUN", type=click.Path(exists=True, file_okay=False, path_type=Path))
@running(histories=None, seed=None, sampling=None, settings=None, out=None)
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
def command(run: Path, request: Request, quiet: bool) -> None:
    """Run a stored run again and compare what comes of it, file by file.

    RUN is the folder of a run. Its own scenario, seed, sampling and number of histories are run
    in a folder that is thrown away. The exit status is 3 if a file differs by a byte.
    """
    from sim.cli.progress import progress
    from sim.output.reproduction import reproduce
    from sim.output.stored import StoredRun
    from sim.plots.figures import draw_figures

    stored = StoredRun.open(run)
    with request.pool() as pool, progress(stored.below, quiet=quiet) as report:
        found = reproduce(stored, pool, report, draw_figures)
    _show(run, found)
    if found.differing:
        click.get_current_context().exit(DIFFERS)


def _show(run: Path, found: "Reproduction") -> None:
    for name in found.apart:
        echo(f"{name}: not made again")
    if not found.differing:
        echo(f"{run}: {len(found.same)} files, the same to the byte")
        return
    for name in found.differing:
        echo(f"{name}: differs")
    echo(
        f"{run}: {len(found.differing)} of {len(found.differing) + len(found.same)} files differ. "
        "What was not the same when they were run:"
    )
    reasons = list(found.reasons())
    for reason in reasons:
        echo(f"  {reason}")
    if not reasons:
        echo("  nothing that is noted; run.log says on which processor the first was run")

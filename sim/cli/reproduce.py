"""``shortfall reproduce``: run a stored run again, or draw a figure, and compare every byte."""

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
@click.argument("run", metavar="RUN|FIGURE", type=click.Path(exists=True, path_type=Path))
@running(
    histories=None,
    seed=None,
    sampling=None,
    settings=None,
    out={"help": "Where the run of a FIGURE is looked for, and run if it is nowhere. [results]"},
)
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
def command(run: Path, request: Request, quiet: bool) -> None:
    """Run a stored run again, or draw a figure again, and compare what comes of it.

    RUN is the folder of a run. Its own scenario, seed, sampling and number of histories are run
    in a folder that is thrown away. FIGURE is an SVG, PNG or PDF of a run or of several compared:
    it says itself what it is of, and is drawn from the folder of its run where that is near, else
    its scenario is run. One of a study (sweep, stress, size, attribute, sensitivity, measure-first,
    hindcast, forecast) carries its command, which is given again where its scenario is, with the
    points that are kept and the runs that are near. The exit status is 3 if a byte differs.
    """
    if run.is_file():
        from sim.cli.reproduce_figure import made_again

        if not made_again(run, request, quiet=quiet):
            click.get_current_context().exit(DIFFERS)
        return
    from sim.cli.progress import progress
    from sim.output.reproduction import reproduce
    from sim.output.stored import StoredRun
    from sim.plots.figures import Drawing

    stored = StoredRun.open(run)
    with request.pool() as pool, progress(stored.below, quiet=quiet) as report:
        found = reproduce(stored, pool, report, Drawing(stored.manifest.look))
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

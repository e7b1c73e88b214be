"""``shortfall bound``: what perfect foresight could have saved."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.budget import say_time
from sim.cli.echo import echo
from sim.cli.options import MOST_HISTORIES, SCHEMES, running
from sim.cli.request import Request
from sim.cli.say import say_reading

if TYPE_CHECKING:
    from sim.foresight.bound import Bound
    from sim.study.job import Job

AT_MOST = 1_000_000
"""Most variables, unless told otherwise; given here too, as help is not to import what solves."""


@click.command("bound")
@click.argument("run_or_file", metavar="RUN|FILE")
@click.option(
    "--history", "numbers", default="0", metavar="N,...", help="Numbers of the histories. [0]"
)
@running(
    histories=None,
    sampling={"type": click.Choice(SCHEMES[:2]), "help": "How random inputs are drawn. [random]"},
    workers=None,
    cluster=None,
    out=None,
    yes=None,
)
@click.option(
    "--at-most", type=click.IntRange(1, 100_000_000), default=AT_MOST, metavar="N",
    help=f"Most variables of a linear programme. [{AT_MOST:,}]",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the rows as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
def command(
    run_or_file: str,
    numbers: str,
    request: Request,
    at_most: int,
    as_json: bool,
    quiet: bool,
) -> None:
    """Compare histories with the least unmet demand that any policy could have reached.

    RUN is the folder of a run, as results/two-mines-1234567890; FILE a scenario file, the name
    of a shipped scenario, or - for standard input. The planner knows all that will happen, and
    buys, makes, ships and releases as he likes within capacities, controls and transit. Licences
    are taken as granted, and goods on their way never stop: what that costs counts as what
    foresight would have saved. One linear programme by day for each history: for small and medium
    scenarios. Needs SciPy: pip install 'shortfall[analysis]'.
    """
    wanted = _numbers(numbers)
    if not quiet:
        say_reading([run_or_file])
    what = _job(run_or_file, request)
    if what.scenario.market is not None:
        # What prices do to supply is not in the programme, so it would be no lower bound.
        raise click.UsageError(
            f"{what.scenario.name} has a market: a bound would not hold, as supply answers to "
            "prices. Without: --set market=null on the scenario file"
        )
    from sim.cli.bound_screen import notes, rows, screen
    from sim.foresight.bound import TooLargeError, bounds
    from sim.study.work import work_of_points
    from sim.world.state.state import BATCH

    if not quiet:
        lots = len({number // BATCH for number in wanted})
        say_time(lots * work_of_points(what.scenario, 1, BATCH).seconds, Request(workers=1))

    found: list[Bound] = []

    def on_progress(variables: int) -> None:
        if not quiet:
            number = wanted[len(found)]
            echo(f"history {number}: {variables:,} variables ...", err=True)

    try:
        for one in bounds(what, wanted, at_most, on_progress):
            found.append(one)  # noqa: PERF402 - on_progress looks at how many there are
    except TooLargeError as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        echo(json.dumps(rows(found), indent=1))
        return
    echo(
        f"{what.scenario.name}  seed {what.seed}: demand not served on its day, t, against perfect "
        "foresight\n"
    )
    echo(screen(found))
    for note in notes(what.scenario):
        echo(f"\n{note}")


def _numbers(text: str) -> list[int]:
    """Read numbers of histories as ``0,1,2``."""
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdecimal() and len(part) < len(str(MOST_HISTORIES)) for part in parts):
        raise click.BadParameter(
            f"'{text}': give numbers of histories below {MOST_HISTORIES:,}, as 0 or 0,1,2",
            param_hint="--history",
        )
    return sorted({int(part) for part in parts})


def _job(run_or_file: str, request: Request) -> "Job":
    """Read a run's folder, or a scenario."""
    from sim.scenario.locate import is_folder

    if not is_folder(Path(run_or_file)):
        return request.run_request(request.load(run_or_file)).settled[0]
    if request != Request():
        raise click.UsageError(
            "a run has its own seed, sampling and values; leave --seed, --sampling, --set and "
            "--root out, or give the scenario file"
        )
    from sim.output.stored import StoredRun

    return StoredRun.open(Path(run_or_file)).job

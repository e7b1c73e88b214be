"""``shortfall stress``: every facility, lane, country and stage out in turn."""

import json
from functools import partial
from typing import TYPE_CHECKING

import click

from sim.cli.budget import check_points
from sim.cli.echo import echo
from sim.cli.options import running
from sim.cli.request import Request
from sim.cli.say import at_each, resumable, say_reading, say_warnings
from sim.cli.stressing import Stressing, stressing

if TYPE_CHECKING:
    from sim.stress.findings import Findings
    from sim.stress.pair import Pair
    from sim.stress.plan import StressTest


@click.command("stress")
@click.argument("file")
@stressing
@running()
@click.option("--no-figures", is_flag=True, help="Leave the figure out.")
@click.option("--json", "as_json", is_flag=True, help="Print what stress.json holds.")
@click.option("-q", "--quiet", is_flag=True, help="No progress, no warnings.")
def command(
    file: str,
    stressing: Stressing,
    request: Request,
    no_figures: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Put every facility, lane, country and stage out in turn, and rank them by what it costs.

    FILE is a scenario file, the name of a shipped scenario, or - for standard input; what happens
    in it happens all the same. A facility makes nothing, a lane carries nothing, a country makes
    and exports nothing, of a stage no facility makes anything. Losses are differences to the
    scenario as it is, history by history. The results go to results/stress-NAME-HASH; repeating the
    command runs what is missing.
    """
    if not quiet:
        say_reading([file])
    test = stressing.read(request, file)
    if not quiet:
        say_warnings([test.request.loaded])
    trials = len(test.nodes) * test.trial_days // test.scenario.days  # at most, in whole runs
    points = 1 + len(test.nodes) * len(test.days) + trials + test.pairs * (test.pairs - 1) // 2
    check_points(test.scenario, points, test.histories, request, quiet=quiet)
    found, pairs = _run(test, request, quiet=quiet)
    from sim.stress.files import stress_content, write_stress

    write_stress(found, pairs)
    if not no_figures:
        from sim.cli.study_figures import draw_figures
        from sim.plots.stress import draw_stress

        draw_figures(test.folder, [test.request], partial(draw_stress, found))
    if as_json:
        echo(json.dumps(stress_content(found, pairs), indent=1))
    else:
        _show(found, pairs)


def _run(test: "StressTest", request: Request, *, quiet: bool) -> "tuple[Findings, list[Pair]]":
    """Run all points."""
    from sim.cli.progress import progress
    from sim.output.run_request import POINTS
    from sim.stress.pair import worst_pairs
    from sim.stress.run_stress import run_stress

    if not quiet:
        echo(_headline(test), err=True)
    total = test.histories * (1 + len(test.nodes) * len(test.days))
    with (
        resumable(f"Finished outages are kept in {test.folder}"),
        request.pool() as pool,
        progress(total, quiet=quiet) as report,
    ):
        found = run_stress(test, pool, test.folder / POINTS, report)
    return found, worst_pairs(found)


def _headline(test: "StressTest") -> str:
    from sim.stress.words import plural_kind

    kinds = dict.fromkeys(node.kind for node in test.nodes)
    counted = [plural_kind(k, sum(node.kind == k for node in test.nodes)) for k in kinds]
    what = " and ".join(filter(None, [", ".join(counted[:-1]), counted[-1]]))
    days = " and ".join(filter(None, [", ".join(map(str, test.days[:-1])), str(test.days[-1])]))
    chance = at_each(test.histories, is_random=test.is_random)
    return (
        f"{test.scenario.name}  {what} out in turn from {test.first_date} for {days} days; "
        f"{chance}, seed {test.request.seed}"
    )


def _show(found: "Findings", pairs: "list[Pair]") -> None:
    """Print the results."""
    from sim.cli.stress_screen import screen

    whose = found.test.group.label
    mean = " Days are means, ± half the 95 % interval." if found.test.is_random else ""
    echo(f"{_headline(found.test)}.\nWhat is lost: {whose}, against the scenario as it is.{mean}\n")
    echo(screen(found, pairs))
    echo(f"\nResults in {found.test.folder}")

"""``shortfall sensitivity``: which inputs drive a measure, from a run that is there."""

import json
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import click

from sim.cli.budget import check_points
from sim.cli.echo import echo
from sim.cli.options import IN_LOTS, running
from sim.cli.request import Request
from sim.cli.say import resumable, say_reading
from sim.cli.variant import Variant, variants

if TYPE_CHECKING:
    from sim.sensitivity.answer import Answer
    from sim.sensitivity.pick_freeze import Row

MOST_INPUTS = 50
"""Most inputs that are run anew."""


@click.command("sensitivity")
@click.argument("runs", nargs=1, metavar="RUN|FILE", callback=lambda c, p, v: variants(c, p, (v,)))
@click.option("--group", "groups", multiple=True, metavar="NAME",
              help="Of this group. [regions, defence and all]")  # fmt: skip
@click.option("--measure", default="shortfall_days", metavar="NAME",
              help="Of this measure, with its item if it has some. [shortfall_days]")  # fmt: skip
@click.option("--single-numbers", "singly", is_flag=True,
              help="Each uncertain number by itself, not what a source has in common.")  # fmt: skip
@click.option("--sobol", type=click.IntRange(1, MOST_INPUTS), metavar="K",
              help="Run the K strongest inputs anew: first and total indices.")  # fmt: skip
@running(histories=IN_LOTS)
@click.option("--no-figures", is_flag=True, help="Leave the figure out.")
@click.option("--json", "as_json", is_flag=True, help="Print what sensitivity.json holds.")
@click.option("-q", "--quiet", is_flag=True, help="No progress, no warnings.")
def command(
    runs: tuple[Variant, ...],
    groups: tuple[str, ...],
    measure: str,
    singly: bool,
    sobol: int | None,
    request: Request,
    no_figures: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Tell which inputs drive a measure: whose spread it would lose if they were known.

    RUN is the folder of a complete run, from which all is told and nothing is simulated; FILE is a
    scenario file, the name of a shipped scenario, or - for standard input, which is run first if it
    has not been. What counts as an input is what is drawn once a history: what happens and for how
    long, when projects come, and with 'uncertainty' what numbers of one source and kind have in
    common. With --sobol the histories of the first half of the run are run again with one input of
    the second half, for each of the strongest. The results go to results/sensitivity-NAME-HASH.
    """
    if not quiet:
        say_reading([one.file for one in runs])
    from sim.cli.compare_runs import check_names, ensured, found_runs
    from sim.cli.refusing import refusing
    from sim.output.run_request import RunRequest
    from sim.sensitivity.answer import MORE, answer

    # Only with --sobol is anything run of what is stored.
    opening = request if sobol is None else replace(request, workers=None, cluster=None)
    found = found_runs(runs, opening, quiet=quiet)
    check_names(found, [], groups, [measure])
    (first,) = found
    if isinstance(first, RunRequest) and not first.settled[0].is_random:
        name = first.loaded.scenario.name
        raise click.UsageError(f"{name}: nothing is random in it, so no number drives it. {MORE}")
    (run,) = ensured(found, request, quiet=quiet)
    with refusing("RUN"):
        told = answer(run, measure, groups, request.out, singly=singly)
    rows = []
    if sobol is not None:
        told = replace(told, sobol=sobol)
        rows = _anew(told, request, quiet=quiet)
    from sim.sensitivity.files import sensitivity_content, write_sensitivity

    write_sensitivity(told, rows)
    if not no_figures:
        from sim.cli.study_figures import draw_figures
        from sim.plots.tornado import draw_tornado

        draw_figures(told.folder, [told.run], partial(draw_tornado, told), read=True)
    if as_json:
        echo(json.dumps(sensitivity_content(told, rows), indent=1))
    else:
        _show(told, rows)


def _anew(told: "Answer", request: Request, *, quiet: bool) -> "list[Row]":
    """Run the strongest inputs anew."""
    from sim.cli.progress import progress
    from sim.cli.refusing import refusing
    from sim.output.run_request import POINTS
    from sim.sensitivity.pick_freeze import pick_freeze, question

    with refusing("--sobol"):
        asked = question(told, told.sobol)
    inputs, histories = len(asked.picked), asked.histories
    check_points(told.run.scenario, inputs, histories, request, quiet=quiet)
    with (
        resumable(f"Finished inputs are kept in {told.folder}"),
        request.pool() as pool,
        progress(inputs * histories, quiet=quiet) as report,
    ):
        return pick_freeze(asked, pool, told.folder / POINTS, report)


def _show(told: "Answer", rows: "list[Row]") -> None:
    """Print the answer."""
    from sim.cli.sensitivity_screen import screen

    echo(screen(told, rows))
    echo(f"\nResults in {told.folder}")

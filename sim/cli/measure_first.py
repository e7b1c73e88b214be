"""``shortfall measure-first``: which number to go and measure before one chooses."""

import json
from functools import partial

import click

from sim.cli.echo import echo
from sim.cli.options import IN_LOTS, Real, running
from sim.cli.request import Request
from sim.cli.say import say_reading
from sim.cli.variant import Variant, check_labels, variants


@click.command("measure-first")
@click.argument("runs", nargs=-1, required=True, metavar="RUN...", callback=variants)
@click.option(
    "--choose", "chosen", metavar="A,B", help="Choose between these runs, by their names. [all]"
)
@click.option(
    "--label", "labels", multiple=True, metavar="NAME", help="Call the runs so, in order."
)
@click.option("--group", default="all", metavar="NAME", help="Whose measure it is. [all]")
@click.option(
    "--measure",
    default="shortfall_days",
    metavar="NAME",
    help="What is chosen by, with its item if it has one. [shortfall_days]",
)
@click.option(
    "--worth",
    "usd_per_day",
    type=Real(0.0, 1e15, min_open=True),
    metavar="USD",
    help="What a day of the measure costs. [what the scenario says]",
)
@click.option(
    "--single-numbers",
    "singly",
    is_flag=True,
    help="Each uncertain number by itself, not what a source has in common.",
)
@running(histories=IN_LOTS)
@click.option("--no-figures", is_flag=True, help="Leave the figure out.")
@click.option("--json", "as_json", is_flag=True, help="Print what measure-first.json holds.")
@click.option("-q", "--quiet", is_flag=True, help="No progress, no warnings.")
def command(
    runs: tuple[Variant, ...],
    chosen: str | None,
    labels: tuple[str, ...],
    group: str,
    measure: str,
    usd_per_day: float | None,
    singly: bool,
    request: Request,
    no_figures: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Tell which number to go and measure before choosing between runs.

    RUN is as for compare: the folder of a complete run, a scenario file, the name of a shipped
    scenario, or FILE@PATH=VALUE,...; what has not been run yet is run first. From the histories
    that all have met it tells, of each input, how much narrower the band would be if it were known,
    how often one would choose something else, and what it is worth to know it. Of one RUN, with
    nothing to choose, only the first. The results go to results/measure-first-HASH.
    """
    check_labels(labels, runs)
    if not quiet:
        say_reading(list(dict.fromkeys(run.file for run in runs)))
    from sim.cli.compare_runs import check_names, ensured, found_runs
    from sim.cli.measure_first_options import options_of
    from sim.compare.pairing import UnpairedError
    from sim.decide.choice import ChoiceError, check_enough, choice_of
    from sim.decide.files import content_of, write_findings
    from sim.decide.findings import Findings
    from sim.output.run_request import RunRequest

    found = found_runs(runs, request, quiet=quiet)
    check_names(found, [], [group], [measure])
    options = options_of(runs, found, labels, chosen)
    try:
        for one in options.values():
            if isinstance(one, RunRequest) and one.settled[0].is_random:  # told before it is run
                check_enough(one.most)
        stored = ensured([*options.values()], request, quiet=quiet)
        named = dict(zip(options, stored, strict=True))
        choice = choice_of(named, measure, group, usd_per_day, singly=singly)
    except (ChoiceError, UnpairedError) as error:
        raise click.UsageError(str(error)) from None
    learned, folder = Findings(choice), request.out / f"measure-first-{choice.digest}"
    write_findings(learned, folder)
    if not no_figures:
        from sim.cli.study_figures import draw_figures
        from sim.plots.measure_first import draw_findings

        draw = partial(draw_findings, learned)
        draw_figures(folder, choice.runs, draw, read=True, labels=choice.labels)
    if as_json:
        echo(json.dumps(content_of(learned), indent=1))
        return
    from sim.cli.measure_first_screen import screen

    echo(screen(learned))
    echo(f"\nResults in {folder}")

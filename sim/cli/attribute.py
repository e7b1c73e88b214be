"""``shortfall attribute``: which cause each day of shortfall comes from."""

import json
from functools import partial
from typing import TYPE_CHECKING

import click

from sim.cli.attributing import Attributing, attributing
from sim.cli.budget import check_points
from sim.cli.echo import echo
from sim.cli.options import running
from sim.cli.request import Request
from sim.cli.say import at_each, resumable, say_reading, say_warnings

if TYPE_CHECKING:
    from sim.attribute.attribution import Attribution
    from sim.attribute.question import Question


@click.command("attribute")
@click.argument("file")
@attributing
@running(
    sampling={
        "type": click.Choice(("random", "latin")),
        "help": "How random inputs are drawn: at random or as a Latin hypercube. [random]",
    }
)
@click.option("--no-figures", is_flag=True, help="Leave the figure out.")
@click.option("--json", "as_json", is_flag=True, help="Print what attribution.json holds.")
@click.option("-q", "--quiet", is_flag=True, help="No progress, no warnings.")
def command(
    file: str,
    attributing: Attributing,
    request: Request,
    no_figures: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Tell which disruption each day of shortfall comes from, alone and together with others.

    FILE is a scenario file, the name of a shipped scenario, or - for standard input, with
    disruptions. It is run without any of them, with each alone and with every set of them; the
    same history meets the same luck in all. Shares are Shapley values: history by history they sum
    to the whole. A disruption that needs another one (it follows it or changes it) does nothing
    without it. In an outlook what began up to as_of is a part of the world, and no cause. The
    results go to results/attribute-NAME-HASH; repeating the command runs what is
    missing.
    """
    if not quiet:
        say_reading([file])
    question = attributing.read(request, file)
    if not quiet:
        say_warnings([question.request.loaded])
        echo(_headline(question), err=True)
    points = len(question.game.points)
    check_points(
        question.scenario, points, question.histories, request, quiet=quiet, worlds=question.worlds
    )
    answer = _run(question, request, quiet=quiet)
    from sim.attribute.files import attribution_content, write_attribution

    write_attribution(answer)
    if not no_figures:
        from sim.cli.study_figures import draw_figures
        from sim.plots.attribution import draw_attribution

        draw_figures(question.folder, [question.request], partial(draw_attribution, answer))
    if as_json:
        echo(json.dumps(attribution_content(answer), indent=1))
    else:
        _show(answer)


def _run(question: "Question", request: Request, *, quiet: bool) -> "Attribution":
    """Run all points."""
    from sim.attribute.run_attribution import run_attribution
    from sim.cli.progress import progress

    total = len(question.game.points) * question.histories
    with (
        resumable(f"Finished points are kept in {question.folder}"),
        request.pool() as pool,
        progress(total, quiet=quiet) as report,
    ):
        return run_attribution(question, pool, question.points_folder, report)


def _headline(question: "Question") -> str:
    from sim.scenario.errors import plural

    chance = at_each(question.histories, is_random=question.is_random)
    return (
        f"{question.scenario.name}  {plural(len(question.causes), 'cause')}, "
        f"{plural(len(question.game.points), 'point')}; {chance}, seed {question.request.seed}"
    )


def _show(answer: "Attribution") -> None:
    """Print the answer."""
    from sim.attribute.words import NOUNS
    from sim.cli.attribute_screen import screen

    noun = NOUNS[answer.question.measure]
    echo(f"{_headline(answer.question)}.\nMean {noun} by cause, ± half the 95 % interval\n")
    echo(screen(answer))
    if known := answer.question.known:
        world = f"the world as known on {answer.question.scenario.as_of}"
        echo(f"\nAt every point, as a part of {world}: {', '.join(known)}.")
    echo(f"\nResults in {answer.question.folder}")

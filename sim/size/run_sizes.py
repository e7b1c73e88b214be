"""Run sizes of a stockpile: as many in a world as fit."""

from collections.abc import Sequence

from sim.design.group_measures import run_group_measures
from sim.design.take import Taken
from sim.output.run_request import POINTS
from sim.scenario.schema import Form, Scenario
from sim.size.point import Point, measures_of, point_of
from sim.size.question import Question
from sim.study.pool import Pool
from sim.study.replicate import Progress


def run_sizes(
    question: Question,
    form: Form,
    sizes: Sequence[int],
    extra: Sequence[str],
    pool: Pool,
    progress: Progress | None = None,
) -> list[Point]:
    """Run sizes in a form, steps each, with settings more; what is there already is read.

    Raises
    ------
    ScenarioError, FormError
        If the scenario does not allow one.
    """
    scenarios = [question.size_scenario(form, steps, extra) for steps in sizes]
    found = run_scenarios(question, scenarios, pool, progress)
    return [point_of(question, steps, one) for steps, one in zip(sizes, found, strict=True)]


def run_scenarios(
    question: Question,
    scenarios: Sequence[Scenario],
    pool: Pool,
    progress: Progress | None = None,
) -> list[Taken]:
    """Run scenarios with other stockpiles, and measure what the target is of."""
    return run_group_measures(
        question.design(scenarios), measures_of(question), pool, question.folder / POINTS, progress
    )

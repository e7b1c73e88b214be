"""Run histories of sizes of a stockpile: as many in a world as fit."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sim.design.group_measures import run_group_measures
from sim.design.take import Taken
from sim.output.run_request import POINTS
from sim.scenario.schema import Form, Scenario
from sim.size.point import measures_of
from sim.size.question import Question
from sim.study.pool import Pool
from sim.study.replicate import Progress

Asked = Mapping[int, Sequence[int]]
"""Histories that are asked for, ascending, by the size in steps."""


def run_sizes(
    question: Question,
    form: Form,
    asked: Asked,
    extra: Sequence[str],
    pool: Pool,
    progress: Progress | None = None,
) -> list[Taken]:
    """Run histories of sizes in a form, with settings more; what is there already is read.

    Raises
    ------
    ScenarioError, FormError
        If the scenario does not allow one.
    """
    scenarios = [question.size_scenario(form, steps, extra) for steps in asked]
    return run_scenarios(question, scenarios, pool, progress, list(asked.values()))


def run_scenarios(
    question: Question,
    scenarios: Sequence[Scenario],
    pool: Pool,
    progress: Progress | None = None,
    histories: Sequence[Sequence[int]] = (),
) -> list[Taken]:
    """Run scenarios with other stockpiles, and measure what the target is of.

    Each meets all histories, unless it is told which.
    """
    only = {at: tuple(some) for at, some in enumerate(histories) if len(some) < question.histories}
    design = replace(question.design(scenarios), only=only)
    folder = question.folder / POINTS
    return run_group_measures(design, measures_of(question), pool, folder, progress)

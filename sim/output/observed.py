"""What the measures of consumers are read from, out of a record."""

from collections.abc import Iterator, Mapping

from sim.measures.observed import Observed, Thresholds
from sim.output.groups import Group, groups_of
from sim.output.onset import reference_window
from sim.scenario.numbers import expected
from sim.scenario.schema import Scenario
from sim.world.record.record import Record


def observed(scenario: Scenario, record: Record) -> Iterator[tuple[Group, Observed]]:
    """Give every group of consumers, with what happened to it, one at a time."""
    window = reference_window(scenario, record)
    contents, thresholds = _contents(scenario, record.grades), _thresholds(scenario)
    for group in groups_of(scenario, record.consumers):
        yield (
            group,
            Observed(
                members=group.members,
                demand_each_t=record.demand_t,
                served_each_t=record.served_t,
                on_hand_each_t=record.on_hand_t,
                backlog_each_t=record.get("backlog_t"),
                unmet_each_t=record.unmet_t,
                caught_up_each_t=record.caught_up_t,
                destroyed_each_t=record.get("destroyed_t"),
                contents=contents,
                grades=record.grades,
                onset=window.onset,
                end=window.end,
                thresholds=thresholds,
            ),
        )


def _contents(scenario: Scenario, grades: tuple[str, ...]) -> Mapping[str, Mapping[str, float]]:
    """Give the share of each element in the magnets of each grade.

    The recipe of a grade that is itself random counts with its mean.
    """
    recipes = {grade: scenario.grades[grade].recipe for grade in grades}
    return {
        element: {grade: expected(recipe.get(element, 0.0)) for grade, recipe in recipes.items()}
        for element in sorted(scenario.elements)
    }


def _thresholds(scenario: Scenario) -> Thresholds:
    rules = scenario.measures
    return Thresholds(
        short_below=expected(rules.short_below),
        line_down_below=expected(rules.line_down_below),
        line_up_above=expected(rules.line_up_above),
        recovered_days=rules.recovered_days,
    )

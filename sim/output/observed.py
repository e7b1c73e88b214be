"""What the measures of consumers are read from, out of a record."""

from collections.abc import Iterator, Mapping

import numpy as np

from sim.measures.exposure import Exposure
from sim.measures.observed import Observed, Thresholds
from sim.measures.output import LostOutput, Produces
from sim.output.groups import Group, groups_of
from sim.output.onset import reference_window
from sim.scenario.numbers import expected
from sim.scenario.provenance import ANY_STAGE
from sim.scenario.schema import Scenario
from sim.world.record.record import Record
from sim.world.time.months import Months


def observed(scenario: Scenario, record: Record) -> Iterator[tuple[Group, Observed]]:
    """Give every group of consumers, with what happened to it, one at a time."""
    window = reference_window(scenario, record)
    contents, thresholds = _contents(scenario, record.grades), _thresholds(scenario)
    exposure, lost_output = _exposure(scenario, record), _lost_output(scenario, record)
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
                goods_parts=_goods_parts(scenario, record.consumers, group),
                exposure=exposure,
                saved_each_t=record.get("saved_t"),
                lost_output=lost_output,
            ),
        )


def _goods_parts(
    scenario: Scenario, consumers: tuple[str, ...], group: Group
) -> Mapping[int, float] | None:
    """Give the part of goods for a region that each consumer makes, by its position."""
    if group.kind != "region":
        return None
    parts = {
        position: scenario.consumers[name].goods_for.get(group.name, 0.0)
        for position, name in enumerate(consumers)
    }
    return {position: part for position, part in parts.items() if part > 0.0} or None


def _exposure(scenario: Scenario, record: Record) -> Exposure | None:
    """Take out what passed any stage in each place."""
    part, places = record.get("exposure_t"), tuple(scenario.measures.exposure)
    if part is None:
        return None
    of_any = [record.exposures.index(f"{place}.{ANY_STAGE}") for place in places]
    months = Months(scenario)
    ends = [day for day in range(scenario.days - 1) if months.ends(day)]
    first_day = np.array([0, *(day + 1 for day in ends)])
    return Exposure(places, record.used_content_t, part[:, of_any], first_day)


def _lost_output(scenario: Scenario, record: Record) -> LostOutput | None:
    """Give what consumers do not build; none where nobody says what it builds."""
    produces = {
        row: Produces(
            product=output.product,
            products_per_t=output.products_per_t or 0.0,
            musd_per_t=output.musd_per_t,
        )
        for row, name in enumerate(record.consumers)
        if (output := scenario.consumers[name].output) is not None
    }
    if not produces:
        return None
    unmet, saved = np.add.reduce(record.unmet_t, axis=1), record.get("saved_t")
    normal = record.demand_t if saved is None else record.demand_t + saved
    parts = record.get("parts_days"), record.get("built_late")
    return LostOutput(produces, record.idle, normal, unmet, record.caught_up_t, *parts)


def _contents(scenario: Scenario, grades: tuple[str, ...]) -> Mapping[str, Mapping[str, float]]:
    """Give the share of each element in the magnets of each grade.

    The recipe of a grade that is itself random counts with its mean. An element that is used by
    itself is its own.
    """
    recipes = {
        grade: scenario.grades[grade].recipe if grade in scenario.grades else {grade: 1.0}
        for grade in grades
    }
    return {
        element: {grade: expected(recipe.get(element, 0.0)) for grade, recipe in recipes.items()}
        for element in sorted(scenario.elements)
    }


def _thresholds(scenario: Scenario) -> Thresholds:
    rules = scenario.measures
    return Thresholds(
        short_below=expected(rules.short_below),
        short_after_days=expected(rules.short_after_days),
        line_down_below=expected(rules.line_down_below),
        line_up_above=expected(rules.line_up_above),
        recovered_days=rules.recovered_days,
    )

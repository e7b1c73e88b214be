"""One number a history, for each group and measure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim import measures
from sim.output.groups import Flows, Group, flows_of, member_sum
from sim.output.onset import Window
from sim.scenario.numbers import expected
from sim.scenario.schema import Scenario
from sim.world.record import Record

if TYPE_CHECKING:
    from sim.study.run import Run

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Outcome:
    """A measure of a group in every history."""

    group: Group
    """Whose it is."""
    measure: str
    """Name of the measure."""
    unit: str
    """Unit: d (days), day (number of days from the start), t, or 1 (a share)."""
    values: F64
    """One value a history, ``inf`` where it never happens, ``[history]``."""
    item: str | None = None
    """Grade or element, where the measure is of one."""


def outcomes_of(run: "Run", group: Group, flows: Flows, window: Window) -> Iterator[Outcome]:
    """Measure a group in every history."""
    rules, record = run.scenario.measures, run.record
    unmet = unmet_by_grade(record, group)
    unmet_t = unmet.sum(axis=0)
    caught_up_t = sum((record.caught_up_t[m] for m in group.members), np.zeros(record.histories))
    fill = measures.fill_rate(flows.demand_t, flows.served_t)
    shortfall = measures.shortfall_days(fill)
    caused = shortfall - measures.shortfall_days(_twin_fill(run, group))
    up_above = expected(rules.line_up_above)
    first = measures.first_short_day(fill, window.onset, expected(rules.short_below))
    down = measures.line_down_days(fill, expected(rules.line_down_below), up_above)
    recover = measures.time_to_recover(fill, window.end, up_above, rules.recovered_days)
    cover = measures.days_of_cover(flows.on_hand_t, flows.demand_t)
    tonnes_of_run = measures.total(flows.demand_t), measures.total(flows.served_t)

    yield Outcome(group, "shortfall_days", "d", shortfall)
    yield Outcome(group, "shortfall_days_caused", "d", caused)
    yield Outcome(group, "first_short_day", "day", first)
    yield Outcome(group, "time_to_survive", "d", measures.time_to_survive(first, window.onset))
    yield Outcome(group, "time_to_recover", "d", recover)
    yield Outcome(group, "line_down_days", "d", down)
    if record.backlog_t is not None:
        backlog = measures.backlog_days(member_sum(record.backlog_t, group))
        yield Outcome(group, "backlog_days", "d", backlog)
    yield Outcome(group, "lost_days", "d", measures.lost_days(shortfall, unmet_t, caught_up_t))
    yield Outcome(group, "lost_t", "t", measures.lost_tonnes(unmet_t, caught_up_t))
    yield Outcome(group, "unmet_t", "t", unmet_t)
    yield Outcome(group, "unmet_t_caused", "t", unmet_t - _twin_unmet(run, group))
    yield Outcome(group, "fill_rate", "1", measures.fill_rate(*tonnes_of_run))
    yield Outcome(group, "lowest_cover", "d", cover.min(axis=0))
    for grade, tonnes in zip(record.grades, unmet, strict=True):
        yield Outcome(group, "unmet_grade_t", "t", tonnes, grade)
    for element in sorted(run.scenario.elements):
        tonnes = contained(run.scenario, record.grades, unmet, element)
        yield Outcome(group, "unmet_element_t", "t", tonnes, element)


def unmet_by_grade(record: Record, group: Group) -> F64:
    """Sum a group's demand not served on its day, t, ``[grade, history]``."""
    total = np.zeros(record.unmet_t.shape[1:])
    for member in group.members:
        total += record.unmet_t[member]
    return total


def contained(scenario: Scenario, grades: tuple[str, ...], tonnes: F64, element: str) -> F64:
    """Convert t of magnets ``[grade, history]`` to t of an element in them, ``[history]``.

    The recipe of a grade that is itself random counts with its mean.
    """
    total = np.zeros(tonnes.shape[1:])
    for grade, magnets in zip(grades, tonnes, strict=True):
        total += expected(scenario.grades[grade].recipe.get(element, 0.0)) * magnets
    return total


def _twin_fill(run: "Run", group: Group) -> F64:
    flows = flows_of(run.twin, group)
    return measures.fill_rate(flows.demand_t, flows.served_t)


def _twin_unmet(run: "Run", group: Group) -> F64:
    twin: F64 = unmet_by_grade(run.twin, group).sum(axis=0)
    return twin

"""One number a history, for each group and measure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim import measures
from sim.output.groups import Flows, Group, member_sum
from sim.output.onset import Window
from sim.scenario.numbers import expected
from sim.scenario.schema import Scenario
from sim.world.record.record import Record

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


CAUSED = ("shortfall_days", "unmet_t")
"""Measures whose difference to the undisrupted twin is a measure, too."""


def outcomes_of(
    scenario: Scenario,
    record: Record,
    group: Group,
    flows: Flows,
    fill: F64,
    cover: F64,
    window: Window,
) -> Iterator[Outcome]:
    """Measure a group in every history.

    Parameters
    ----------
    scenario : Scenario
    record : Record
    group : Group
    flows : Flows
        What the group needs, gets and holds.
    fill : array, 1, ``[day, history]``
        Its fill rate.
    cover : array, days, ``[day, history]``
        Its days of cover.
    window : Window
        Onset and end of the reference disruption.
    """
    rules = scenario.measures
    unmet = unmet_by_grade(record, group)
    unmet_t = unmet.sum(axis=0)
    caught_up_t = sum((record.caught_up_t[m] for m in group.members), np.zeros(record.histories))
    within = measures.shortage(fill)
    short, offset = fill[within], within.start
    shortfall = measures.shortfall_days(short)
    up_above = expected(rules.line_up_above)
    onset = window.onset - offset
    first = measures.first_short_day(short, onset, expected(rules.short_below)) + offset
    down = measures.line_down_days(short, expected(rules.line_down_below), up_above)
    recover = measures.time_to_recover(fill, window.end, up_above, rules.recovered_days)
    tonnes_of_run = measures.total(flows.demand_t), measures.total(flows.served_t)

    yield Outcome(group, "shortfall_days", "d", shortfall)
    yield Outcome(group, "first_short_day", "day", first)
    yield Outcome(group, "time_to_survive", "d", measures.time_to_survive(first, window.onset))
    yield Outcome(group, "time_to_recover", "d", recover)
    yield Outcome(group, "line_down_days", "d", down)
    waiting, destroyed = record.get("backlog_t"), record.get("destroyed_t")
    if waiting is not None:
        backlog = measures.backlog_days(member_sum(waiting, group))
        yield Outcome(group, "backlog_days", "d", backlog)
    yield Outcome(group, "lost_days", "d", measures.lost_days(shortfall, unmet_t, caught_up_t))
    yield Outcome(group, "lost_t", "t", measures.lost_tonnes(unmet_t, caught_up_t))
    yield Outcome(group, "unmet_t", "t", unmet_t)
    if destroyed is not None:
        # Not asked for, because of the price: no part of demand, and so of no shortfall.
        gone = sum((destroyed[m] for m in group.members), np.zeros(record.histories))
        yield Outcome(group, "destroyed_t", "t", gone)
    yield Outcome(group, "fill_rate", "1", measures.fill_rate(*tonnes_of_run))
    yield Outcome(group, "lowest_cover", "d", cover.min(axis=0))
    for grade, tonnes in zip(record.grades, unmet, strict=True):
        yield Outcome(group, "unmet_grade_t", "t", tonnes, grade)
    for element in sorted(scenario.elements):
        tonnes = contained(scenario, record.grades, unmet, element)
        yield Outcome(group, "unmet_element_t", "t", tonnes, element)


def usual_outcomes(record: Record, group: Group, fill: F64) -> Iterator[Outcome]:
    """Measure a group of the undisrupted twin: what :data:`CAUSED` is compared with."""
    yield Outcome(group, "shortfall_days", "d", measures.shortfall_days(fill))
    yield Outcome(group, "unmet_t", "t", unmet_by_grade(record, group).sum(axis=0))


def with_caused(
    outcomes: Iterable[Outcome], usual: Mapping[tuple[str, str, str], F64]
) -> Iterator[Outcome]:
    """Add, after each measure that has one, its difference to the twin.

    Parameters
    ----------
    outcomes : iterable of Outcome
    usual : mapping
        The twin's values by kind and name of the group and measure, ``[history*]``.
    """
    for outcome in outcomes:
        yield outcome
        if outcome.measure in CAUSED and outcome.item is None:
            twin = usual[outcome.group.kind, outcome.group.name, outcome.measure]
            caused = outcome.values - twin
            yield replace(outcome, measure=f"{outcome.measure}_caused", values=caused)


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

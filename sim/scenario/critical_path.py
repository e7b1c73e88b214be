"""The plan of a project by its milestones: which waits for which, and when each is to be done."""

import datetime as dt
from collections.abc import Mapping
from graphlib import TopologicalSorter
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sim.scenario.schema.milestone import Milestone

    Milestones = Mapping[str, "dt.date | Milestone"]

FIRST_PRODUCT, NAMEPLATE = "first_product", "nameplate"
"""What follows from the milestones of every project, beside which it has none of these names."""
LAST_YEAR = 9998
"""Year after which no plan goes on."""


class Span(NamedTuple):
    """When a milestone is planned; the first day and the day on which it is done."""

    start: dt.date
    end: dt.date


def waits_for(milestone: "dt.date | Milestone") -> tuple[str, ...]:
    """Name the milestones that one waits for."""
    if isinstance(milestone, dt.date):
        return ()
    after = milestone.after
    return (after,) if isinstance(after, str) else tuple(after)


def in_order(milestones: "Milestones") -> list[str]:
    """List the milestones, each after those that it waits for; first product among them.

    Raises
    ------
    graphlib.CycleError
        If some wait for each other.
    """
    waits = {name: set(waits_for(one)) for name, one in sorted(milestones.items())}
    waits[FIRST_PRODUCT] = leading(milestones)
    return list(TopologicalSorter(waits).static_order())


def following(milestones: "Milestones") -> set[str]:
    """Name the steps that wait for first product, directly or not."""
    found: set[str] = set()
    while more := {
        name
        for name, one in milestones.items()
        if name not in found and not {FIRST_PRODUCT, *found}.isdisjoint(waits_for(one))
    }:
        found |= more
    return found


def leading(milestones: "Milestones") -> set[str]:
    """Name the steps that first product waits for: all that do not wait for it."""
    steps = {name for name, one in milestones.items() if not isinstance(one, dt.date)}
    return steps - following(milestones)


def plan(milestones: "Milestones", first_product: dt.date | None = None) -> dict[str, Span]:
    """Say when every milestone is planned, and first product, in the order of :func:`in_order`.

    Parameters
    ----------
    milestones : mapping of str to date or Milestone
    first_product : date, optional
        Planned date; not given, it follows from the steps that it waits for.

    Raises
    ------
    KeyError
        If a milestone waits for one that there is not, or nothing leads to first product.
    graphlib.CycleError
        If some wait for each other.
    """
    found: dict[str, Span] = {}
    for name in in_order(milestones):
        if name == FIRST_PRODUCT:
            day = first_product or max(
                (found[one].end for one in leading(milestones)), default=None
            )
            if day is None:
                raise KeyError(FIRST_PRODUCT)
            found[name] = Span(day, day)
            continue
        one = milestones[name]
        if isinstance(one, dt.date):
            found[name] = Span(one, one)
            continue
        days = [found[other].end for other in waits_for(one)]
        start = max([*days, one.start] if one.start is not None else days)
        found[name] = Span(start, months_later(start, one.months))
    return found


def months_later(day: dt.date, months: float) -> dt.date:
    """Give the date some months after another, by the calendar.

    A whole month leads to the same day of the next one, or to its last; a part of a month is that
    part of the days to the month after, and rounds up.
    """
    whole = floor(months)
    here, after = _same_day(day, whole), _same_day(day, whole + 1)
    return here + dt.timedelta(days=ceil((months - whole) * (after - here).days))


def _same_day(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > LAST_YEAR:
        return dt.date(LAST_YEAR, 12, 31)
    first_of_next = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_of_next - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))

"""Scenarios that look ahead, and what of their future has passed by the day they are read."""

import datetime as dt
from collections.abc import Iterator
from math import ceil

from sim.scenario.branches import may_happen
from sim.scenario.numbers import highest, lowest
from sim.scenario.schema import Disruption, Distribution, Scenario
from sim.scenario.schema.branching import branching_of

LATER = dt.timedelta(days=30)
"""So long from now a disruption that is moved is to begin."""


def is_history(scenario: Scenario, when: object) -> bool:
    """Tell whether a date is one that the world knows of."""
    known = scenario.as_of
    return known is not None and isinstance(when, dt.date) and when <= known


def known_disruptions(scenario: Scenario) -> tuple[str, ...]:
    """Name the disruptions of an outlook that its world knows of: those begun up to ``as_of``.

    They are a part of the world that is looked ahead from; all others are what-ifs.
    """
    if not scenario.outlook:
        return ()
    return tuple(
        name
        for name, disruption in scenario.disruptions.items()
        if disruption.delays is None and is_history(scenario, disruption.start)
    )


def overtaken(scenario: Scenario, today: dt.date) -> Iterator[str]:
    """Tell which disruptions of an outlook may have begun by a day, or been announced.

    What begins up to ``as_of``, or has no date, is known to the world and goes on: it is history.
    What begins between that day and today is not, whatever has come of it since.

    Parameters
    ----------
    scenario
        Only one with ``outlook`` has anything to tell.
    today
        The day on which it is read.

    Yields
    ------
    str
        For each what has passed, and how to move it.
    """
    if not scenario.outlook:
        return
    known = scenario.as_of or dt.date.min
    for name, disruption in scenario.disruptions.items():
        if disruption.delays is not None or not may_happen(scenario, disruption):
            continue
        first, last = _begins(scenario, disruption)
        said = disruption.announced
        if first is not None and disruption.announced_days_before is not None:
            said = first - _notice(disruption)
        passed = []
        if first is not None and first < today and last > known:
            verb = "may begin from" if isinstance(disruption.start, Distribution) else "begins on"
            passed.append(f"{verb} {first}")
        if said is not None and known < said < today:
            passed.append(f"is announced on {said}")
        if passed:
            yield (
                f"{scenario.name} looks ahead, but {name} {' and '.join(passed)}, before today, "
                f"{today}: what came of it is not in this world"
                f"{f' of {known}' if scenario.as_of else ''}. "
                f"Move it: {' '.join(_moved(scenario, name, first, today))}"
            )


def _begins(scenario: Scenario, disruption: Disruption) -> tuple[dt.date | None, dt.date]:
    """Give the first and last date on which it may begin; none where it has no date."""
    start = disruption.start
    if start is None or isinstance(start, dt.date):
        return start, start or dt.date.max
    earliest, latest = max(lowest(start), 0.0), min(highest(start), float(scenario.days))
    return _day(scenario, earliest), _day(scenario, latest)


def _notice(disruption: Disruption) -> dt.timedelta:
    """Give how long before its start it is announced at most, where that moves with the start."""
    return dt.timedelta(days=ceil(highest(disruption.announced_days_before or 0.0)))


def _day(scenario: Scenario, number: float) -> dt.date:
    return scenario.start + dt.timedelta(days=int(number))


def _moved(scenario: Scenario, name: str, first: dt.date | None, today: dt.date) -> Iterator[str]:
    """Give the settings that let it begin later, as long as before and announced as early."""
    by = dt.timedelta(0)
    disruption = scenario.disruptions[name]
    said, notice = disruption.announced, _notice(disruption)
    if first is not None and first - notice < today:
        by = today + max(LATER if first < today else by, notice) - first
        said = said and min(said, first)
        branching = branching_of(disruption.branch)
        all_of_them = branching and scenario.branches[branching].start == disruption.start
        block = f"branches.{branching}" if all_of_them else f"disruptions.{name}"
        yield f"--set {block}.start={first + by}"
    if isinstance(disruption.end, dt.date) and by:
        yield f"--set disruptions.{name}.end={disruption.end + by}"
    if said is not None:
        yield f"--set disruptions.{name}.announced={max(said + by, today)}"

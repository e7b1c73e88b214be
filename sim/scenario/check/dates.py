"""Dates in order, and inside the time that is simulated."""

import datetime as dt
from collections.abc import Iterator
from math import ceil, inf

from sim.scenario.finding import Finding
from sim.scenario.numbers import highest, lowest
from sim.scenario.origin import Path
from sim.scenario.outlook import is_history
from sim.scenario.schema import Disruption, Distribution, Number, Scenario

LONGEST_HORIZON = 36_525
"""Most days that are simulated: a hundred years."""

LONGEST_MONTH = 31.0
"""Days of the longest month."""

MOST_LATE = 0.5
"""Part of the histories in which a disruption may start after the horizon without a word."""

AHEAD = "announced_days_before"

DURATIONS = ("duration_days", "duration_months")
"""Keys that say how long a disruption is in force."""


def dates(scenario: Scenario) -> Iterator[Finding]:
    """Check the horizon and the dates of the disruptions."""
    if scenario.end < scenario.start:
        says = f"The scenario ends on {scenario.end}, before its start on {scenario.start}."
        yield Finding(("end",), says, "Write a later end or an earlier start.")
        return
    if scenario.days > LONGEST_HORIZON:
        says = f"The scenario has {scenario.days:,} days; it may have {LONGEST_HORIZON:,}."
        yield Finding(("end",), says, "Write an earlier end.")
        return
    if scenario.valid_from is not None and scenario.start < scenario.valid_from:
        says = (
            f"It starts on {scenario.start}; the numbers of its world hold from "
            f"{scenario.valid_from} on."
        )
        remedy = "Start later; or write the numbers of that time, and valid_from."
        yield Finding(("start",), says, remedy, "warning")
    for name, disruption in scenario.disruptions.items():
        path = ("disruptions", name)
        if disruption.delays is not None:
            yield from _without_dates(disruption, path)
        else:
            yield from _start(scenario, disruption, path)
            yield from _years(scenario, disruption, path)
            yield from _announced(scenario, disruption, path)
            yield from _end(scenario, disruption, path)
            yield from _past(scenario, disruption, path)


def _without_dates(disruption: Disruption, path: Path) -> Iterator[Finding]:
    for key in ("announced", AHEAD):
        if getattr(disruption, key) is not None:
            says = f"{key} has no effect: nobody hoards for fear of a {disruption.kind}."
            yield Finding((*path, key), says, "Leave it out.", "warning")
    for key in ("start", "end", *DURATIONS):
        if getattr(disruption, key) is not None:
            says = f"{key} has no effect: a {disruption.kind} counts from the project's own date."
            yield Finding((*path, key), says, "Leave it out.", "warning")


def _start(scenario: Scenario, disruption: Disruption, path: Path) -> Iterator[Finding]:
    """The first day in force must be one of the days simulated."""
    if disruption.start is None:
        return
    where = (*path, "start")
    horizon = f"{scenario.start} to {scenario.end} ({scenario.days} days)"
    remedy = f"Write a date in the horizon, {horizon}."
    first, last = _days(scenario, disruption.start)
    if first >= scenario.days:
        yield Finding(where, f"{_said(disruption.start)} lies after the horizon.", remedy)
    elif last < 0 and is_history(scenario, disruption.start):
        yield from _followed(scenario, disruption, path)
    elif last < 0:
        says = f"{_said(disruption.start)} lies before the horizon."
        yield Finding(where, says, f"{remedy} Without a start it is in force from the first day.")
    elif isinstance(disruption.start, Distribution):
        late = 1.0 - disruption.start.below(float(scenario.days))
        if late > MOST_LATE:
            says = f"In {late:.0%} of the histories it starts after the horizon: it hits nothing."
            yield Finding(where, says, f"The horizon: {horizon}.", "warning")


def _followed(scenario: Scenario, disruption: Disruption, path: Path) -> Iterator[Finding]:
    """What began before the run may be in force or over, but nothing may follow from it."""
    follows = [
        f"{name} follows it"
        for name, one in scenario.disruptions.items()
        if one.trigger is not None and one.trigger.after == path[1]
    ]
    idles = disruption.idles
    if disruption.recurs is not None:
        follows.append("it recurs")
    if idles is not None and idles.recovery is not None:
        follows.append("it has a recovery")
    if follows:
        says = f"It began on {_said(disruption.start or 0.0)}, before the run, and {follows[0]}."
        remedy = f"Write a start from {scenario.start} on, or start the run before it."
        yield Finding((*path, "start"), says, remedy)


def _years(scenario: Scenario, disruption: Disruption, path: Path) -> Iterator[Finding]:
    """A plain number is a day of the run; that of one of its years is a year more likely."""
    for key in ("start", "end"):
        day = getattr(disruption, key)
        if not isinstance(day, int | float) or not scenario.start.year <= day <= scenario.end.year:
            continue
        if key == "end" or day < scenario.days:  # a start after the horizon is an error
            date = scenario.start + dt.timedelta(days=day)
            says = f"{day:g} is a day of the run, {date}, not a year."
            yield Finding((*path, key), says, f"Write a date, as {day:.0f}-01-01.", "warning")


def _announced(scenario: Scenario, disruption: Disruption, path: Path) -> Iterator[Finding]:
    """Buyers can know of it before it begins, the first time."""
    known, waits = disruption.announced, disruption.trigger is not None
    if disruption.announced_days_before is not None and known is not None:
        says = f"It is announced on {known}, and so many days before its start as well."
        yield Finding((*path, AHEAD), says, "Keep one; null removes an inherited one.")
    elif disruption.announced_days_before is not None and waits:
        says = "What sets it off is not known before: it cannot be announced days before its start."
        yield Finding(
            (*path, AHEAD), says, "Write a start instead of the trigger, or leave it out."
        )
    if known is None or waits or (disruption.start is None and disruption.recurs is not None):
        return
    start = 0.0 if disruption.start is None else disruption.start
    if _days(scenario, known)[0] > _days(scenario, start)[1]:
        since = scenario.start if disruption.start is None else _said(start)
        says = f"It is announced on {known}, after its start on {since}: nobody can order ahead."
        remedy = "Write an earlier date; null removes an inherited one."
        yield Finding((*path, "announced"), says, remedy, "warning")


def _end(scenario: Scenario, disruption: Disruption, path: Path) -> Iterator[Finding]:
    """The end must come after the start, and be given once."""
    again = disruption.recurs is not None or disruption.repeats
    given = {key: getattr(disruption, key) for key in DURATIONS}
    lasts = {key: value for key, value in given.items() if value is not None}
    if len(lasts) > 1 or (lasts and disruption.end is not None and not again):
        other = "duration_days"
        if len(lasts) == 1 and disruption.end is not None:
            other = f"an end ({_said(disruption.end)})"
        says = f"It has {other} and {list(lasts)[-1]} as well."
        remedy = "Keep one; null removes an inherited one."
        yield Finding((*path, list(lasts)[-1]), says, remedy)
        return
    for key, value in lasts.items():
        if highest(value) <= 0:
            unit = key.removeprefix("duration_")
            says = f"It lasts {highest(value):g} {unit}: it can hit nothing."
            remedy = "Write a duration above 0, unless it is a control point."
            yield Finding((*path, key), says, remedy, "warning")
    if disruption.end is None:
        return
    start = 0 if disruption.start is None else disruption.start
    first, _ = _days(scenario, start)
    lowest_end, last = _days(scenario, disruption.end)
    since = "the scenario's start" if disruption.start is None else _said(start)
    if last <= first:
        says = f"It ends on {_said(disruption.end)}, not after its start on {since}."
        yield Finding((*path, "end"), says, "end is the first day no longer in force.")
    elif lowest_end < _days(scenario, start)[1] and disruption.start is not None:
        says = f"It may end on {_said(disruption.end)} before it starts on {since}."
        yield Finding((*path, "end"), says, "Write duration_days or _months instead of end.")


def _past(scenario: Scenario, disruption: Disruption, path: Path) -> Iterator[Finding]:
    """Find a change of a control that is over by then, or is not yet in force."""
    if disruption.changes is None or disruption.changes.control not in scenario.disruptions:
        return
    control = disruption.changes.control
    first, last = span(scenario, disruption)
    begins, ends = span(scenario, scenario.disruptions[control])
    if first >= ends or last <= begins:
        says = f"{control} is {'over' if first >= ends else 'not yet in force'} then"
        remedy = "Move one of the two, or leave it out."
        yield Finding((*path, "control"), f"{says}: it changes nothing.", remedy, "warning")


def span(scenario: Scenario, disruption: Disruption) -> tuple[float, float]:
    """Give the first day on which it may be in force, and the first on which it no longer is."""
    if disruption.trigger is not None or disruption.recurs is not None:
        return 0.0, inf
    first, last = _days(scenario, 0.0 if disruption.start is None else disruption.start)
    if disruption.end is not None:
        return first, _days(scenario, disruption.end)[1]
    if disruption.lasts is None:
        return first, inf
    month = 1.0 if disruption.duration_months is None else LONGEST_MONTH
    last += highest(disruption.lasts) * month
    return first, last if last == inf else float(ceil(last))


def _days(scenario: Scenario, when: dt.date | Number) -> tuple[float, float]:
    """Give the first and last day, from the scenario's start, that a moment can fall on."""
    if isinstance(when, dt.date):
        day = float((when - scenario.start).days)
        return day, day
    return max(lowest(when), 0.0), highest(when)


def _said(when: dt.date | Number) -> str:
    if isinstance(when, dt.date):
        return str(when)
    if lowest(when) == highest(when):
        return f"day {highest(when):g}"
    return f"day {lowest(when):g} to {highest(when):g}"

"""What occurs again must end before, and not too often."""

from collections.abc import Iterator

from sim.scenario.finding import Finding
from sim.scenario.numbers import expected, highest, lowest
from sim.scenario.origin import Path
from sim.scenario.schema import Disruption, Scenario

MOST_TIMES = 2000
"""Most times that a disruption is expected to occur in a history: each is kept in memory."""
DURATION = "Write duration_days or _months; an end besides it is the day from which all is over."
"""Remedy where it is not known how long each time lasts."""


def recurrence(scenario: Scenario) -> Iterator[Finding]:
    """Check what may occur more than once."""
    for name, disruption in scenario.disruptions.items():
        path: Path = ("disruptions", name)
        if disruption.recurs is not None:
            yield from _recurs(scenario, disruption, (*path, "recurs"))
        if disruption.trigger is not None and disruption.trigger.times != 1:
            yield from _set_off_again(scenario, disruption, (*path, "trigger", "times"))


def _recurs(scenario: Scenario, disruption: Disruption, path: Path) -> Iterator[Finding]:
    recurs, trigger = disruption.recurs, disruption.trigger
    assert recurs is not None
    if disruption.delays is not None:
        says = f"recurs has no effect: a {disruption.kind} counts from the project's own date."
        yield Finding(path, says, "Leave it out.", "warning")
        return
    if disruption.lasts is None:
        yield Finding(path, "It recurs, but no duration says how long it lasts.", DURATION)
        return
    if trigger is not None and trigger.times != 1:
        says = "It recurs, and its trigger sets it off more than once."
        yield Finding(path, says, "Keep recurs, or times of the trigger.")
    starts = disruption.start is not None or trigger is not None
    least = max(lowest(recurs.after_days), 1.0)
    if not starts and least >= scenario.days:
        says = f"It first starts on day {least:g} at the earliest, after the horizon."
        remedy = f"Write a start, or less than {scenario.days} days."
        yield Finding((*path, "after_days"), says, remedy)
    if starts and recurs.times == 1:
        yield Finding(path, "recurs has no effect with times: 1.", "Leave it out.", "warning")
    if highest(recurs.after_days) < 1.0:
        says = f"after_days is at most {highest(recurs.after_days):g}: it is hardly ever over."
        yield Finding((*path, "after_days"), says, "Write 1 or more.", "warning")
    days = expected(disruption.lasts) * (1 if disruption.duration_months is None else 30)
    cycle = max(expected(recurs.after_days), 1 / 16) + days
    times = min(scenario.days / cycle, recurs.most_times)
    if times > MOST_TIMES:
        says = f"It is expected to occur {times:,.0f} times; at most {MOST_TIMES:,} are simulated."
        remedy = (
            "Write longer times, or one that lasts and leaves the share that is left in the mean."
        )
        yield Finding((*path, "after_days"), says, remedy)


def _set_off_again(scenario: Scenario, disruption: Disruption, path: Path) -> Iterator[Finding]:
    """Check a trigger that fires more than once."""
    trigger = disruption.trigger
    assert trigger is not None
    if disruption.delays is not None:
        says = f"times has no effect: a {disruption.kind} is set off once."
        yield Finding(path, says, "Leave it out.", "warning")
    elif trigger.of_project is not None:
        says = f"times has no effect: {trigger.of_project} is late, or given up, once."
        yield Finding(path, says, "Leave it out.", "warning")
    elif disruption.lasts is None:
        says = "It is set off more than once, but no duration says how long it lasts."
        yield Finding(path, says, DURATION)
    elif trigger.after is not None and not scenario.disruptions[trigger.after].repeats:
        says = f"times has no effect: {trigger.after} occurs once."
        yield Finding(path, says, f"Leave it out, or let {trigger.after} recur.", "warning")

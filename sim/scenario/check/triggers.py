"""Triggers: what sets off a disruption must be able to happen, and in time."""

import datetime as dt
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from sim.scenario.finding import Finding
from sim.scenario.numbers import lowest
from sim.scenario.origin import Path
from sim.scenario.schema import Disruption, ProjectCancel, ProjectSlip, Scenario

WATCHABLE = (
    "export_control",
    "control_change",
    "entity_listing",
    "lane_closure",
    "feed_loss",
    "stockpile_order",
)
"""Kinds that a state may set off: they act day by day; all others are known before."""


def triggers(scenario: Scenario) -> Iterator[Finding]:
    """Check the triggers of all disruptions."""
    found = [
        finding
        for name, disruption in scenario.disruptions.items()
        if disruption.trigger is not None
        for finding in _trigger(scenario, name, disruption)
    ]
    yield from found
    follows = {
        name: {d.trigger.after} if d.trigger is not None and d.trigger.after is not None else set()
        for name, d in scenario.disruptions.items()
    }
    try:
        TopologicalSorter(follows).prepare()
    except CycleError as error:
        ring = list(reversed(error.args[1]))
        says = f"Each of these waits for the other: {' after '.join(ring)}."
        path = ("disruptions", ring[0], "trigger", "after")
        yield Finding(path, says, "Give one of them a start.")
        return
    for name, disruption in scenario.disruptions.items():
        yield from _waits(scenario, name, disruption)


def _trigger(scenario: Scenario, name: str, disruption: Disruption) -> Iterator[Finding]:
    """Check what a trigger goes with, and what it names."""
    trigger, path = disruption.trigger, ("disruptions", name)
    assert trigger is not None
    if isinstance(disruption, ProjectSlip | ProjectCancel):
        says = f"A {disruption.kind} counts from the project's own date; nothing sets it off."
        yield Finding((*path, "trigger"), says, "Leave the trigger out.")
        return
    if disruption.start is not None:
        says = "It has a start and a trigger as well."
        yield Finding((*path, "start"), says, "Keep one; null removes an inherited one.")
    if trigger.consumers is not None:
        if not trigger.consumers:
            says = "The list consumers is empty: nobody is watched."
            yield Finding((*path, "trigger", "consumers"), says, "Name at least one.")
        if lowest(trigger.lag_days) < 1:
            says = f"A lag of {lowest(trigger.lag_days):g} days is too short after a state."
            remedy = "Write at least 1: what a day begins with is acted on the next day."
            yield Finding((*path, "trigger", "lag_days"), says, remedy)
    if trigger.after is not None and trigger.of == "end":
        yield from _without_end(scenario, trigger.after, (*path, "trigger", "of"))


def _without_end(scenario: Scenario, name: str, path: Path) -> Iterator[Finding]:
    other = scenario.disruptions[name]
    stays = other.end is None and other.duration_days is None
    if isinstance(other, ProjectCancel) or (stays and not isinstance(other, ProjectSlip)):
        says = f"{name} never ends, so this never begins."
        yield Finding(path, says, f"Write of: start, or give {name} an end.")


def _waits(scenario: Scenario, name: str, disruption: Disruption) -> Iterator[Finding]:
    """Check whether a disruption may wait for a state, and whether it comes before the end."""
    first, root = _first(scenario, name)
    if root is not None and disruption.kind not in WATCHABLE:
        by = "" if root == name else f", by way of {root}"
        says = (
            f"A state sets it off{by}; the days of the kind {disruption.kind} are set beforehand."
        )
        path = ("disruptions", name, "trigger", "consumers" if root == name else "after")
        yield Finding(path, says, f"A state may set off: {', '.join(WATCHABLE)}.")
    elif disruption.trigger is not None and first >= scenario.days:
        says = f"It starts on day {first:g} at the earliest, after the horizon."
        remedy = f"The horizon has {scenario.days} days, {scenario.start} to {scenario.end}."
        yield Finding(("disruptions", name, "trigger"), says, remedy)


def _first(scenario: Scenario, name: str) -> tuple[float, str | None]:
    """Give the first day on which it can start, and the disruption that waits for a state."""
    disruption = scenario.disruptions[name]
    if disruption.trigger is None:
        return _day(scenario, disruption), None
    lag = lowest(disruption.trigger.lag_days)
    if disruption.trigger.after is None:
        return lag, name
    first, root = _first(scenario, disruption.trigger.after)
    return first + lag, root


def _day(scenario: Scenario, disruption: Disruption) -> float:
    if isinstance(disruption, ProjectSlip | ProjectCancel):
        dates = [scenario.projects[project].first_product for project in disruption.projects]
        return max(0.0, float((min(dates, default=scenario.start) - scenario.start).days))
    start = disruption.start
    if isinstance(start, dt.date):
        return float((start - scenario.start).days)
    return 0.0 if start is None else lowest(start)

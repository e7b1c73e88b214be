"""Triggers: what sets off a disruption must be able to happen, and in time."""

import datetime as dt
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from math import ceil, inf

from sim.scenario.check.market import DAYS_PER_MONTH
from sim.scenario.critical_path import FIRST_PRODUCT
from sim.scenario.finding import Finding
from sim.scenario.network import consumers_named
from sim.scenario.numbers import highest, lowest
from sim.scenario.origin import Path
from sim.scenario.schema import Consumer, Disruption, Distribution, Scenario, Trigger
from sim.scenario.schema.disruption.kinds import KINDS


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
        if disruption.trigger is not None:
            yield from _waits(scenario, name, disruption)


def _trigger(scenario: Scenario, name: str, disruption: Disruption) -> Iterator[Finding]:
    """Check what a trigger goes with, and what it names."""
    trigger, path = disruption.trigger, ("disruptions", name)
    assert trigger is not None
    if disruption.start is not None and disruption.delays is None:
        says = "It has a start and a trigger as well."
        yield Finding((*path, "start"), says, "Keep one; null removes an inherited one.")
    if trigger.consumers is not None:
        if not trigger.consumers:
            says = "The list consumers is empty: nobody is watched."
            yield Finding((*path, "trigger", "consumers"), says, "Name at least one.")
        yield from _from_the_first_day(scenario, trigger, (*path, "trigger"))
    shortest = max(lowest(trigger.lag_days), 0.0)
    if trigger.after is None and shortest < 1:
        can = "can be" if isinstance(trigger.lag_days, Distribution) else "is"
        says = f"The lag {can} {shortest:g} days: too short after a state."
        remedy = "Write at least 1: what a day begins with is acted on the next day."
        yield Finding((*path, "trigger", "lag_days"), says, remedy)
    if disruption.delays is not None and disruption.delays.months is not None:
        least = lowest(disruption.delays.months)
        if least < 0:
            can = "can be" if isinstance(disruption.delays.months, Distribution) else "is"
            says = f"What is set off may not bring a project forward: months {can} {least:g}."
            remedy = "Write 0 or more, for a distribution a form with a lowest value."
            yield Finding((*path, "months"), says, remedy)
    hit = getattr(disruption, "projects", None)
    if isinstance(hit, list) and trigger.given_up in hit:
        says = (
            f"{trigger.given_up} has been given up when it is set off: that changes nothing of it."
        )
        where = (*path, "projects", hit.index(trigger.given_up))
        yield Finding(where, says, "Name other projects, or another trigger.", "warning")
    if trigger.after is not None and trigger.of == "end":
        yield from _without_end(scenario, trigger.after, (*path, "trigger", "of"))


def _from_the_first_day(scenario: Scenario, trigger: Trigger, path: Path) -> Iterator[Finding]:
    """Find a cover that consumers never have, as they want to keep less."""
    watched = [
        scenario.consumers[name] for name in consumers_named(scenario, trigger.consumers or [])
    ]
    if len({one.by_grade for one in watched}) > 1:
        says = "Some of them use magnets, others oxide or metal: their stocks are no sum of tonnes."
        yield Finding((*path, "consumers"), says, "Name consumers of one kind.")
    if not watched or any(one.order_up_to_t is not None for one in watched):
        return
    kept = max(highest(one.stock_days) * _of_firms(one) for one in watched)
    if trigger.cover_days_below is not None and lowest(trigger.cover_days_below) > kept + 1.0:
        says = f"They want to keep {kept:g} days at most: it is set off from the first day on."
        remedy = "Write less, or give them more stock_days."
        yield Finding((*path, "cover_days_below"), says, remedy, "warning")


def _of_firms(consumer: Consumer) -> float:
    return 1.0 if consumer.firms is None else consumer.firms.stock_days_factor.mean


def _without_end(scenario: Scenario, name: str, path: Path) -> Iterator[Finding]:
    if not scenario.disruptions[name].ends:
        says = f"{name} never ends, so this never begins."
        yield Finding(path, says, f"Write of: start, or give {name} an end.")


def _waits(scenario: Scenario, name: str, disruption: Disruption) -> Iterator[Finding]:
    """Check whether a disruption may wait for a state, and whether it is set off in time."""
    first, root = _set_off(scenario, name)
    path: Path = ("disruptions", name)
    if root is not None and not disruption.watchable:
        by = "" if root == name else f", by way of {root}"
        trigger = scenario.disruptions[root].trigger
        assert trigger is not None
        project = trigger.of_project
        who = f"What becomes of {project} sets" if project else "Consumers who run low set"
        kind = disruption.kind
        says = f"{who} it off{by}; the days of the kind {kind} must be known before the run."
        known = [kind.kind_name() for kind in KINDS if kind.watchable]
        key = trigger.cause if root == name else "after"
        yield Finding((*path, "trigger", key), says, f"A state may set off: {', '.join(known)}.")
    elif first == inf and disruption.trigger is not None:
        says = f"{disruption.trigger.after} never begins, so this never begins."
        remedy = "Set it off by another, or give it a start."
        yield Finding((*path, "trigger", "after"), says, remedy)
    elif first >= scenario.days:
        says = f"It starts on day {first:g} at the earliest, after the horizon."
        remedy = f"The horizon has {scenario.days} days, {scenario.start} to {scenario.end}."
        yield Finding((*path, "trigger"), says, remedy)
    else:
        for number, (project, day) in enumerate(_planned(scenario, disruption).items()):
            if first >= day:
                date = scenario.projects[project].first_product
                says = f"It is set off on day {first:g} at the earliest, when {project} has come."
                remedy = f"Its planned first product is on {date}; nothing delays it after that."
                yield Finding((*path, "projects", number), says, remedy, "warning")


def _set_off(scenario: Scenario, name: str) -> tuple[float, str | None]:
    """Give the first day on which it can be set off, and the disruption that waits for a state."""
    trigger = scenario.disruptions[name].trigger
    if trigger is None:
        return -inf, None
    lag = lowest(trigger.lag_days)
    if trigger.late is not None:
        return _late_from(scenario, trigger) + lag, name
    if trigger.after is None:
        return lag, name
    first, root = _first(scenario, trigger.after)
    return first + lag, root


def _late_from(scenario: Scenario, trigger: Trigger) -> float:
    """Give the first day on which a project may be as late as the trigger says."""
    name, _, milestone = (trigger.late or "").partition(".")
    project = scenario.projects[name]
    planned = project.plan[milestone or FIRST_PRODUCT].end
    least = 0.0 if trigger.months is None else lowest(trigger.months) * DAYS_PER_MONTH
    return max(float((planned - scenario.start).days) + ceil(least), 0.0)


def _first(scenario: Scenario, name: str) -> tuple[float, str | None]:
    """Give the first day on which it can start, and the disruption that waits for a state."""
    disruption = scenario.disruptions[name]
    day, root = _set_off(scenario, name)
    if disruption.delays is not None:
        ahead = [first for first in _planned(scenario, disruption).values() if first > day]
        return max(0.0, min(ahead, default=inf)), root
    return (_start(scenario, disruption) if disruption.trigger is None else day), root


def _planned(scenario: Scenario, disruption: Disruption) -> dict[str, float]:
    """Give the planned first products of the projects that it delays, days from the start."""
    delays = disruption.delays
    dates = {p: scenario.projects[p].first_product for p in (delays.projects if delays else ())}
    return {project: float((date - scenario.start).days) for project, date in dates.items()}


def _start(scenario: Scenario, disruption: Disruption) -> float:
    start, recurs = disruption.start, disruption.recurs
    if start is None and recurs is not None:
        return max(lowest(recurs.after_days), 1.0)
    if isinstance(start, dt.date):
        return float((start - scenario.start).days)
    return 0.0 if start is None else lowest(start)

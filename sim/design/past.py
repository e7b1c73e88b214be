"""Up to which day two scenarios have one past: nothing before hangs on what they differ in."""

import datetime as dt
from collections.abc import Mapping, Sequence
from math import ceil, inf
from typing import NamedTuple

from sim.scenario.numbers import highest, lowest
from sim.scenario.schema import Disruption, Number, Scenario
from sim.scenario.schema.scenario import ABOUT

ASIDE = ABOUT | {"measures", "groups", "histories", "seed", "disruptions"}
"""Blocks that may differ: nothing that happens hangs on them, or they are looked at by themselves.
"""
ENDS = {"end", "duration_days", "duration_months"}
"""Tell how long a disruption lasts: nobody knows before it is over."""
FOR_READERS = {"label", "note", "sources"}
MOST_PASTS = 64
"""Most points that others are compared with, as far as they differ in more than disruptions."""
FOREVER = 1_000_000
"""Days that no run has."""
SHORTEST_MONTH = 28
LONGEST_MONTH = 31


class Parting(NamedTuple):
    """The day on which two scenarios part."""

    day: float
    """First day on which anything may differ, from the start; inf if nothing ever does."""
    why: str = ""
    """Where in the scenario they differ, and how that tells the day."""

    @property
    def whole_day(self) -> int:
        """The day, from the start on; that far ahead for ever that no run gets there."""
        return int(min(max(self.day, 0.0), FOREVER))


def parting(ours: Scenario, theirs: Scenario) -> Parting:
    """Give the day up to which two scenarios have one past, whatever is drawn.

    Only disruptions may differ, and none of them may begin, be announced or end before that day as
    far as it differs: plans, the warm-up and prices may follow from all else.
    """
    if (name := _differs_from_the_start(ours, theirs)) is not None:
        return Parting(0.0, f"{name}: what differs is no disruption, so the start may differ, too")
    found = (_of(name, ours, theirs) for name in {**ours.disruptions, **theirs.disruptions})
    return min(found, key=lambda one: one.day, default=Parting(inf))


def _differs_from_the_start(ours: Scenario, theirs: Scenario) -> str | None:
    """Name a block that is not the same and holds no disruptions, if there is one."""
    every = (name for name in Scenario.model_fields if name not in ASIDE)
    return next((one for one in every if getattr(ours, one) != getattr(theirs, one)), None)


class SharedPast(NamedTuple):
    """How far some points of a design are run as one."""

    day: int
    """Day on which those part that are run as one up to then; 0 if none are."""
    like: tuple[int, ...]
    """For each point the one that has its past: itself, or another one."""

    @property
    def saved(self) -> int:
        """Points that are run as another one."""
        return sum(one != at for at, one in enumerate(self.like))


def shared_past(points: Sequence[Scenario]) -> SharedPast:
    """Choose the day up to which points are run as one that differ in disruptions alone.

    The later it is, the fewer they are: most days of points are saved. They are compared with the
    first of them or with the last, which is mostly that without disruptions.
    """
    families = _families(points)
    found = [_shared(points, {family[end]: family for family in families}) for end in (0, -1)]
    return max(found, key=lambda past: past.day * past.saved)


def _families(points: Sequence[Scenario]) -> list[list[int]]:
    """Put points together that differ in disruptions alone."""
    families: list[list[int]] = []
    for at, point in enumerate(points):
        alike = (
            family
            for family in families[:MOST_PASTS]
            if _differs_from_the_start(points[family[0]], point) is None
        )
        family = next(alike, None)
        if family is None:
            families.append([at])
        else:
            family.append(at)
    return families


def _shared(points: Sequence[Scenario], families: Mapping[int, Sequence[int]]) -> SharedPast:
    """Choose the day up to which most is saved if points are run as one of theirs."""
    like = {at: one for one, family in families.items() for at in family}
    days = {at: parting(points[one], points[at]).whole_day for at, one in like.items() if at != one}
    horizon = points[0].days
    day = max(
        {min(day, horizon) for day in days.values()} | {0},
        key=lambda chosen: chosen * sum(day >= chosen for day in days.values()),
    )
    return SharedPast(
        day, tuple(like[at] if days.get(at, day) >= day else at for at in range(len(points)))
    )


def _of(name: str, ours: Scenario, theirs: Scenario) -> Parting:
    one, other = ours.disruptions.get(name), theirs.disruptions.get(name)
    if _differing(one, other) == set():
        return Parting(inf)
    path = f"disruptions.{name}"
    if any(d is not None and d.trigger is not None for d in (one, other)):
        return Parting(0.0, f"{path}: it differs, and no date tells when it is set off")
    only_ends = _differing(one, other) <= ENDS and one is not None and one.recurs is None
    day = min(
        (_ends if only_ends else _begins)(scenario.disruptions[name], scenario)
        for scenario in (ours, theirs)
        if name in scenario.disruptions
    )
    told = [_told_of(name, scenario) for scenario in (ours, theirs)]
    does = "end" if only_ends else "begin, or be announced,"
    return Parting(min(day, *told), f"{path}: it differs, and may {does} then")


def _differing(one: Disruption | None, other: Disruption | None) -> set[str]:
    """Name the keys that differ; of two kinds, or where one is not there, ``kind``."""
    if one is None or other is None or type(one) is not type(other):
        return {"kind"}
    keys = type(one).model_fields.keys() - FOR_READERS
    return {key for key in keys if getattr(one, key) != getattr(other, key)}


def _begins(disruption: Disruption, scenario: Scenario) -> float:
    """Give the first day on which anything may come of it."""
    if disruption.delays is not None:
        days = [_due(scenario, project) for project in disruption.delays.projects]
    else:
        days = [0.0 if disruption.start is None else _earliest(disruption.start, scenario)]
    if disruption.announced is not None:
        days.append(_earliest(disruption.announced, scenario))
    if disruption.announced_days_before is not None:
        days.append(days[0] - ceil(highest(disruption.announced_days_before)))
    return min(days, default=0.0)


def _due(scenario: Scenario, name: str) -> float:
    """Give the first day on which a project may come: before, nothing tells whether it is late."""
    project = scenario.projects[name]
    slips = [project.slip_months] if project.slip_months is not None else []
    if not slips and scenario.schedule is not None:
        slips = [kind.slip_months for kind in scenario.schedule.kinds.values()]
    early = min([0.0, *map(lowest, slips)]) * LONGEST_MONTH
    return _earliest(project.first_product, scenario) + early


def _ends(disruption: Disruption, scenario: Scenario) -> float:
    """Give the first day on which it may be over."""
    start = 0.0 if disruption.start is None else _earliest(disruption.start, scenario)
    days = [inf]
    if disruption.end is not None:
        days.append(_earliest(disruption.end, scenario))
    if disruption.duration_days is not None:
        days.append(start + lowest(disruption.duration_days))
    if disruption.duration_months is not None:
        days.append(start + lowest(disruption.duration_months) * SHORTEST_MONTH)
    return min(days)


def _told_of(name: str, scenario: Scenario) -> float:
    """Give the first day on which what follows on a disruption is known of beforehand."""
    days = [inf]
    for follower, one in scenario.disruptions.items():
        if one.trigger is not None and one.trigger.after == name:
            days.append(_told_of(follower, scenario))
            if one.announced is not None:
                days.append(_earliest(one.announced, scenario))
    return min(days)


def _earliest(when: Number | dt.date, scenario: Scenario) -> float:
    if isinstance(when, dt.date):
        return float((when - scenario.start).days)
    return lowest(when)

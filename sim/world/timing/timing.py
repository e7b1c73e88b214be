"""Disruptions: when each begins and ends in every replication, and what it does to whom."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.rules.recovery import Curve
from sim.scenario.schema import Disruption, Scenario
from sim.world.chance.values import Values
from sim.world.time.clock import DAYS_PER_MONTH, Clock
from sim.world.timing.onset import Onset, drawn, in_order

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Timing:
    """One disruption in every replication of a block."""

    name: str
    disruption: Disruption
    happens: Mask
    """Whether it happens, ``[replication]``."""
    start: F64
    """First day in force, ``[replication]``; nan where it does not happen (yet, if it waits)."""
    end: F64
    """First day no longer in force, ``[replication]``; inf where it stays."""
    left: F64
    """What it leaves: of capacity, flow or demand, ``[1 or replication]``."""
    recovery_days: F64
    """Days from the end until all is whole, ``[1 or replication]``."""
    onset: Onset | None
    """What is drawn of its trigger, if it has one."""
    set_off: F64
    """Day on which it is set off, ``[replication]``: -inf without a trigger, nan if not (yet)."""
    delay: "ProjectDelay | None" = None
    """How late it makes which projects, if it does."""

    @property
    def waits(self) -> bool:
        """Whether start and end are filled in during the run, where a state sets it off."""
        return self.onset is not None and self.onset.waits

    @property
    def is_pending(self) -> bool:
        """Whether a state may still set it off in some replication."""
        return self.waits and bool((self.happens & np.isnan(self.set_off)).any())

    @property
    def facilities(self) -> tuple[str, ...]:
        """Facilities that lose capacity."""
        idles = self.disruption.idles
        return idles.facilities if idles else ()

    @property
    def projects(self) -> tuple[str, ...]:
        """Projects that it delays."""
        return self.delay.projects if self.delay else ()

    @property
    def curve(self) -> Curve:
        """Shape of the recovery."""
        idles = self.disruption.idles
        return idles.recovery.curve if idles and idles.recovery else "linear"

    def active(self, day: float) -> Mask:
        """Tell in which replications it is in force on a day, ``[replication]``."""
        return np.asarray((self.start <= day) & (day < self.end))

    def delays(self, due: F64) -> Mask:
        """Tell where it delays a project that is *due* on a day, ``[replication]``."""
        return np.asarray(self.happens & (self.set_off < due))

    def change_days(self) -> list[float]:
        """Give the days on which it comes into force or ends in some replication, in order."""
        days = np.unique(np.concatenate([self.start, self.end]))
        return [float(day) for day in days[np.isfinite(days)]]

    def note(self, day: F64) -> Mask:
        """Fill in start and end where something sets it off for the first time.

        Parameters
        ----------
        day : array, days, ``[replication]``
            Day on which that happens; nan or inf where it does not.

        Returns
        -------
        array of bool, ``[replication]``
            Where it is new.
        """
        assert self.onset is not None
        set_off = day + self.onset.lag_days
        new: Mask = self.happens & np.isnan(self.set_off) & np.isfinite(set_off)
        start, end = _window_of(set_off, self.onset, self.delay)
        for known, found in ((self.set_off, set_off), (self.start, start), (self.end, end)):
            np.copyto(known, found, where=new)
        return new


@dataclass(frozen=True)
class ProjectDelay:
    """What is drawn of a disruption that delays projects."""

    projects: tuple[str, ...]
    """Their ids."""
    months: F64 | None
    """How late, ``[1 or replication]``; none means that they are never built."""
    planned: F64
    """Planned first products, days, ``[project]``."""

    def window(self, set_off: F64) -> tuple[F64, F64]:
        """Give start and end: projects are missed from the planned day on, until they come.

        Those count whose planned day lies after the day on which the disruption is set off.
        """
        ahead = np.where(set_off < self.planned[:, None], self.planned[:, None], np.inf)
        first = np.min(ahead, axis=0)
        never = np.isinf(first)
        late = np.inf if self.months is None else np.ceil(self.months * DAYS_PER_MONTH)
        return (
            np.where(never, np.nan, np.maximum(first, 0.0)),
            np.where(never, np.nan, np.maximum(first + late, first)),
        )


def timings(scenario: Scenario, clock: Clock, values: Values) -> list[Timing]:
    """Draw when every disruption happens, in the order of their ids."""
    found: dict[str, Timing] = {}
    for name in in_order(scenario):
        d = scenario.disruptions[name]
        after = found[d.trigger.after] if d.trigger and d.trigger.after else None
        found[name] = _timing(scenario, name, after, clock, values)
    return [found[name] for name in sorted(found)]


def _timing(
    scenario: Scenario, name: str, after: Timing | None, clock: Clock, values: Values
) -> Timing:
    d, path = scenario.disruptions[name], ("disruptions", name)
    happens = values.happens(*path, "probability")
    delay = _delay(scenario, name, d, clock, values)
    onset = drawn(name, d, after.onset if after else None, clock, values)
    set_off = np.array([-np.inf if onset is None else np.nan])
    if onset is not None and after is not None and not onset.waits:
        set_off = triggering_day(d, after) + onset.lag_days
    if onset is None and delay is None:
        start, end = _window(name, d, clock, values)
    else:
        start, end = _window_of(set_off, onset, delay)
    if onset is not None and not onset.waits:
        happens = happens & np.isfinite(start)
    recovers = d.idles is not None and d.idles.recovery is not None
    return Timing(
        name=name,
        disruption=d,
        happens=happens,
        start=np.where(happens, start, np.nan),
        end=np.where(happens, end, np.nan),
        left=_left(name, d, values),
        recovery_days=values.at(*path, "recovery", "days") if recovers else np.zeros(1),
        onset=onset,
        set_off=np.where(happens, set_off, np.nan),
        delay=delay,
    )


def triggering_day(d: Disruption, after: Timing) -> F64:
    """Give the day on which a disruption is set off by the one it follows, ``[replication]``."""
    of_end = d.trigger is not None and d.trigger.of == "end"
    return after.end if of_end else after.start


def _window_of(set_off: F64, onset: Onset | None, delay: ProjectDelay | None) -> tuple[F64, F64]:
    """Give start and end of what is set off on a day, or counts from projects' dates."""
    if delay is not None:
        return delay.window(set_off)
    assert onset is not None
    return onset.window(set_off)


def _window(name: str, d: Disruption, clock: Clock, values: Values) -> tuple[F64, F64]:
    path = "disruptions", name

    def day(key: str, when: object) -> F64:
        if isinstance(when, dt.date):
            return np.array([float(clock.number(when))])
        return np.ceil(values.at(*path, key))

    start = day("start", d.start) if d.start is not None else np.zeros(1)
    if d.end is not None:
        return start, day("end", d.end)
    if d.duration_days is not None:
        return start, start + np.ceil(values.at(*path, "duration_days"))
    return start, np.array([np.inf])


def _delay(
    scenario: Scenario, name: str, d: Disruption, clock: Clock, values: Values
) -> ProjectDelay | None:
    if d.delays is None:
        return None
    months = None if d.delays.months is None else values.at("disruptions", name, "months")
    dates = [scenario.projects[project].first_product for project in d.delays.projects]
    planned = np.array([clock.number(date) for date in dates], dtype=float)
    return ProjectDelay(d.delays.projects, months, planned)


def _left(name: str, d: Disruption, values: Values) -> F64:
    left = d.left
    if left is None:
        return np.zeros(1)
    found = values.at("disruptions", name, left.key)
    return 1.0 - found if left.lost else found

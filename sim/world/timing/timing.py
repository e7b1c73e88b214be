"""Disruptions: when each begins and ends in every replication, and what it does to whom."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.rules.recovery import Curve
from sim.scenario.lengthened import lengthened
from sim.scenario.schema import Disruption, Scenario
from sim.world.chance.values import Values
from sim.world.time.clock import DAYS_PER_MONTH, Clock
from sim.world.timing.branches import Places, happens_in
from sim.world.timing.occurrences import Occurrences, Window, occurrences
from sim.world.timing.onset import Onset, drawn, in_order
from sim.world.timing.windows import Windows

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Timing:
    """One disruption in every replication of a block."""

    name: str
    disruption: Disruption
    happens: Mask
    """Whether it may happen, by its branch and its probability, ``[replication]``."""
    windows: Windows
    """When it is in force: known before the run, or added where something sets it off."""
    left: F64
    """What it leaves: of capacity, flow or demand, ``[1 or replication]``."""
    recovery_days: F64
    """Days from the end until all is whole, ``[1 or replication]``."""
    onset: Onset | None
    """What is drawn of its trigger, if it has one."""
    occurrences: Occurrences | None
    """What is drawn of its windows; none if it counts from the dates of projects."""
    set_off: F64
    """Day on which it was last set off, ``[replication]``: -inf without a trigger, nan if not yet.
    """
    times: NDArray[np.intp]
    """How often it was set off, ``[replication]``."""
    announced: F64 | None = None
    """Day from which buyers know of it, ``[1 or replication]``; nan where it does not happen, none
    if it is not announced."""
    delay: "ProjectDelay | None" = None
    """How late it makes which projects, if it does."""
    longer: "Longer | None" = None
    """How much longer which milestones take while it is in force, if they do."""

    @property
    def start(self) -> F64:
        """First day in force, ``[replication]``; nan where it does not happen (yet)."""
        return np.asarray(self.windows.starts[0])

    @property
    def end(self) -> F64:
        """First day no longer in force the first time, ``[replication]``; inf where it stays."""
        return np.asarray(self.windows.ends[0])

    @property
    def waits(self) -> bool:
        """Whether its windows are added during the run, where a state sets it off."""
        return self.onset is not None and self.onset.waits

    @property
    def is_pending(self) -> bool:
        """Whether a state may still set it off in some replication."""
        if self.onset is None or not self.onset.waits:
            return False
        return bool((self.happens & (self.times < self.onset.times)).any())

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
        return self.windows.active(day)

    def delays(self, due: F64) -> Mask:
        """Tell where it delays a project that is *due* on a day, ``[replication]``."""
        return np.asarray(self.happens & (self.set_off < due))

    def note(self, day: F64) -> Mask:
        """Add a window where something sets it off.

        While it is in force, or on its way, nothing sets it off.

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
        # Compared so that nan, for never, hinders nothing.
        waiting = self.happens & (self.times < self.onset.times) & ~(day < self.windows.closed)
        new: Mask = waiting & np.isfinite(set_off) & ~(set_off <= self.set_off)
        if not new.any():
            return new
        self.windows.add(self._windows(np.where(new, set_off, np.nan)))
        np.copyto(self.set_off, set_off, where=new)
        self.times[new] += 1
        return new

    def follow(self, other: "Timing") -> Mask:
        """Add a window where another sets it off, at each of its windows that is known.

        Returns
        -------
        array of bool, ``[replication]``
            Where it is new.
        """
        trigger, windows = self.disruption.trigger, other.windows
        days = windows.ends if trigger is not None and trigger.of == "end" else windows.starts
        return np.asarray(np.logical_or.reduce([self.note(day) for day in days]))

    def _windows(self, set_off: F64) -> Iterable[Window]:
        """Give the windows that follow where it is set off on a day, ``[replication]``."""
        if self.delay is not None:
            return [self.delay.window(set_off)]
        assert self.occurrences is not None
        return self.occurrences.recurring(
            self.occurrences.set_off(set_off, self.times), np.ceil(set_off)
        )


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


@dataclass(frozen=True)
class Longer:
    """What is drawn of a disruption that lengthens milestones."""

    milestones: frozenset[tuple[str, str]]
    """Project and name of each."""
    days: F64
    """Days by which they take longer, ``[1 or replication]``; nan if they stand still meanwhile."""

    def of(self, project: str) -> frozenset[str]:
        """Name the milestones of a project."""
        return frozenset(name for one, name in self.milestones if one == project)


def timings(
    scenario: Scenario, clock: Clock, values: Values, taken: Mapping[str, Places]
) -> list[Timing]:
    """Draw when every disruption happens, in the order of their ids.

    Parameters
    ----------
    scenario : Scenario
    clock : Clock
    values : Values
    taken : mapping of str to array of int, ``[replication]``
        Place of the branch that is taken, by branching.
    """
    found: dict[str, Timing] = {}
    for name in in_order(scenario):
        d = scenario.disruptions[name]
        after = found[d.trigger.after] if d.trigger and d.trigger.after else None
        branch = scenario.disruptions[name].branch
        may = True if branch is None else happens_in(branch, scenario, taken)
        found[name] = _timing(scenario, name, after, clock, values, may)
    return [found[name] for name in sorted(found)]


def _timing(
    scenario: Scenario,
    name: str,
    after: Timing | None,
    clock: Clock,
    values: Values,
    may: Mask | bool,
) -> Timing:
    d, path = scenario.disruptions[name], ("disruptions", name)
    happens = values.happens(*path, "probability") & may
    delay = _delay(scenario, name, d, clock, values)
    onset = drawn(name, d, after.onset if after else None, values)
    drawn_windows = None
    if delay is None:
        drawn_windows = occurrences(name, d, clock, values, scenario.days)
    recovers = d.idles is not None and d.idles.recovery is not None
    timing = Timing(
        name=name,
        disruption=d,
        happens=happens,
        windows=Windows(len(happens)),
        left=_left(name, d, values),
        recovery_days=values.at(*path, "recovery", "days") if recovers else np.zeros(1),
        onset=onset,
        occurrences=drawn_windows,
        set_off=np.where(happens & (onset is None), -np.inf, np.nan),
        times=np.zeros(len(happens), dtype=np.intp),
        delay=delay,
        longer=_longer(scenario, name, d, values),
    )
    if onset is None:
        timing.windows.add(_dated(timing, clock, values))
    elif after is not None and not onset.waits:
        timing.follow(after)
    return replace(timing, announced=_announced(timing, clock, values))


def _announced(timing: Timing, clock: Clock, values: Values) -> F64 | None:
    """Give the day from which buyers know of it; that of a start that is known before the run."""
    if (date := timing.disruption.announced) is not None:
        return np.array([float(clock.number(date))])
    if timing.disruption.announced_days_before is None:
        return None
    ahead = values.at("disruptions", timing.name, "announced_days_before")
    return np.asarray(timing.start - np.ceil(ahead))


def _dated(timing: Timing, clock: Clock, values: Values) -> Iterable[Window]:
    """Give the windows of a disruption without a trigger."""
    d, drawn_windows = timing.disruption, timing.occurrences
    if drawn_windows is None:
        assert timing.delay is not None
        start, end = timing.delay.window(timing.set_off)
        return [(start, end)]
    if d.start is None:
        moment = drawn_windows.first_moment()
    elif isinstance(d.start, dt.date):
        moment = np.array([float(clock.number(d.start))])
    else:
        moment = np.ceil(values.at("disruptions", timing.name, "start"))
    start, end = drawn_windows.window(moment)
    # What began before the run is in force from its first day, unless it is over by then.
    happens = timing.happens & ((start >= 0.0) | (end > 0.0))
    start = np.maximum(start, 0.0)
    if d.recurs is not None:  # then an end is that of all
        happens = happens & (start < drawn_windows.last)
    first = np.where(happens, start, np.nan), np.where(happens, end, np.nan)
    return drawn_windows.recurring(first, moment)


def _delay(
    scenario: Scenario, name: str, d: Disruption, clock: Clock, values: Values
) -> ProjectDelay | None:
    if d.delays is None:
        return None
    months = None if d.delays.months is None else values.at("disruptions", name, "months")
    dates = [scenario.projects[project].first_product for project in d.delays.projects]
    planned = np.array([clock.number(date) for date in dates], dtype=float)
    return ProjectDelay(d.delays.projects, months, planned)


def _longer(scenario: Scenario, name: str, d: Disruption, values: Values) -> Longer | None:
    if d.lengthens is None:
        return None
    months = values.at("disruptions", name, "months", default=np.nan)
    return Longer(frozenset(lengthened(scenario, d.lengthens)), months * DAYS_PER_MONTH)


def _left(name: str, d: Disruption, values: Values) -> F64:
    left = d.left
    if left is None:
        return np.zeros(1)
    found = values.at("disruptions", name, left.key)
    return 1.0 - found if left.lost else found

"""Disruptions: when each begins and ends in every history, and what it does to whom."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.rules.recovery import Curve
from sim.scenario.schema import (
    DemandShock,
    Disruption,
    ExportControl,
    FeedLoss,
    LaneClosure,
    Outage,
    ProjectCancel,
    ProjectSlip,
    Scenario,
)
from sim.world.chance.values import Values
from sim.world.time.clock import DAYS_PER_MONTH, Clock
from sim.world.timing.onset import Onset, drawn, in_order

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Timing:
    """One disruption in every history of a block."""

    name: str
    disruption: Disruption
    happens: NDArray[np.bool_]
    """Whether it happens, ``[history]``."""
    start: F64
    """First day in force, ``[history]``; nan where it does not happen (yet, if it waits)."""
    end: F64
    """First day no longer in force, ``[history]``; inf where it stays."""
    left: F64
    """What it leaves: of capacity, flow or demand, ``[1 or history]``."""
    months: F64
    """Months of slip, ``[1 or history]``."""
    recovery_days: F64
    """Days from the end until all is whole, ``[1 or history]``."""
    onset: Onset | None = None
    """What is drawn of its trigger, if it has one."""

    @property
    def waits(self) -> bool:
        """Whether start and end are filled in during the run, where a state sets it off."""
        return self.onset is not None and self.onset.waits

    @property
    def facilities(self) -> list[str]:
        """Facilities that lose capacity."""
        return self.disruption.facilities if isinstance(self.disruption, Outage) else []

    @property
    def curve(self) -> Curve:
        """Shape of the recovery."""
        recovery = getattr(self.disruption, "recovery", None)
        return recovery.curve if recovery else "linear"

    def active(self, day: float) -> NDArray[np.bool_]:
        """Tell in which histories it is in force on a day, ``[history]``."""
        return np.asarray((self.start <= day) & (day < self.end))

    def change_days(self) -> list[float]:
        """Give the days on which it comes into force or ends in some history, in order."""
        days = np.unique(np.concatenate([self.start, self.end]))
        return [float(day) for day in days[np.isfinite(days)]]


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
    months = np.zeros(1)
    if isinstance(d, ProjectSlip):
        months = values.at(*path, "months")
    onset = drawn(name, d, after.onset if after else None, clock, values)
    if onset is None:
        start, end = _window(scenario, name, months, clock, values)
    elif onset.waits or after is None:
        start = end = np.array([np.nan])
    else:
        start, end = onset.window(triggering_day(d, after))
        happens = happens & np.isfinite(start)
    recovers = isinstance(d, Outage) and d.recovery is not None
    return Timing(
        name=name,
        disruption=d,
        happens=happens,
        start=np.where(happens, start, np.nan),
        end=np.where(happens, end, np.nan),
        left=_left(name, d, values),
        months=months,
        recovery_days=values.at(*path, "recovery", "days") if recovers else np.zeros(1),
        onset=onset,
    )


def triggering_day(d: Disruption, after: Timing) -> F64:
    """Give the day on which a disruption is set off by the one it follows, ``[history]``."""
    of_end = d.trigger is not None and d.trigger.of == "end"
    return after.end if of_end else after.start


def _window(
    scenario: Scenario, name: str, months: F64, clock: Clock, values: Values
) -> tuple[F64, F64]:
    d, path = scenario.disruptions[name], ("disruptions", name)

    def day(key: str, when: object) -> F64:
        if isinstance(when, dt.date):
            return np.array([float(clock.number(when))])
        return np.ceil(values.at(*path, key))

    if isinstance(d, ProjectSlip | ProjectCancel):
        # A project is missed from its planned date on, until it comes (if it does).
        first = min(clock.number(scenario.projects[p].first_product) for p in d.projects)
        late = (
            np.ceil(months * DAYS_PER_MONTH) if isinstance(d, ProjectSlip) else np.array([np.inf])
        )
        return np.array([float(max(first, 0))]), first + late
    start = day("start", d.start) if d.start is not None else np.zeros(1)
    if d.end is not None:
        return start, day("end", d.end)
    if d.duration_days is not None:
        return start, start + np.ceil(values.at(*path, "duration_days"))
    return start, np.array([np.inf])


def _left(name: str, d: Disruption, values: Values) -> F64:
    path = "disruptions", name
    match d:
        case ExportControl(mode="quota"):
            return values.at(*path, "quota_share")
        case Outage():
            return values.at(*path, "capacity_factor")
        case LaneClosure():
            return values.at(*path, "factor")
        case FeedLoss():
            return 1.0 - values.at(*path, "share_lost")
        case DemandShock():
            return values.at(*path, "factor")
        case _:
            return np.zeros(1)

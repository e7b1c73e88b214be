"""Projects: plants and expansions on their way, which may slip or be cancelled."""

from collections.abc import Callable
from functools import partial, reduce

import numpy as np
from numpy.typing import NDArray

from sim.rules.ramp import ramp, rising, time_to_nameplate
from sim.rules.standstill import Standstill
from sim.scenario.critical_path import FIRST_PRODUCT
from sim.scenario.origin import Path
from sim.scenario.schema import Project, Rise
from sim.world.chance.values import Values
from sim.world.network.milestones import Milestones
from sim.world.network.schedule import Schedule
from sim.world.time.clock import DAYS_PER_MONTH, Clock
from sim.world.timing.timing import Timing

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]

ROUNDING = 1e-9
"""Part of a day that is no day more."""


class ProjectPath:
    """The capacity that one project adds over time, in every replication.

    A slip stops the clock of the project. Its milestones stand still from the day on which that
    strikes; its capacity is missed from planned first product on: until then all count on it.
    What milestones are late comes before, in days that are not rounded; the sum is.

    Parameters
    ----------
    name : str
        Id of the project.
    project : Project
        Its block.
    schedule : Schedule
        How late it comes of itself, and where never.
    delays : list of Timing
        Disruptions that delay it, cancel it, or lengthen its milestones. Those that are set off
        during the run are noted by :meth:`put_off`, :meth:`give_up` and :meth:`reckon`.
    """

    def __init__(
        self,
        name: str,
        project: Project,
        clock: Clock,
        values: Values,
        schedule: Schedule,
        delays: list[Timing],
    ) -> None:
        path = "projects", name
        self.name, self.facility = name, project.facility
        self.adds = values.at(*path, "adds_per_year")
        self._share, self.ramp_days = _ramp_of(project, values, path)
        self.planned = float(clock.number(project.first_product))
        """Planned first product, day."""
        self._months = schedule.months(name)
        self.due = self.planned + np.minimum(_days(self._months), 0.0)
        """Day from which it comes without disruptions, at the earliest; until then it may slip."""
        self._never: Mask = schedule.cancelled(name)
        known = np.array([min(schedule.known, self.planned - 1.0)])
        self._slips = [(known, DAYS_PER_MONTH * self._months)]
        """Day on which each strikes the milestones, and the days that it takes them."""
        for timing in delays:
            if name not in timing.projects:
                continue
            hit, late = timing.delays(self.due), timing.delay
            if late is not None and late.months is not None:
                day = np.where(np.isneginf(timing.set_off), known, timing.set_off)
                self._slip(hit, late.months, day)
            else:
                self._never = self._never | hit
        self._qualification = DAYS_PER_MONTH * values.at(*path, "qualification_months")
        self._milestones = None
        if project.steps:
            self._milestones = Milestones(name, project, clock, values, delays)
        self.ends: dict[str, F64] = {}
        """Day on which each milestone would be done, ``[1 or replication]``."""
        self.failed: dict[str, F64] = {}
        """Day on which it is given up by each that may fail, ``[1 or replication]``; or inf."""
        self.reckon()

    def put_off(self, where: Mask, months: F64, day: F64 | float) -> None:
        """Let it come later in some replications, ``[replication]``, by what strikes on a day."""
        self._slip(where, months, np.asarray(day))
        self.reckon()

    def _slip(self, where: Mask, months: F64, day: F64) -> None:
        late = np.where(where, months, 0.0)
        self._months = self._months + late
        self._slips.append((np.where(where, day, np.nan), DAYS_PER_MONTH * late))

    def give_up(self, where: Mask) -> None:
        """Let it never be built in some replications, ``[replication]``."""
        self._never = self._never | where
        self.reckon()

    def begins(self, milestone: str) -> F64:
        """Give the day on which a step begins, ``[1 or replication]``."""
        assert self._milestones is not None
        return self._milestones.begun[milestone]

    def wait(self, milestone: str, where: Mask, months: F64) -> None:
        """Let a step begin later in some replications, ``[replication]``."""
        assert self._milestones is not None
        self._milestones.wait(milestone, where, months * DAYS_PER_MONTH)
        self.reckon()

    def reckon(self) -> None:
        """Say when it comes, as far as is known."""
        self.delay = _days(self._months)
        """Days late, ``[1 or replication]``."""
        self.given_up = np.where(self._never, self.planned, np.inf)
        """Day on which it is given up, ``[1 or replication]``; inf where it is not. What is never
        built, and not by a milestone, is known by its planned first product."""
        if self._milestones is not None:
            self.ends = self._milestones.run(Standstill.of(self._slips), self._first_product)
        self._ready = self.first_product + self._qualification
        if self._milestones is not None:
            self.failed = self._milestones.given_up(self.ends)
            self.given_up = reduce(np.minimum, self.failed.values(), self.given_up)
            self._ready = self._milestones.all_followed(self.ends, self._ready)
        self.built = ~self._never & (self.first_product < self.given_up)

    @property
    def first_product(self) -> F64:
        """Day on which it comes where it is built, ``[1 or replication]``."""
        return np.asarray(self.planned + self.delay)

    def reached(self, milestone: str) -> F64:
        """Give the day on which first product or a step is reached, ``[1 or replication]``.

        inf where it never is, as far as is known.
        """
        if milestone == FIRST_PRODUCT:
            return np.where(self.built, self.first_product, np.inf)
        end = self.ends[milestone]
        reached = (end <= self.given_up) & ~np.isfinite(self.given_up_by(milestone))
        return np.where(reached, end, np.inf)

    def given_up_by(self, milestone: str) -> F64:
        """Give the day on which it is given up by a step that fails, ``[1 or replication]``.

        inf where it is not; at first product, as planned, where it is never built, but not by a
        step.
        """
        if milestone == FIRST_PRODUCT:
            by_step = reduce(np.minimum, self.failed.values(), np.full(1, np.inf))
            return np.where(self.given_up < by_step, self.given_up, np.inf)
        failed = self.failed.get(milestone, np.full(1, np.inf))
        return np.where(failed <= self.given_up, failed, np.inf)

    def _first_product(self, ready: F64) -> F64:
        """Give first product where all that it waits for is done on a day, never before that."""
        late = np.maximum(ready - self.planned, 0.0)
        delay = np.ceil(late + self._months * DAYS_PER_MONTH - ROUNDING)
        self.delay = np.asarray(np.maximum(delay, ready - self.planned))
        return self.first_product

    def added(self, days: F64) -> F64:
        """Give capacity added on some days, t a year, ``[day, 1 or replication]``.

        Parameters
        ----------
        days : array, days, ``[day]`` or ``[day, 1 or replication]``
        """
        days = days.reshape(len(days), -1)
        share = self._share(days - self.planned - self.delay)
        return np.asarray(np.where(self.built & (days < self.given_up), self.adds * share, 0.0))

    def qualified(self, days: F64) -> F64:
        """Give the part of it that customers count, ``[day, 1 or replication]``."""
        days = days.reshape(len(days), -1)
        return np.asarray(np.where(days >= self._ready, self.added(days), 0.0))


def _ramp_of(project: Project, values: Values, path: Path) -> tuple[Callable[[F64], F64], F64]:
    """Give the share of nameplate that runs by days since first product, and the days to all.

    Where it comes ever nearer, these are the days to 95 %.
    """
    if isinstance(project.curve, Rise):
        half = DAYS_PER_MONTH * values.at(*path, "curve", "half_months")
        shape = values.at(*path, "curve", "shape")
        return partial(rising, half_days=half, shape=shape), time_to_nameplate(half, shape)
    length = DAYS_PER_MONTH * values.at(*path, "ramp_months")
    return partial(ramp, length_days=length, curve=project.curve), length


def _days(months: F64) -> F64:
    """Give whole days for months."""
    return np.asarray(np.ceil(months * DAYS_PER_MONTH))

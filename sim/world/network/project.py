"""Projects: plants and expansions on their way, which may slip or be cancelled."""

import numpy as np
from numpy.typing import NDArray

from sim.rules.ramp import ramp
from sim.scenario.schema import Project
from sim.world.chance.values import Values
from sim.world.network.schedule import Schedule
from sim.world.time.clock import DAYS_PER_MONTH, Clock
from sim.world.timing.timing import Timing

F64 = NDArray[np.float64]


class ProjectPath:
    """The capacity that one project adds over time, in every replication.

    A slip stops the clock of the project at its planned first product: before that date nothing
    differs from the plan, whatever the slip.

    Parameters
    ----------
    name : str
        Id of the project.
    project : Project
        Its block.
    schedule : Schedule
        How late it comes of itself, and where never.
    delays : list of Timing
        Disruptions that delay it, or cancel it. Those that are set off during the run are noted
        by :meth:`put_off`.
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
        self.curve = project.curve
        self.adds = values.at(*path, "adds_per_year")
        self.ramp_days = DAYS_PER_MONTH * values.at(*path, "ramp_months")
        self.planned = float(clock.number(project.first_product))
        """Planned first product, day."""
        self._months = schedule.months(name)
        self.due = self.planned + np.minimum(_days(self._months), 0.0)
        """Day from which it comes without disruptions, at the earliest; until then it may slip."""
        never: NDArray[np.bool_] = np.zeros(1, dtype=bool)
        for timing in delays:
            hit, late = timing.delays(self.due), timing.delay
            if late is not None and late.months is not None:
                self._months = self._months + np.where(hit, late.months, 0.0)
            else:
                never = never | hit
        self.delay = _days(self._months)
        """Days late, ``[1 or replication]``."""
        self._qualification = DAYS_PER_MONTH * values.at(*path, "qualification_months")
        self.built = ~(never | schedule.cancelled(name))

    def put_off(self, where: NDArray[np.bool_], months: F64 | None) -> None:
        """Let it come later in some replications, ``[replication]``; with no months, never."""
        if months is None:
            self.built = self.built & ~where
        else:
            self._months = self._months + np.where(where, months, 0.0)
            self.delay = _days(self._months)

    def added(self, days: F64) -> F64:
        """Give capacity added on some days, t a year, ``[day, 1 or replication]``.

        Parameters
        ----------
        days : array, days, ``[day]`` or ``[day, 1 or replication]``
        """
        days = days.reshape(len(days), -1)
        share = ramp(days - self.planned - self.delay, self.ramp_days, self.curve)
        return np.asarray(np.where(self.built, self.adds * share, 0.0))

    def qualified(self, days: F64) -> F64:
        """Give the part of it that customers count, ``[day, 1 or replication]``."""
        days = days.reshape(len(days), -1)
        ready = days >= self.planned + self.delay + self._qualification
        return np.asarray(np.where(ready, self.added(days), 0.0))


def _days(months: F64) -> F64:
    """Give whole days for months."""
    return np.asarray(np.ceil(months * DAYS_PER_MONTH))

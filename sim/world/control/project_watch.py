"""A disruption that waits until a project is late, or given up."""

import numpy as np
from numpy.typing import NDArray

from sim.scenario.critical_path import FIRST_PRODUCT
from sim.world.network.context import Context
from sim.world.network.project import ProjectPath
from sim.world.time.clock import DAYS_PER_MONTH
from sim.world.timing.timing import Timing


class ProjectWatch:
    """One disruption that waits for what becomes of a project.

    Parameters
    ----------
    timing : Timing
        A window is added to it where it is set off.
    path : ProjectPath
        The project that its trigger names.
    context : Context
    """

    def __init__(self, timing: Timing, path: ProjectPath, context: Context) -> None:
        self.timing, self._path = timing, path
        trigger = timing.disruption.trigger
        assert trigger is not None
        self._milestone: str | None = None
        """What is late; none if it waits for the project to be given up."""
        self._from = np.full(1, -np.inf)
        """First day on which it may be set off, ``[1 or replication]``."""
        if trigger.late is not None:
            self._milestone = trigger.late.partition(".")[2] or FIRST_PRODUCT
            project = context.scenario.projects[path.name]
            planned = project.plan[self._milestone].end
            months = context.values.at("disruptions", timing.name, "trigger", "months")
            self._from = context.clock.number(planned) + np.ceil(months * DAYS_PER_MONTH)

    def look(self, day: int) -> NDArray[np.bool_]:
        """See what has become of the project; tell where it is set off, ``[replication]``."""
        if self._milestone is None:
            hit = self._path.given_up <= day
        else:
            hit = (self._from <= day) & (self._path.reached(self._milestone) > day)
        return self.timing.note(np.where(hit, float(day), np.nan))

"""Writes down how late each project comes."""

import numpy as np

from sim.world.network.context import Context
from sim.world.record.series import Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder

LATE = Series(
    name="late_days",
    axes=("projects",),
    unit="d",
    doc="days by which each project's first product comes after its planned date, of itself and by "
    "all that delays it; inf where it is never built",
    kept="late_days",
)


class ProjectRecorder(SeriesRecorder):
    """Gives how late projects are, once all is over."""

    declares = (LATE,)

    def __init__(self, context: Context) -> None:
        self._paths = context.projects
        self._width = context.state.width

    def series(self) -> list[Recorded]:
        """Give the days, ``[project, replication]``."""
        names = tuple(sorted(self._paths))
        late = np.empty((len(names), self._width))
        for row, name in enumerate(names):
            path = self._paths[name]
            late[row] = np.where(path.built, path.delay, np.inf)
        return [LATE.of(late, projects=names)]

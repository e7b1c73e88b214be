"""Writes down when the milestones of projects are reached, and where projects are given up."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.scenario.critical_path import FIRST_PRODUCT, NAMEPLATE
from sim.world.network.context import Context
from sim.world.network.project import ProjectPath
from sim.world.record.series import Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder

F64 = NDArray[np.float64]

REACHED = Series(
    name="milestone_day",
    axes=("milestones",),
    unit="day",
    doc="day on which each milestone of a project is reached, be it a step that acts, "
    "`first_product` or `nameplate`, as `new_plant.permit`; inf where it never is",
    kept="milestone_day",
)
GIVEN_UP = Series(
    name="given_up_day",
    axes=("milestones",),
    unit="day",
    doc="day on which a project is given up by a milestone that fails; at `first_product`, as "
    "planned, where it is never built for another reason; inf where it is not given up by that",
    kept="given_up_day",
)


class MilestoneRecorder(SeriesRecorder):
    """Gives the days of all projects, once all is over."""

    declares = (REACHED, GIVEN_UP)

    def __init__(self, context: Context) -> None:
        self._paths = context.projects
        self._steps = {name: sorted(one.steps) for name, one in context.scenario.projects.items()}
        self._width = context.state.width

    def series(self) -> list[Recorded]:
        """Give the days, ``[milestone, replication]``."""
        rows = [
            (f"{name}.{milestone}", reached, given_up)
            for name, path in sorted(self._paths.items())
            for milestone, reached, given_up in self._of(path)
        ]
        names = tuple(name for name, _, _ in rows)
        reached, given_up = np.empty((2, len(rows), self._width))
        for row, (_, *days) in enumerate(rows):
            reached[row], given_up[row] = days
        return [REACHED.of(reached, milestones=names), GIVEN_UP.of(given_up, milestones=names)]

    def _of(self, path: ProjectPath) -> Iterator[tuple[str, F64, F64]]:
        """Go through the milestones of a project: day reached, and day given up by it."""
        for name in (*self._steps[path.name], FIRST_PRODUCT):
            yield name, np.ceil(path.reached(name)), np.ceil(path.given_up_by(name))
        nameplate = np.ceil(path.first_product + path.ramp_days)
        reached = path.built & (nameplate < path.given_up)
        yield NAMEPLATE, np.where(reached, nameplate, np.inf), np.full(1, np.inf)

"""When each project was planned, and when it comes: what the figure of projects shows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.measures import quantiles
from sim.output.histories import Histories
from sim.output.label import label_of
from sim.world.network.project_recorder import LATE

F64 = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Line:
    """First product of a project, or a step of it."""

    name: str
    """How reports call it."""
    planned: float
    """Planned day, from the start of the run."""
    reached: F64
    """Day on which it comes, ``[history]``; inf where it never does."""
    is_step: bool = False

    @property
    def is_as_planned(self) -> bool:
        """Whether it comes as planned in every history."""
        return bool((self.reached == self.planned).all())

    @property
    def never(self) -> float:
        """Share of histories in which it never comes."""
        return float(np.isinf(self.reached).mean())

    @property
    def band(self) -> tuple[float, float, float]:
        """Days before which it comes in 5, 50 and 95 % of the histories in which it does."""
        known = self.reached[np.isfinite(self.reached)]
        low, middle, high = quantiles(known, (0.05, 0.5, 0.95)) if len(known) else [np.nan] * 3
        return float(low), float(middle), float(high)


def projects(histories: Histories) -> list[Sequence[Line]]:
    """List the projects of a run, each with its steps, as planned; none where none may be late."""
    found: list[Sequence[Line]] = []
    for name, late in zip(histories.ids("projects"), _late(histories), strict=True):
        project = histories.scenario.projects[name]
        planned = float((project.first_product - histories.start).days)
        label = label_of(project.label, name.replace("_", " "))
        found.append((Line(label, planned, planned + late),))
    return sorted(found, key=lambda lines: (lines[0].planned, lines[0].name))


def _late(histories: Histories) -> F64:
    return histories.read(LATE.name) if histories.has(LATE.name) else np.zeros((0, 1))

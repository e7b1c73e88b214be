"""What is kept of the histories of a point: no more than what a study reads."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from sim.output.groups import Group
from sim.scenario.schema import Scenario
from sim.world.record.record import Record

F64 = NDArray[np.float64]

Taken = Mapping[str, F64]
"""Arrays by name, ``[..., history]``."""

Take = Callable[[Scenario, Record], Taken]
"""Makes of some histories of a point what is kept of them; runs where they were run.

A function of a module, or an instance of a class of one: it travels to other processes. What it
makes of a history must not depend on the others.
"""


def name_of(group: Group, measure: str) -> str:
    """Name what is kept of a measure of a group, ``region.US.shortfall_days``.

    A measure of a grade or an element has that in brackets, ``unmet_grade_t[traction]``.
    """
    return f"{group.kind}.{group.name}.{measure}"

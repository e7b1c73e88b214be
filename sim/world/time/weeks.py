"""The weeks of a run, for what is reviewed by week."""

import numpy as np
from numpy.typing import NDArray

from sim.world.time.clock import PLANNING_DAYS

F64 = NDArray[np.float64]


def weeks_between(first_day: int, last_day: int) -> F64:
    """Give the first days of the weeks from one day to another."""
    return PLANNING_DAYS * np.arange(
        first_day // PLANNING_DAYS, last_day // PLANNING_DAYS + 1, dtype=float
    )

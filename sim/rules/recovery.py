"""How capacity comes back after an outage."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]

Curve = Literal["linear", "convex", "concave"]


def capacity_factor(
    day: F64 | float,
    start: F64,
    end: F64,
    left: F64 | float,
    recovery_days: F64 | float,
    curve: Curve,
) -> F64:
    """Give the share of capacity that an outage leaves on a day.

    Parameters
    ----------
    day : array or float
        The day asked for, or days, ``[day, 1]``.
    start, end : array, days, ``[replication]``
        First day of the outage and first day after it; nan where it does not happen.
    left : array or float, 0 to 1
        Share of capacity left during the outage.
    recovery_days : array or float, days
        Days from *end* until capacity is whole.
    curve : {"linear", "convex", "concave"}
        Shape of the way back: the share regained is x, x^2 or 1 - (1 - x)^2 of what was lost.

    Returns
    -------
    array, ``[replication]`` or ``[day, replication]``

    Examples
    --------
    >>> capacity_factor(25.0, np.array([10.0]), np.array([20.0]), 0.5, 10.0, "linear").tolist()
    [0.75]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        x = np.where(
            np.greater(recovery_days, 0),
            (day - end) / recovery_days,
            np.where(day >= end, 1.0, 0.0),
        )
    x = np.clip(np.nan_to_num(x, nan=1.0), 0.0, 1.0)
    if curve == "convex":
        x = x * x
    elif curve == "concave":
        x = 1.0 - (1.0 - x) ** 2
    # Comparisons with nan are false, so an outage that does not happen leaves everything.
    return np.where(day >= start, left + (1.0 - left) * x, 1.0)

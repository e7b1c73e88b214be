"""How new capacity comes up."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


def ramp(days: F64, length_days: float | F64, curve: Literal["linear", "s_curve"]) -> F64:
    """Give the running share of a new plant's nameplate.

    Parameters
    ----------
    days : array, days
        Days since first product; negative before.
    length_days : float or array, days
        Days from first product to nameplate.
    curve : {"linear", "s_curve"}
        ``s_curve`` is 3 x^2 - 2 x^3: slow at both ends.

    Returns
    -------
    array, 0 to 1

    Examples
    --------
    >>> ramp(np.array([-1.0, 0.0, 90.0, 180.0, 400.0]), 180.0, "linear").tolist()
    [0.0, 0.0, 0.5, 1.0, 1.0]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        x = np.where(np.greater(length_days, 0), days / length_days, np.where(days >= 0, 1.0, 0.0))
    x = np.clip(x, 0.0, 1.0)
    return x if curve == "linear" else x * x * (3.0 - 2.0 * x)

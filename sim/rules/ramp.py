"""How new capacity comes up."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]

NEARLY = 0.95
"""Part of nameplate that counts as all of it, where a ramp comes ever nearer."""


def ramp(days: F64, length_days: float | F64, curve: Literal["linear", "s_curve"]) -> F64:
    """Give the running share of a new plant's nameplate, which it reaches on a day.

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


def rising(days: F64, half_days: float | F64, shape: float | F64) -> F64:
    """Give the running share of a new plant's nameplate, which it comes ever nearer to.

    It is 1 - 2^-((days / half_days)^shape), the curve of Weibull: with the shape 1 what is missing
    halves again and again; above 1 it begins slowly.

    Parameters
    ----------
    days : array, days
        Days since first product; negative before.
    half_days : float or array, days
        Days from first product to half of nameplate; above 0.
    shape : float or array
        Above 0.

    Returns
    -------
    array, 0 to 1

    Examples
    --------
    >>> rising(np.array([-1.0, 0.0, 90.0, 180.0, 270.0]), 90.0, 1.0).tolist()
    [0.0, 0.0, 0.5, 0.75, 0.875]
    """
    return np.asarray(1.0 - 2.0 ** -((np.maximum(days, 0.0) / half_days) ** shape))


def time_to_nameplate(half: float | F64, shape: float | F64) -> F64:
    """Give the time after which :func:`rising` stands at 95 % of nameplate, in the unit of *half*.

    Examples
    --------
    >>> rising(time_to_nameplate(90.0, 3.0), 90.0, 3.0).round(9).tolist()
    0.95
    """
    return np.asarray(half * np.log2(1.0 / (1.0 - NEARLY)) ** (1.0 / np.asarray(shape)))

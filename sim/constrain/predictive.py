"""Bands of what is going to be observed: of histories, and of what is observed of them.

Pure functions on arrays.
"""

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]

HALVINGS = 60
"""Steps in which a quantile is found."""
FAR = 9.0
"""Standard deviations beyond which a normal distribution has nothing."""

_cdf = np.vectorize(NormalDist().cdf, otypes=[float])


def mixture_quantile(values: F64, weight: F64, spread: float, probability: float) -> float:
    """Give a quantile of weighted values to each of which a normal error is added.

    The ``q`` of ``sum of w F((q - x) / s) = p``, F being the standard normal distribution.

    Parameters
    ----------
    values : array, any unit, ``[history]``
        Finite.
    weight : array, 1, ``[history]``
        Sums to 1.
    spread : float, same unit
        Standard deviation of the error, above 0.
    probability : float, 1

    Examples
    --------
    >>> round(mixture_quantile(np.zeros(3), np.full(3, 1 / 3), 2.0, 0.95), 2)
    3.29
    """
    low, high = float(values.min()) - FAR * spread, float(values.max()) + FAR * spread
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        below = float(np.sum(weight * _cdf((middle - values) / spread)))
        low, high = (middle, high) if below < probability else (low, middle)
    return 0.5 * (low + high)

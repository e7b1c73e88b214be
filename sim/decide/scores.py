"""Inputs as normal scores of their ranks, so that units and logarithms of them do not matter."""

from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Order = NDArray[np.intp]


@lru_cache(8)
def normal_scores(count: int) -> F64:
    """Give the normal scores of so many ranks, ascending: ``Phi^-1((rank - 1/2) / n)``.

    Blom 1958; van der Waerden 1952. Half of them are those of the other half with another sign.
    """
    inverse = NormalDist().inv_cdf
    upper = [inverse((rank + 0.5) / count) for rank in range(count - count // 2, count)]
    middle = [0.0] * (count % 2)
    return np.array([*(-one for one in reversed(upper)), *middle, *upper])


def ranked(values: F64) -> tuple[Order, F64 | None]:
    """Give the order of the values of an input, and their scores where some are equal.

    Parameters
    ----------
    values : array, any unit, ``[history]``
        What never happens is infinite, what does not apply ``nan``; either is as good as a largest
        value.

    Returns
    -------
    array of int, ``[history]``
        Places of the histories, the least value first.
    array, ``[history]``, or None
        Scores in the order of the histories, equal ones where values are equal: their mean. None
        where all values differ: then they are those of :func:`normal_scores`, in that order.

    Examples
    --------
    >>> order, scores = ranked(np.array([5.0, 1.0, 5.0, 0.0]))
    >>> order.tolist(), scores.round(2).tolist()
    ([3, 1, 0, 2], [0.73, -0.32, 0.73, -1.15])
    """
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    new = np.ones(values.size, dtype=bool)
    new[1:] = (ordered[1:] != ordered[:-1]) & ~(np.isnan(ordered[1:]) & np.isnan(ordered[:-1]))
    if new.all():
        return order, None
    block = np.cumsum(new) - 1
    mean = np.bincount(block, normal_scores(values.size)) / np.bincount(block)
    scores = np.empty(values.size)
    scores[order] = mean[block]
    return order, scores

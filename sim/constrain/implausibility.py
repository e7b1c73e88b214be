"""How far worlds are from what is recorded, and what they weigh: pure functions on arrays.

References
----------
Craig, Goldstein, Seheult and Smith (1997), Pressure matching for hydrocarbon reservoirs.
Vernon, Goldstein and Bower (2010), Galaxy formation: a Bayesian uncertainty analysis.
"""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Bools = NDArray[np.bool_]

HALVINGS = 50
"""Steps in which a power, or a scale, is found."""


def implausibility(missed: F64, spread: F64) -> F64:
    """Give ``I = |z - f| / sqrt(error^2 + discrepancy^2)`` (Craig et al. 1997).

    A world and what happened in it are judged together, so nothing is added for chance.

    Parameters
    ----------
    missed : array, ``[observation, world]``
        What is simulated less what is recorded; of a window, what lies outside of it.
    spread : array, same unit, ``[observation]``
        Standard deviation of observation and model together.

    Returns
    -------
    array, 1, ``[observation, world]``

    Examples
    --------
    >>> implausibility(np.array([[3.0, -6.0]]), np.array([2.0])).tolist()
    [[1.5, 3.0]]
    """
    return np.asarray(np.abs(missed) / spread[:, None])


def log_likelihood(implausible: F64) -> F64:
    """Give ``- sum over observations of I^2 / 2``, errors being normal and independent.

    Parameters
    ----------
    implausible : array, 1, ``[observation, world]``

    Returns
    -------
    array, 1, ``[world]``
        Up to a constant.
    """
    return np.asarray(-0.5 * np.add.reduce(implausible**2, axis=0))


def weights(log: F64, power: float = 1.0) -> F64:
    """Give weights by the likelihood, to a power; they sum to 1, ``[world]``.

    Examples
    --------
    >>> weights(np.log([1.0, 3.0])).tolist(), weights(np.log([1.0, 3.0]), 0.0).tolist()
    ([0.25, 0.75], [0.5, 0.5])
    """
    found = np.exp(power * (log - log.max()))
    return np.asarray(found / found.sum())


def effective(weight: F64) -> float:
    """Give the effective number of worlds, ``1 / sum w^2`` (Kong 1992).

    Examples
    --------
    >>> effective(np.array([0.25, 0.25, 0.25, 0.25])), effective(np.array([1.0, 0.0]))
    (4.0, 1.0)
    """
    return float(1.0 / np.sum(weight**2))


def tempered(log: F64, least: float) -> float:
    """Find the largest power of the likelihood, at most 1, that leaves enough effective worlds.

    Powers below 1 count each observation as less than it is: what is learned is understated, never
    overstated.

    Parameters
    ----------
    log : array, 1, ``[world]``
    least : float
        Effective number of worlds; of fewer worlds than that, all.

    Examples
    --------
    >>> tempered(np.zeros(9), 5.0)
    1.0
    """
    least = min(least, len(log) * (1.0 - 1e-9))
    if effective(weights(log)) >= least:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if effective(weights(log, middle)) >= least else (low, middle)
    return low


def kept(weight: F64, most: int, start: float) -> F64:
    """Keep so many worlds, and give them weights by which no mean is off in expectation.

    Heavy ones are kept as they are; of the others every one as likely as its weight, at equal steps
    from a random start, all with one weight (Fearnhead and Clifford 2003).

    Parameters
    ----------
    weight : array, 1, ``[world]``
        Sums to 1.
    most : int
    start : float, 0 to 1
        Random.

    Returns
    -------
    array, 1, ``[world]``
        0 for those that are not kept; sums to 1.

    Examples
    --------
    >>> kept(np.array([0.6, 0.1, 0.1, 0.1, 0.1]), 3, 0.3).round(6).tolist()
    [0.6, 0.2, 0.0, 0.2, 0.0]
    """
    if np.count_nonzero(weight) <= most:
        return weight
    low, high = 0.0, 1.0 / float(weight[weight > 0.0].min())
    for _ in range(2 * HALVINGS):
        middle = 0.5 * (low + high)
        enough = np.minimum(middle * weight, 1.0).sum() >= most
        low, high = (low, middle) if enough else (middle, high)
    scale = high
    heavy = scale * weight >= 1.0
    rest = np.where(heavy, 0.0, weight)
    count = most - int(heavy.sum())
    if count > 0:
        ends = np.cumsum(rest) / rest.sum() * count
        taken = np.floor(ends - start) > np.floor(np.concatenate([[0.0], ends[:-1]]) - start)
        share = np.where(taken & ~heavy, rest.sum() / max(int(taken.sum()), 1), 0.0)
    else:
        share = np.zeros_like(rest)
    found = np.where(heavy, weight, share)
    return np.asarray(found / found.sum())


def never_met(agrees: Bools) -> list[int]:
    """List observations that no world meets, by their places; *agrees* is ``[obs., world]``."""
    return [int(at) for at in np.flatnonzero(~agrees.any(axis=1))]


def never_together(agrees: Bools) -> list[tuple[int, int]]:
    """List pairs that no world meets together though each is met by some."""
    met = [int(at) for at in np.flatnonzero(agrees.any(axis=1))]
    return [(a, b) for a, b in combinations(met, 2) if not (agrees[a] & agrees[b]).any()]


def weighted_quantiles(values: F64, weight: F64, probabilities: tuple[float, ...]) -> F64:
    """Give quantiles of weighted values: where the running sum of weights comes to a probability.

    Straight between the middles of the weights, so that equal weights give what
    ``numpy.quantile(..., method="hazen")`` does; between a number and ``inf`` lies ``inf``.

    Parameters
    ----------
    values : array, any unit, ``[world]``
    weight : array, 1, ``[world]``
    probabilities : tuple of float

    Returns
    -------
    array, same unit, ``[probability]``

    Examples
    --------
    >>> weighted_quantiles(np.array([3.0, 1.0]), np.array([0.5, 0.5]), (0.25, 0.5)).tolist()
    [1.0, 2.0]
    """
    order = np.argsort(values, kind="stable")
    ordered, ends = values[order], np.cumsum(weight[order]) / weight.sum()
    middles = ends - 0.5 * weight[order] / weight.sum()
    place = np.clip(probabilities, middles[0], middles[-1])
    above = np.searchsorted(middles, place)
    below = np.maximum(above - 1, 0)
    low, high = ordered[below], ordered[above]
    gap = middles[above] - middles[below]
    part = np.divide(place - middles[below], gap, out=np.zeros_like(place), where=gap > 0.0)
    with np.errstate(invalid="ignore"):
        between = low + part * (high - low)
    return np.where((low == high) | (part == 0.0), np.where(part == 0.0, low, high), between)

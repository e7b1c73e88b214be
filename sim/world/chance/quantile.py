"""Distributions read by their quantiles, element by element."""

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Distribution

F64 = NDArray[np.float64]

MIDDLES = (np.arange(4096) + 0.5) / 4096
"""Equally likely places that stand for a distribution where what it gives is expected."""


def quantile_within(
    distribution: Distribution, probability: F64, low: float = -np.inf, high: float = np.inf
) -> F64:
    """Invert a distribution of which the tails beyond some bounds are left out.

    Parameters
    ----------
    distribution : Distribution
    probability : array, 0 to 1
    low, high : float
        Bounds. Forms without tails are inverted as they are.
    """
    if distribution.has_tail:
        first, last = distribution.below(low), distribution.below(high)
        if last - first < 1.0 and first < last:
            probability = first + probability * (last - first)
    return quantile(distribution, probability)


def mean_within(distribution: Distribution, low: float, high: float = np.inf) -> float:
    """Give the expected value of a distribution of which the tails are left out."""
    if not distribution.has_tail or distribution.below(low) + 1.0 - distribution.below(high) < 1e-9:
        return distribution.mean
    return float(quantile_within(distribution, MIDDLES, low, high).mean())


def quantile(distribution: Distribution, probability: F64) -> F64:
    """Invert the cumulative distribution, element by element.

    Parameters
    ----------
    distribution : Distribution
        Any form of the scenario format.
    probability : array, 0 to 1
        Where to read it.
    """
    form, value = distribution.form, getattr(distribution, distribution.form)
    p = probability
    if form == "uniform":
        return np.asarray(value[0] + (value[1] - value[0]) * p)
    if form == "triangular":
        low, mode, high = value
        if low == high:
            return np.full_like(p, low)
        turn = (mode - low) / (high - low)
        rising = low + np.sqrt(p * (high - low) * (mode - low))
        falling = high - np.sqrt((1.0 - p) * (high - low) * (high - mode))
        return np.asarray(np.where(p < turn, rising, falling))
    if form == "exponential":
        return np.asarray(-value["mean"] * np.log1p(-p))
    if form in {"normal", "lognormal"}:
        inverse = NormalDist().inv_cdf
        # 0 itself can be drawn, once in 2^53; the inverse is not defined there.
        z = np.array([inverse(max(x, 1e-17)) for x in p.ravel()]).reshape(p.shape)
        if form == "normal":
            return np.asarray(value[0] + value[1] * z)
        return np.asarray(value["median"] * np.exp(value["sigma"] * z))
    if form == "choice":
        outcomes = sorted(value)
        steps = np.cumsum([value[outcome] for outcome in outcomes])[:-1]
        return np.asarray(outcomes)[np.searchsorted(steps, p, side="right")]
    ordered = np.sort(np.asarray(value))
    return np.asarray(ordered[np.minimum((p * len(ordered)).astype(int), len(ordered) - 1)])

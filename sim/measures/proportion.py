"""The exact interval of a share of histories (Clopper and Pearson 1934)."""

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

ROUNDS = 60
"""Halvings of the interval in which a bound is sought."""


def binomial_interval(count: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """Give the exact confidence interval of a share, each end at half the remaining risk.

    Parameters
    ----------
    count, of : int
        How many of how many independent histories.
    confidence : float, 1

    Returns
    -------
    float, float
        Lower and upper end, 1.

    Examples
    --------
    >>> [round(end, 4) for end in binomial_interval(61, 64)]
    [0.8691, 0.9902]
    >>> binomial_interval(0, 10)[0], binomial_interval(10, 10)[1]
    (0.0, 1.0)
    """
    risk = (1.0 - confidence) / 2.0
    low = 0.0 if count == 0 else _share_where(lambda p: _at_least(count, of, p) < risk)
    high = 1.0 if count == of else _share_where(lambda p: _at_least(count + 1, of, p) < 1.0 - risk)
    return low, high


def sure_count(share: float, of: int, confidence: float = 0.95) -> int | None:
    """Give the fewest successes whose lower bound reaches a share; none if all are too few."""
    return _first(lambda count: binomial_interval(count, of, confidence)[0] >= share, of)


def possible_count(share: float, of: int, confidence: float = 0.95) -> int:
    """Give the fewest successes whose upper bound still reaches a share."""
    found = _first(lambda count: binomial_interval(count, of, confidence)[1] >= share, of)
    return of if found is None else found


@lru_cache
def quantile_ranks(probability: float, of: int, confidence: float = 0.95) -> tuple[int, int]:
    """Give the places, in their order, of two values between which a quantile surely lies.

    Parameters
    ----------
    probability : float, 1
        Of the quantile.
    of : int
        Number of independent values.
    confidence : float, 1
        Each end has half the remaining risk.

    Returns
    -------
    int, int
        From 1; 0, or one more than there are, where no value is far enough out.

    Examples
    --------
    >>> quantile_ranks(0.5, 20), quantile_ranks(0.9, 20)
    ((6, 15), (15, 21))
    """
    risk = (1.0 - confidence) / 2.0
    at_least = np.cumsum(_binomial(0, of, probability)[::-1])[::-1]
    # The value of place k lies above the quantile if fewer than k of all lie below it.
    low = int(np.flatnonzero(1.0 - at_least <= risk).max(initial=0))
    high = int(np.flatnonzero(at_least <= risk).min(initial=of + 1))
    return low, high


def _first(passes: Callable[[int], bool], of: int) -> int | None:
    """Find the first count from 0 that passes, where all after it do."""
    if not passes(of):
        return None
    low, high = -1, of
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if passes(middle) else (middle, high)
    return high


def _share_where(below: Callable[[float], bool]) -> float:
    """Find the share up to which a condition holds."""
    low, high = 0.0, 1.0
    for _ in range(ROUNDS):
        middle = (low + high) / 2.0
        low, high = (middle, high) if below(middle) else (low, middle)
    return (low + high) / 2.0


def _at_least(count: int, of: int, share: float) -> float:
    """Give the probability of so many successes or more."""
    if share <= 0.0 or share >= 1.0:
        return float(share >= 1.0 or count <= 0)
    return float(_binomial(count, of, share).sum())


def _binomial(least: int, of: int, share: float) -> NDArray[np.float64]:
    """Give the probability of each number of successes from *least* on; *share* within 0 and 1."""
    k = np.arange(least, of + 1)
    logs = _log_factorials(of)
    ways = logs[of] - logs[k] - logs[of - k]
    return np.asarray(np.exp(ways + k * math.log(share) + (of - k) * math.log1p(-share)))


@lru_cache(8)
def _log_factorials(most: int) -> NDArray[np.float64]:
    """Give the logarithms of the factorials from 0 on: many intervals of as many histories."""
    return np.array([math.lgamma(one + 1) for one in range(most + 1)])

"""95 % intervals of the criteria of a choice; pure functions of arrays, one value a history.

All are closed forms. What is random is which histories were met: *replicates* names those that are
not independent of each other (Sobol' points, Latin hypercubes), as in
:func:`~sim.measures.statistics.standard_error`. Intervals of quantiles, largest values and shares
take histories as independent, which errs on the wide side.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sim.compare.criteria import WORST
from sim.measures.proportion import binomial_interval, quantile_ranks
from sim.measures.statistics import standard_error, t_quantile

F64 = NDArray[np.float64]
Labels = NDArray[np.intp]
Ends = tuple[float, float]
"""Lower and upper end, in the unit of the values; infinite where nothing bounds them, as of too
few histories."""

TAIL = 2
"""Histories that the worst tenth must hold for its interval."""
RISK = 0.05
"""Risk of an interval."""


def of_mean(values: F64, replicates: Labels | None = None) -> Ends:
    """Give the interval of a mean by Student's t; an infinite mean is known for sure.

    Examples
    --------
    >>> [round(end, 2) for end in of_mean(np.array([1.0, 2.0, 3.0, 4.0]))]
    [0.45, 4.55]
    """
    mean = float(values.mean())
    if math.isinf(mean):
        return mean, mean
    error, freedom = standard_error(values, replicates)
    half = error * t_quantile(1.0 - RISK / 2, freedom) if freedom else math.inf
    return mean - half, mean + half


def tail_terms(loss: F64) -> F64:
    """Give terms, one a history, whose mean is the mean of the worst tenth.

    ``CVaR = mean of q + (l - q)+ / a`` with ``q`` the quantile of the losses at ``1 - a``
    (Rockafellar and Uryasev 2000). As ``q`` minimises that mean, its own error does not count in
    the first order, so that the spread of the terms is that of the estimate (Trindade, Uryasev,
    Shapiro and Zrazhevsky 2007).

    Parameters
    ----------
    loss : array, measure's unit, ``[..., history]``
        The more, the worse.

    Examples
    --------
    >>> tail_terms(np.arange(20.0)).mean().round(9)  # of 19 and 18
    np.float64(18.5)
    """
    count = loss.shape[-1]
    place = max(math.ceil((1.0 - WORST) * count - 1e-9) - 1, 0)
    at = np.sort(loss, axis=-1)[..., place, None]
    with np.errstate(invalid="ignore"):  # never less never
        above = np.where(loss == at, 0.0, np.maximum(loss - at, 0.0))
    return np.asarray(at + above / WORST)


def of_worst_tenth(loss: F64, replicates: Labels | None = None) -> Ends:
    """Give the interval of the mean of the worst tenth, by the spread of :func:`tail_terms`.

    Student's t has as many degrees of freedom as the tail has histories, less one. Far tails are
    seen too rarely in a few hundred histories: of lognormal losses some 90 % of intervals hold the
    truth then.
    """
    terms = tail_terms(loss)
    mean = float(terms.mean())
    if math.isinf(mean):
        return mean, mean
    half = tail_half_width(terms, replicates)
    return mean - half, mean + half


def tail_half_width(terms: F64, replicates: Labels | None = None) -> float:
    """Give half the width of the interval of a mean of tail terms, or of differences of them."""
    in_tail = int(WORST * terms.size + 1e-9)
    error, freedom = standard_error(terms, replicates)
    if in_tail < TAIL or not freedom:
        return math.inf
    return error * t_quantile(1.0 - RISK / 2, min(freedom, in_tail - 1))


def of_quantile(values: F64, probability: float) -> Ends:
    """Give the interval of a quantile from two values in their order (Thompson 1936).

    ``k`` of ``n`` histories lie below the quantile with the probability of a binomial: whatever
    the distribution, the ends hold it in 95 % of samples or more.

    Examples
    --------
    >>> of_quantile(np.arange(100.0), 0.9), of_quantile(np.arange(8.0), 0.9)
    ((83.0, 95.0), (4.0, inf))
    """
    ordered = np.sort(values)
    low, high = quantile_ranks(probability, values.size)
    return (
        -math.inf if low == 0 else float(ordered[low - 1]),
        math.inf if high > values.size else float(ordered[high - 1]),
    )


def of_largest(values: F64) -> Ends:
    """Give the interval of the largest value: that of as many new histories, and its lower end.

    The largest of ``n`` new histories lies below the ``j``-th largest of ``n`` old ones with the
    probability ``C(2n - j, n) / C(2n, n)``, whatever the distribution (Gumbel and von Schelling
    1950); of many histories ``2^-j``, so that it is the fifth largest. Nothing bounds it from
    above: what no history has met may be worse.

    Examples
    --------
    >>> of_largest(np.arange(100.0)), of_largest(np.arange(2.0))
    ((95.0, inf), (-inf, inf))
    """
    count = values.size
    below, place = 1.0, 0
    while below > RISK and place < count:
        below *= (count - place) / (2 * count - place)
        place += 1
    low = float(np.sort(values)[count - place]) if below <= RISK else -math.inf
    return low, math.inf


def of_share(count: int, of: int) -> Ends:
    """Give the exact interval of a share of the histories (Clopper and Pearson 1934)."""
    return binomial_interval(count, of)


def is_met_more_often(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> bool:
    """Tell whether one option meets a target in more histories than another, beyond chance.

    Of the histories in which only one of the two meets it, each is as likely to be of either where
    they do not differ (McNemar 1947): the exact interval of the share of the one lies above half.

    Examples
    --------
    >>> never, always = np.zeros(6, bool), np.ones(6, bool)
    >>> is_met_more_often(always, never), is_met_more_often(always[:5], never[:5])
    (True, False)
    """
    alone, apart = int((one & ~other).sum()), int((one != other).sum())
    return apart > 0 and binomial_interval(alone, apart)[0] > 0.5

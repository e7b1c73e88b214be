"""Criteria of a choice that do not rest on the mean alone; pure functions of arrays.

Every function takes the values of each option in the same histories, ``[option, history]``, turned
so that less is better (:func:`losses`), and gives one number an option, in the measure's unit.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.measures.measure import Better
from sim.measures.statistics import quantiles

F64 = NDArray[np.float64]

WORST = 0.1
"""Share of the histories that the worst ones are."""
FAR = 0.9
"""Probability of the quantile of regret that is reported."""
TOLERANCE = 1e-6
"""Part of the largest number below which two are equal: series are stored in single precision."""


def losses(values: F64, better: Better) -> F64:
    """Turn values so that less is better."""
    return values if better == "lower" else -values


def expected(loss: F64) -> F64:
    """Give the mean over the histories: the expected loss (Bernoulli 1738; Laplace).

    ``L(d) = (1 / n) sum_i l(d, i)``.

    Examples
    --------
    >>> expected(np.array([[1.0, 3.0], [2.0, 2.5]])).tolist()
    [2.0, 2.25]
    """
    return np.asarray(loss.mean(axis=1))


def regrets(loss: F64) -> F64:
    """Give how much more each option loses than the best one in the same history (Savage 1951).

    ``r(d, i) = l(d, i) - min_e l(e, i)``. Its mean is the expected loss less a number that is the
    same for all options, so that it ranks them as :func:`expected` does; its largest value is what
    minimax regret compares.

    Parameters
    ----------
    loss : array, measure's unit, ``[option, history]``
        Infinite where something never happens; equally infinite ones have no regret.

    Returns
    -------
    array, measure's unit, ``[option, history]``

    Examples
    --------
    >>> regrets(np.array([[1.0, 30.0], [2.0, 20.0]])).tolist()
    [[0.0, 10.0], [1.0, 0.0]]
    """
    best = loss.min(axis=0)
    with np.errstate(invalid="ignore"):  # never less never
        return np.where(loss == best, 0.0, loss - best)


def far_regret(regret: F64) -> F64:
    """Give the quantile of regret at :data:`FAR`.

    As Kasprzyk et al. 2013 have it, "Many objective robust decision making": a regret that nine of
    ten worlds do not exceed, less at the mercy of a single world than the largest.
    """
    return quantiles(regret, (FAR,))[:, 0]


def largest_regret(regret: F64) -> F64:
    """Give the largest regret of any history, which minimax regret compares (Savage 1951)."""
    return np.asarray(regret.max(axis=1))


def worst_tenth(loss: F64) -> F64:
    """Give the mean of the worst :data:`WORST` of the histories: conditional value at risk.

    ``CVaR = min_t t + E[(l - t)+] / a`` with ``a`` the share of the worst (Rockafellar and Uryasev
    2000); of ``n`` equal histories that is the mean of the ``a n`` largest losses, the last of them
    counted in part where ``a n`` is not whole. Of fewer than ``1 / a`` it is the largest.

    Parameters
    ----------
    loss : array, measure's unit, ``[option, history]``

    Returns
    -------
    array, measure's unit, ``[option]``

    Examples
    --------
    >>> worst_tenth(np.arange(20.0)[None]).tolist()
    [18.5]
    >>> float(worst_tenth(np.arange(15.0)[None])[0].round(4))  # (14 + 13 / 2) / 1.5
    13.6667
    """
    count = loss.shape[1]
    weight = WORST * count
    ordered = -np.sort(-loss, axis=1)
    whole = min(int(weight + TOLERANCE), count)
    parts = np.clip(weight - np.arange(whole + (whole < count)), 0.0, 1.0)
    parts = parts[parts > TOLERANCE]
    return np.asarray((ordered[:, : parts.size] * parts).sum(axis=1) / parts.sum())


def share_met(meets: NDArray[np.bool_]) -> F64:
    """Give the share of the histories in which each option meets a target, ``[option]``.

    The domain criterion of satisficing (Starr 1962; Lempert and Collins 2007), in robust decision
    making: how much of what may be is good enough.
    """
    return np.asarray(meets.mean(axis=1))


def winners(found: Sequence[float] | F64) -> tuple[int, ...]:
    """Give the places of the least numbers; several where they are equal.

    Examples
    --------
    >>> winners([3.0, 1.0, 1.0]), winners([float("inf"), float("inf")])
    ((1, 2), (0, 1))
    """
    numbers = np.asarray(found, dtype=np.float64)
    least = numbers.min()
    finite = np.abs(numbers[np.isfinite(numbers)])
    near = least + TOLERANCE * finite.max(initial=0.0)
    return tuple(np.flatnonzero(numbers <= near).tolist())

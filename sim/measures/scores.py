"""How good a forecast given as bands was: scores of what came, pure functions on arrays.

A band is a low and a high end at the same probability of being missed on either side; what is not
known yet is ``nan`` and does not count. Scores are in the unit of what is forecast; less is better.
None is a measure of a run: they need what was observed.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

F64 = NDArray[np.float64]


def interval_score(low: ArrayLike, high: ArrayLike, observed: ArrayLike, confidence: float) -> F64:
    """Give the interval score of a central band: its width, and a fine for what falls outside.

    ``(u - l) + 2/a (l - x) [x < l] + 2/a (x - u) [x > u]`` with ``a = 1 - confidence`` (Gneiting
    and Raftery 2007, eq. 43). It is proper: no band has a lower expected score than that of the
    true quantiles ``a/2`` and ``1 - a/2``.

    Parameters
    ----------
    low, high : array, any unit, ``[...]``
        Ends of the band.
    observed : array, same unit, ``[...]``
        ``nan`` where not known.
    confidence : float, 1
        Probability that the band is to hold what comes, as 0.9.

    Returns
    -------
    array, same unit, ``[...]``
        ``nan`` where not known.

    Examples
    --------
    >>> interval_score([2.0, 2.0, 2.0], [6.0, 6.0, 6.0], [3.0, 1.0, 7.5], 0.5).tolist()
    [4.0, 8.0, 10.0]
    """
    low, high, observed = (np.asarray(of, dtype=np.float64) for of in (low, high, observed))
    missed = np.maximum(low - observed, 0.0) + np.maximum(observed - high, 0.0)
    return np.asarray(high - low + 2.0 / (1.0 - confidence) * missed)


def weighted_interval_score(
    median: ArrayLike, bands: Mapping[float, tuple[ArrayLike, ArrayLike]], observed: ArrayLike
) -> F64:
    """Give the weighted interval score of a median and ``K`` bands, as epidemiologists use it.

    ``(|x - m| / 2 + sum over k of a_k / 2 * interval_score_k) / (K + 1/2)`` (Bracher, Ray, Gneiting
    and Reich 2021, eq. 1). Without a band it is the absolute error; with ever more of them it tends
    to the continuous ranked probability score.

    Parameters
    ----------
    median : array, any unit, ``[...]``
    bands : mapping of float to (array, array), same unit, ``[...]``
        Low and high end by the probability that the band is to hold what comes.
    observed : array, same unit, ``[...]``
        ``nan`` where not known.

    Returns
    -------
    array, same unit, ``[...]``

    Examples
    --------
    >>> weighted_interval_score(4.0, {0.5: (2.0, 6.0)}, [4.0, 7.0]).round(3).tolist()
    [0.667, 2.333]
    """
    score = np.abs(np.asarray(observed, dtype=np.float64) - np.asarray(median)) / 2.0
    for confidence, (low, high) in bands.items():
        score = score + (1.0 - confidence) / 2.0 * interval_score(low, high, observed, confidence)
    return np.asarray(score / (len(bands) + 0.5))


def coverage(low: ArrayLike, high: ArrayLike, observed: ArrayLike) -> float:
    """Give the share of what is known that lies within a band, its ends included.

    Parameters
    ----------
    low, high, observed : array, any unit, ``[...]``
        Observed is ``nan`` where not known.

    Returns
    -------
    float, 1
        ``nan`` if nothing is known.

    Examples
    --------
    >>> coverage([0.0, 0.0, 0.0], [2.0, 2.0, 2.0], [1.0, 5.0, np.nan])
    0.5
    """
    observed = np.asarray(observed, dtype=np.float64)
    known = ~np.isnan(observed)
    within = (observed >= low) & (observed <= high)
    return float(within[known].mean()) if known.any() else np.nan


def mean_width(low: ArrayLike, high: ArrayLike, observed: ArrayLike) -> float:
    """Give the mean width of a band where something is known; ``nan`` if nothing is.

    Width by itself is no merit: it counts beside coverage (Gneiting, Balabdaoui and Raftery 2007).

    Parameters
    ----------
    low, high, observed : array, any unit, ``[...]``
        Observed is ``nan`` where not known.

    Returns
    -------
    float, same unit

    Examples
    --------
    >>> mean_width([0.0, 1.0, 0.0], [2.0, 2.0, 9.0], [1.0, 5.0, np.nan])
    1.5
    """
    width = np.asarray(high, dtype=np.float64) - np.asarray(low, dtype=np.float64)
    return mean_where_known(width, observed)


def mean_where_known(score: ArrayLike, observed: ArrayLike) -> float:
    """Give the mean of a score over what is known; ``nan`` if nothing is."""
    known = ~np.isnan(np.asarray(observed, dtype=np.float64))
    return float(np.broadcast_to(score, known.shape)[known].mean()) if known.any() else np.nan


def skill(score: ArrayLike, reference: ArrayLike) -> F64:
    """Give the skill against a reference: ``1 - score / reference`` (Murphy 1988).

    1 is perfect, 0 as good as the reference, below 0 worse. Both scores are of the same months.

    Parameters
    ----------
    score, reference : array, same unit, ``[...]``

    Returns
    -------
    array, 1, ``[...]``
        ``nan`` where the reference is perfect, or not known.

    Examples
    --------
    >>> skill([3.0, 8.0, 1.0], [4.0, 4.0, 0.0]).tolist()
    [0.25, -1.0, nan]
    """
    reference = np.asarray(reference, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(reference > 0.0, 1.0 - np.asarray(score) / reference, np.nan)

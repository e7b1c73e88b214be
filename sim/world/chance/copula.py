"""Draws that have something in common: a Gaussian copula with factors."""

from collections.abc import Iterable
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]

_NORMAL = NormalDist()
_INSIDE = 1e-17, 1.0 - 2.0**-53
"""Places between which the normal distribution is inverted, and which are given."""


def with_factors(own: F64, factors: Iterable[tuple[F64, F64]]) -> F64:
    """Give draws from 0 to 1 something in common with others.

    The normal score becomes the sum of the factors' scores, each times its loading, and of so much
    of its own that its variance stays 1: so what is given is as evenly spread as before.

    Parameters
    ----------
    own : array, 0 to 1, ``[replication]``
        What is drawn for it alone.
    factors : iterable of (draws, loading)
        What is drawn of each factor, ``[replication]``, and the correlation with it, -1 to 1,
        ``[1 or replication]``; the squares of the loadings add up to at most 1.

    Returns
    -------
    array, 0 to 1, ``[replication]``
        As drawn, to the bit, where all loadings are 0.
    """
    common, shared = np.zeros_like(own), np.zeros(1)
    for drawn, loading in factors:
        common = common + loading * scores_of(drawn)
        shared = shared + loading * loading
    scores = common + np.sqrt(np.maximum(1.0 - shared, 0.0)) * scores_of(own)
    mixed = np.clip([_NORMAL.cdf(score) for score in scores], *_INSIDE)
    return np.where(shared > 0.0, mixed, own)


def scores_of(draws: F64) -> F64:
    """Give the normal scores of draws from 0 to 1."""
    return np.array([_NORMAL.inv_cdf(draw) for draw in np.clip(draws, *_INSIDE)])


def draws_of(scores: F64) -> F64:
    """Give the draws from 0 to 1 of normal scores, shaped as these."""
    found = np.array([_NORMAL.cdf(score) for score in scores.ravel()]).reshape(scores.shape)
    return np.asarray(np.clip(found, *_INSIDE))

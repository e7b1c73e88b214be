"""Ranks of values, and what follows from them alone."""

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


def ranks(values: F64) -> F64:
    """Rank values from 1; equal ones have the mean of their ranks, ``[history]``."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - (counts - 1) / 2.0)[place.reshape(-1)])


def normal_scores(values: F64) -> F64:
    """Give the normal scores of ranks (van der Waerden 1952), ``[history]``."""
    places = ranks(values) / (len(values) + 1.0)
    found, back = np.unique(places, return_inverse=True)
    inverse = NormalDist().inv_cdf
    return np.array([inverse(place) for place in found.tolist()])[back.reshape(-1)]


def rank_correlation(values: F64, others: F64) -> float:
    """Give Spearman's (1904) correlation of two rows, -1 to 1; 0 if one does not vary."""
    one, other = ranks(values), ranks(others)
    one, other = one - one.mean(), other - other.mean()
    size = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum()) / size if size > 0.0 else 0.0

"""First and total indices from a design that picks one input anew and freezes all others.

Of two samples A and B, in which everything is drawn independently, the i-th design AB is A with
the i-th input from B (Saltelli et al. 2010, Computer Physics Communications 181). With f the
measure and V its variance::

    first = mean(f(B) * (f(AB) - f(A))) / V         (Saltelli et al. 2010, table 2 b)
    total = mean((f(A) - f(AB))^2) / (2 V)          (Jansen 1999)

The total index is the part of the variance that is left if all but the input are known: its own
part, and all that it does together with others.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.sensitivity.partition import CLUSTERS, HALF_95, Estimate, resampled

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Indices:
    """First and total index of one input, with 95 % intervals."""

    first: Estimate
    total: Estimate


def indices(a: F64, b: F64, ab: F64) -> Indices:
    """Estimate the indices of an input.

    Intervals are 1.96 standard deviations of what is found with clusters of histories drawn anew.

    Parameters
    ----------
    a, b, ab : array, ``[history]``
        The measure in both samples, and in the first with the input of the second.
    """
    middle = float((a.mean() + b.mean()) / 2.0)
    a, b, ab = a - middle, b - middle, ab - middle
    rows = np.stack([np.ones_like(a), a + b, a**2 + b**2, b * (ab - a), (a - ab) ** 2])
    clusters = np.arange(len(a)) % CLUSTERS
    sums = np.stack([np.bincount(clusters, row, minlength=CLUSTERS) for row in rows])
    whole = _parts(sums.sum(axis=1, keepdims=True))[:, 0]
    spread = _parts(sums @ resampled(np.unique(clusters)).T).std(axis=1, ddof=1)
    found = [
        Estimate(_part(one), _part(one - half), _part(one + half))
        for one, half in zip(whole.tolist(), (HALF_95 * spread).tolist(), strict=True)
    ]
    return Indices(*found)


def _parts(sums: F64) -> F64:
    """Give both indices by the sums that they are made of, ``[index, resample]``."""
    count, both, squares, product, apart = sums
    variance = np.maximum(squares / (2.0 * count) - (both / (2.0 * count)) ** 2, 1e-300)
    return np.stack([product / count / variance, apart / (2.0 * count) / variance])


def _part(value: float) -> float:
    return min(max(value, 0.0), 1.0)

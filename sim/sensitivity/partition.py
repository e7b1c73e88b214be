"""First-order indices from histories that are there: the part of a spread that one input explains.

The index of an input X of a measure Y is the variance of the mean of Y given X, part of the whole::

    S = Var(E[Y | X]) / Var(Y)

It is how much less Y would vary, in the mean, if X were known (Sobol' 1993). From given data it is
estimated by a partition: histories are put into classes of about equal size by the value of X, and
the variance between the means of the classes is taken (the correlation ratio of Pearson 1905; as an
estimator of S: Plischke, Borgonovo and Smith 2013, European Journal of Operational Research 226).
With m classes of n histories chance alone gives (m - 1) / (n - 1); this is taken off as in Kelley's
(1935) epsilon squared, so an input of no effect has an index of 0 in the mean::

    S = 1 - (1 - between / all) * (n - 1) / (n - m)

Only the order of the values counts, and what is equal stays together: so it holds for whether
something happens as for days, in any unit.

SALib has such a partition inside its delta index, without this correction, with the global
generator of NumPy, input by input and draw by draw: 300 inputs of 10,000 histories take minutes
there and a second here. Its RBD-FAST orders by value, which says nothing of what is often equal.
SciPy's ``sobol_indices`` needs runs of its own. So this needs no library besides NumPy.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.world.chance.sampling import generator

F64 = NDArray[np.float64]
Index = NDArray[np.intp]

MOST_CLASSES, LEAST_CLASSES = 32, 4
CLUSTERS = 64
"""Into how many clusters histories are put by their numbers; these are drawn anew for intervals."""
RESAMPLES = 400
DUMMIES = 20
"""Dummy inputs for each input: the largest of all is exceeded by chance once in twenty times."""
AT_ONCE = 4_000_000
"""Numbers that are shuffled at a time."""
HALF_95 = 1.96
"""Standard errors of half a 95 % interval."""


@dataclass(frozen=True)
class Estimate:
    """An index and its 95 % interval, between 0 and 1."""

    value: float
    low: float
    high: float


def classes_for(histories: int) -> int:
    """Give into how many classes so many histories are put."""
    return max(min(int(histories**0.5) // 2, MOST_CLASSES), LEAST_CLASSES)


def classes_of(values: F64, most: int) -> Index:
    """Put histories into at most so many classes by a value, equal ones into one, ``[history]``."""
    if len(np.unique(values)) > most:
        places = np.arange(1, most) / most
        edges = np.unique(np.quantile(values, places, method="inverted_cdf"))
        values = np.searchsorted(edges, values, side="left").astype(np.float64)
    return np.unique(values, return_inverse=True)[1].reshape(-1)


def corrected(between: F64, histories: int, classes: F64 | int) -> F64:
    """Take off a part that is between classes what chance alone gives."""
    return np.asarray(1.0 - (1.0 - between) * (histories - 1) / (histories - classes))


def first_order(values: F64, measured: F64, numbers: Index, most: int | None = None) -> Estimate:
    """Estimate the index of an input of a measure.

    The interval is that of a bootstrap of clusters of histories: 1.96 standard deviations of what
    is found with clusters drawn anew, to either side.

    Parameters
    ----------
    values, measured : array, ``[history]``
        The input and the measure, which is not the same everywhere.
    numbers : array of int, ``[history]``
        Numbers of the histories, by which they fall into clusters.
    most : int, optional
        Most classes.
    """
    histories = len(measured)
    classes = classes_of(values, most or classes_for(histories))
    count = int(classes.max()) + 1
    scaled = (measured - measured.mean()) / measured.std()
    cells = classes * CLUSTERS + numbers % CLUSTERS
    sizes = _sums(cells, np.ones(histories), count * CLUSTERS).reshape(count, CLUSTERS)
    sums = _sums(cells, scaled, count * CLUSTERS).reshape(count, CLUSTERS)
    squares = _sums(numbers % CLUSTERS, scaled**2, CLUSTERS)
    whole = _between(sizes, sums, squares, np.ones((1, CLUSTERS)))
    found = float(corrected(whole, histories, count)[0])
    present = np.flatnonzero(sizes.sum(axis=0))
    chosen = generator(0, "sensitivity.clusters").choice(present, (RESAMPLES, len(present)))
    weights = np.stack([np.bincount(row, minlength=CLUSTERS) for row in chosen]).astype(float)
    half = HALF_95 * float(_between(sizes, sums, squares, weights).std(ddof=1))
    return Estimate(_part(found), _part(found - half), _part(found + half))


def _sums(places: Index, values: F64, count: int) -> F64:
    """Sum values by place, ``[place]``."""
    return np.asarray(np.bincount(places, values, minlength=count), np.float64)


def _between(sizes: F64, sums: F64, squares: F64, weights: F64) -> F64:
    """Give the part of the variance between classes, ``[resample]``.

    Parameters
    ----------
    sizes, sums : array, ``[class, cluster]``
        Histories, and the sum of the measure over them.
    squares : array, ``[cluster]``
        Sum of the squares of the measure.
    weights : array, ``[resample, cluster]``
        How often each cluster counts.
    """
    of_class, of_sum = weights @ sizes.T, weights @ sums.T
    total, mean = of_class.sum(axis=1), of_sum.sum(axis=1) / of_class.sum(axis=1)
    whole = weights @ squares - total * mean**2
    parts = np.divide(of_sum**2, of_class, out=np.zeros_like(of_sum), where=of_class > 0)
    return np.asarray((parts.sum(axis=1) - total * mean**2) / np.maximum(whole, 1e-300))


def noise_floor(measured: F64, inputs: int, most: int | None = None) -> float:
    """Give the index below which an input is not told from one of no effect.

    Twenty times as many dummy inputs as there are inputs are drawn, at random. The largest index of
    any of these is exceeded by chance by one of the inputs about once in twenty times.
    """
    histories, count = len(measured), most or classes_for(len(measured))
    scaled = np.sort((measured - measured.mean()) / measured.std())
    starts = np.arange(count) * histories // count
    sizes = np.diff([*starts, histories])
    chance, largest = generator(0, "sensitivity.dummies"), 0.0
    at_once = max(AT_ONCE // histories, 1)
    for first in range(0, DUMMIES * inputs, at_once):
        some = min(at_once, DUMMIES * inputs - first)
        shuffled = chance.permuted(np.tile(scaled, (some, 1)), axis=1)
        sums = np.add.reduceat(shuffled, starts, axis=1)
        between = (sums**2 / sizes).sum(axis=1) / histories
        largest = max(largest, float(corrected(between, histories, count).max()))
    return largest


def _part(value: float) -> float:
    return min(max(value, 0.0), 1.0)

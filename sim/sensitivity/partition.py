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
    weights = resampled(np.flatnonzero(sizes.sum(axis=0)))
    half = HALF_95 * float(_between(sizes, sums, squares, weights).std(ddof=1))
    return Estimate(_part(found), _part(found - half), _part(found + half))


def resampled(present: Index) -> F64:
    """Draw clusters anew from those present: how often each counts, ``[resample, cluster]``."""
    chosen = generator(0, "sensitivity.clusters").choice(present, (RESAMPLES, len(present)))
    return np.stack([np.bincount(row, minlength=CLUSTERS) for row in chosen]).astype(np.float64)


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


@dataclass(frozen=True)
class Noise:
    """Indices that inputs of no effect have."""

    middle: float
    """Their mean."""
    floor: float
    """The largest of twenty times as many as there are inputs: chance alone lifts one of the inputs
    above it about once in twenty times."""

    def without(self, one: Estimate) -> Estimate:
        """Take off an index what one of no effect has."""
        kept = [
            _part((x - self.middle) / (1.0 - self.middle)) for x in (one.value, one.low, one.high)
        ]
        return Estimate(*kept)


def noise(measured: F64, inputs: int, worlds: Index | None = None) -> Noise:
    """Draw dummy inputs, and see what index they have.

    Parameters
    ----------
    measured : array, ``[history]``
    inputs : int
        How many there are.
    worlds : array of int, ``[history]``, optional
        Worlds of the histories, where those in one have their inputs in common; dummies then have
        one value in each, so that what differs between worlds by other inputs is noise, too.
    """
    histories, count = len(measured), classes_for(len(measured))
    scaled = (measured - measured.mean()) / measured.std()
    own = np.arange(histories) if worlds is None else worlds
    places = np.unique(own, return_inverse=True)[1].reshape(-1)
    alike = int(places.max()) + 1
    sizes, sums = _sums(places, np.ones(histories), alike), _sums(places, scaled, alike)
    order = np.lexsort((sums, sizes))  # whatever the order of the histories
    sizes, sums = sizes[order], sums[order]
    found, chance = list[F64](), generator(0, "sensitivity.dummies")
    at_once = max(AT_ONCE // len(sizes), 1)
    for first in range(0, DUMMIES * inputs, at_once):
        some = min(at_once, DUMMIES * inputs - first)
        found.append(corrected(_of_dummies(sizes, sums, some, count, chance), histories, count))
    every = np.concatenate(found)
    return Noise(max(float(every.mean()), 0.0), float(every.max()))


def _of_dummies(
    sizes: F64, sums: F64, dummies: int, count: int, chance: np.random.Generator
) -> F64:
    """Give the part between classes of dummies that put worlds in any order, ``[dummy]``."""
    if (sizes == 1.0).all():
        starts = np.arange(count) * len(sizes) // count
        shuffled = chance.permuted(np.tile(sums, (dummies, 1)), axis=1)
        of_sum = np.add.reduceat(shuffled, starts, axis=1)
        of_class = np.broadcast_to(np.diff([*starts, len(sizes)]), of_sum.shape)
    else:
        order = chance.permuted(np.tile(np.arange(len(sizes)), (dummies, 1)), axis=1)
        size = sizes[order]
        middles = np.cumsum(size, axis=1) - size / 2.0
        classes = (middles * count / sizes.sum()).astype(np.intp)
        cells = (classes + count * np.arange(dummies)[:, None]).reshape(-1)
        of_class, of_sum = (
            _sums(cells, of.reshape(-1), dummies * count).reshape(dummies, count)
            for of in (size, sums[order])
        )
    between = np.divide(of_sum**2, of_class, out=np.zeros(of_sum.shape), where=of_class > 0)
    return np.asarray(between.sum(axis=1) / sizes.sum())


def _part(value: float) -> float:
    return min(max(value, 0.0), 1.0)

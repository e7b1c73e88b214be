"""What is expected of options given an input: curves through histories, as smooth as these bear."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.decide.smoother import Smoother

F64 = NDArray[np.float64]

ROUNDING = 1e-12
"""Part of the variance below which it is none."""


@dataclass(frozen=True, eq=False)
class Fits:
    """What some values are expected to be given an input, for several responses at once.

    A response is one order of the histories: that of an input, or one by chance.
    """

    smoother: Smoother
    mean: F64
    """Of the values, ``[option]``."""
    found: F64
    """How much of each column is in the values, not shrunk, ``[column, response, option]``."""
    degree: NDArray[np.intp]
    """Degree of smoothness that is chosen, ``[response]``."""
    spread: F64
    """Covariance of the values, ``[option, option]``."""
    histories: int
    independent: float
    """How many of these are independent of each other, as far as the input goes."""

    @property
    def freedom(self) -> F64:
        """Degrees of freedom of each curve, ``[response]``."""
        return self.smoother.freedom[self.degree]

    @cached_property
    def shrink(self) -> F64:
        """How far each column is shrunk, ``[column, response]``."""
        return self.smoother.shrink[self.degree].T

    def left(self, response: int) -> F64:
        """Give the covariance of what an input leaves open, ``[option, option]``.

        ``R' R / n * (m - 1) / (m - 1 - df)`` with ``R`` the residuals of ``n`` histories, of which
        ``m`` are independent.
        """
        shrink = self.shrink[:, response]
        found = self.found[:, response]
        told = (found * (2.0 * shrink - shrink**2)[:, None]).T @ found
        residual = self.spread - told / (self.histories - 1)
        freedom = self.independent - 1.0
        return np.asarray(residual * freedom / (freedom - self.freedom[response]))

    @cached_property
    def share(self) -> F64:
        """Part of the variance that each input accounts for, without bias, ``[response]``.

        ``1 - (RSS / (m - 1 - df)) / (TSS / (m - 1))``, of all options together: adjusted R^2
        (Ezekiel 1930), an estimate of the first-order index (Sobol' 1993); what is below 0 is 0.
        """
        total = np.trace(self.spread) * (self.histories - 1)
        if total <= 0.0:
            return np.zeros(self.degree.size)
        shrink = self.shrink
        told = (self.found**2).sum(axis=2)
        residual = total - ((2.0 * shrink - shrink**2) * told).sum(axis=0)
        freedom = self.independent - 1.0
        adjusted = 1.0 - np.maximum(residual, 0.0) / total * freedom / (freedom - self.freedom)
        return np.where(self.degree == 0, 0.0, np.clip(adjusted, 0.0, 1.0))

    @cached_property
    def stretch(self) -> F64:
        """By how much curves are stretched to vary as much as :attr:`share` says, ``[response]``.

        Curves through noise vary too much, shrunk ones too little; matching the variance is the
        correction for small samples.
        """
        shrunk = ((self.shrink**2) * (self.found**2).sum(axis=2)).sum(axis=0)
        wanted = self.share * np.trace(self.spread) * (self.histories - 1)
        found = np.sqrt(np.divide(wanted, shrunk, out=np.zeros(shrunk.size), where=shrunk > 0.0))
        return np.asarray(found)

    def curves(self, response: slice | int, rows: slice | NDArray[np.intp] = np.s_[:]) -> F64:
        """Give what is expected at the places of the columns, ``[place, response, option]``."""
        of = np.atleast_1d(np.arange(self.degree.size)[response])
        weights = (self.stretch[of] * self.shrink[:, of])[:, :, None] * self.found[:, of]
        return self.mean + self.smoother.curves(weights, rows)


def fit(
    smoother: Smoother,
    values: F64,
    orders: NDArray[np.intp] | None = None,
    independent: float | None = None,
) -> Fits:
    """Fit curves, each as smooth as generalised cross-validation says (Craven and Wahba 1979).

    ``GCV = RSS / (m - 1 - c df)^2`` with ``c`` the price of a degree of freedom, over all options
    of a response together.

    Parameters
    ----------
    smoother : Smoother
    values : array, measure's unit, ``[history, option]``
    orders : array of int, ``[response, history]``, optional
        Places of the values that go with the columns, a response each; one response, as they are,
        if not given.
    independent : float, optional
        How many histories there are as far as the input goes, where several have it in common.

    Returns
    -------
    Fits
    """
    count, options = values.shape
    mean = values.mean(axis=0)
    centred = values - mean
    spread = centred.T @ centred / (count - 1)
    # Options that only differ from one another by a number a history are one thing to learn about.
    size, turn = np.linalg.eigh(spread)
    axes = turn[:, size > ROUNDING * max(size[-1], 0.0)]
    if orders is None:
        orders = np.arange(count)[None]
    parts = [centred @ axis for axis in axes.T]
    found = np.zeros((smoother.turn.shape[1], len(orders), options))
    for part, axis in zip(parts, axes.T, strict=True):
        found += smoother.project(part[orders]).T[:, :, None] * axis
    told = (found**2).sum(axis=2)
    total = np.trace(spread) * (count - 1)
    residual = total - (2.0 * smoother.shrink - smoother.shrink**2) @ told
    independent = float(count) if independent is None else independent
    freedom = independent - 1.0 - smoother.price * smoother.freedom
    weight = np.where(freedom > 0.0, 1.0 / np.maximum(freedom, 1.0) ** 2, np.inf)
    # What is left of an exact curve is rounding; then the smoothest of them is the best.
    scores = np.maximum(residual, ROUNDING * total) * weight[:, None]
    return Fits(smoother, mean, found, scores.argmin(axis=0), spread, count, independent)

"""The difference of two means with its 95 % interval, paired or not; pure functions of arrays."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.measures.statistics import standard_error, t_quantile

F64 = NDArray[np.float64]
Labels = NDArray[np.intp]

TOLERANCE = 1e-9
"""Differences below this share of the values (or this much, for values below 1) are rounding."""


@dataclass(frozen=True)
class Estimate:
    """The difference of two means, other less baseline, in the measure's unit."""

    difference: float
    """Mean difference."""
    half_width95: float
    """Half-width of its 95 % interval; 0 if it is exact, ``nan`` if there is none."""
    baseline: float
    """Mean of the baseline over the histories the difference is of."""

    @property
    def low(self) -> float:
        """Lower end of the interval."""
        return self.difference - self.half_width95

    @property
    def high(self) -> float:
        """Upper end of the interval."""
        return self.difference + self.half_width95

    @property
    def share(self) -> float:
        """Difference as a share of the baseline's mean: infinite from 0, 0 if both are 0."""
        if self.difference == 0.0:
            return 0.0
        if self.baseline == 0.0:
            return math.copysign(math.inf, self.difference)
        return self.difference / abs(self.baseline)


def paired(
    baseline: F64, other: F64, replicates: Labels | None = None, *, exact: bool = False
) -> Estimate:
    """Estimate a difference from histories with the same draws.

    Parameters
    ----------
    baseline, other : array, the measure's unit, ``[pair]``
        Finite values; the same place is the same history.
    replicates : array of labels, ``[pair]``, optional
        Independent replicate of each history, where the histories of one are not independent.
    exact : bool
        Nothing is random: a single pair is all there is to know.

    Examples
    --------
    >>> found = paired(np.array([10.0, 20.0, 30.0]), np.array([7.0, 18.0, 26.0]))
    >>> found.difference, round(found.half_width95, 1)
    (-3.0, 2.5)
    """
    differences = other - baseline
    tolerance = _tolerance(baseline, other)
    differences = np.where(np.abs(differences) <= tolerance, 0.0, differences)
    error, freedom = _error(differences, replicates)
    half_width = error * t_quantile(0.975, freedom) if freedom else math.nan
    constant = np.ptp(differences) <= tolerance and (exact or differences.size > 1)
    return Estimate(
        difference=float(differences.mean()),
        half_width95=0.0 if constant else half_width,
        baseline=float(baseline.mean()),
    )


def unpaired(
    baseline: F64,
    other: F64,
    replicates: tuple[Labels | None, Labels | None] = (None, None),
    *,
    exact: bool = False,
) -> Estimate:
    """Estimate a difference from two independent sets of histories (Welch 1947).

    Parameters
    ----------
    baseline, other : array, the measure's unit, ``[history]``
        Finite values.
    replicates : pair of arrays of labels, ``[history]``, optional
        Independent replicate of each history of either.
    exact : bool
        Nothing is random: a single history is all there is to know.

    Examples
    --------
    >>> found = unpaired(np.array([10.0, 20.0, 30.0]), np.array([7.0, 18.0, 26.0]))
    >>> round(found.difference, 2), round(found.half_width95, 1)
    (-3.0, 22.2)
    """
    difference, tolerance = float(other.mean() - baseline.mean()), _tolerance(baseline, other)
    constant = all(
        np.ptp(values) <= tolerance and (exact or values.size > 1) for values in (baseline, other)
    )
    return Estimate(
        difference=0.0 if abs(difference) <= tolerance else difference,
        half_width95=0.0
        if constant
        else welch_half_width(_error(baseline, replicates[0]), _error(other, replicates[1])),
        baseline=float(baseline.mean()),
    )


def welch_half_width(one: tuple[float, int], other: tuple[float, int]) -> float:
    """Give the half-width of the 95 % interval of a difference of independent means.

    Degrees of freedom are those of Welch and Satterthwaite.

    Parameters
    ----------
    one, other : pair of float and int
        Standard error of a mean, in the measure's unit, and its degrees of freedom.

    Returns
    -------
    float
        In the measure's unit; ``nan`` if either mean has no standard error.
    """
    if not (one[1] and other[1]):
        return math.nan
    squares = one[0] ** 2, other[0] ** 2
    if sum(squares) == 0.0:
        return 0.0
    freedom = sum(squares) ** 2 / (squares[0] ** 2 / one[1] + squares[1] ** 2 / other[1])
    return math.sqrt(sum(squares)) * t_quantile(0.975, freedom)


def _error(values: F64, replicates: Labels | None) -> tuple[float, int]:
    """Give the standard error of a mean, and its degrees of freedom.

    Where replicates have equal means though their histories differ, that is no proof of an exact
    mean: their histories then count as independent, which errs on the side of a wider interval.
    """
    error, freedom = standard_error(values, replicates)
    if error == 0.0 and np.ptp(values) > _tolerance(values):
        return standard_error(values)
    return error, freedom


def _tolerance(*values: F64) -> float:
    """Give the size under which a difference is rounding."""
    return TOLERANCE * max(1.0, *(float(np.abs(v).max(initial=0.0)) for v in values))

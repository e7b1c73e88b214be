"""Which part of the width of a measure comes from some inputs, by regression on them.

The law of total variance takes the variance of a measure ``Y`` over the histories apart by what
inputs ``X`` alone make of it::

    Var(Y) = Var(E[Y | X]) + E[Var(Y | X)]

The first term is the part of ``X``; its share of the whole is Pearson's correlation ratio (1905),
the first-order index of Sobol' (1993) of all of ``X`` together. The second is what is left where
``X`` is known: all else, and what both do together.

``E[Y | X]`` is fitted to the histories that are there, by least squares on a small basis: a value
by itself where an input has few, else broken lines between quantiles, and products of two inputs
where there are histories enough. Shares are adjusted for the columns of the basis (Ezekiel 1930),
which fit noise, too, and what does not stand out of that noise counts as none. One basis serves for
every measure and every day of a series. No sum here goes through a library of linear algebra, whose
results differ between machines.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.measures.statistics import quantiles, t_quantile

F64 = NDArray[np.float64]

EACH = 8
"""Histories that there must be for each column of a basis."""
PIECES = range(8, 1, -1)
"""Pieces of a broken line, from most to fewest."""
FEW = 3
"""Values that an input has at most for its products with others to be of each of them."""
BAND = 0.05, 0.95
"""Ends of the bands that are given of parts."""
FLOOR = 4.0
"""Standard deviations over its mean from which on what is fitted counts as no noise."""
ALONE = 1e-9
"""Part of a column that adds nothing but rounding to those before it."""


class TooFewError(Exception):
    """There are fewer histories than inputs need; ``needed`` would do."""

    def __init__(self, needed: int) -> None:
        super().__init__(needed)
        self.needed = needed


@dataclass(frozen=True)
class Parts:
    """Where the width of a measure comes from."""

    share: float
    """Part of the variance that the inputs explain alone, 0 to 1; 0 if it may as well be noise."""
    ci95: tuple[float, float]
    """95 % interval of the share."""
    alone: tuple[float, float]
    """5 and 95 % quantile of what the inputs alone make of it, in the measure's unit."""
    known: tuple[float, float]
    """The same of what is left where they are known, around the mean."""


class Explaining(Protocol):
    """Inputs that explain some of the width of a measure."""

    def expected(self, values: NDArray[Any]) -> F64:
        """Give what the inputs alone make of a measure, ``E[Y | X]``, shaped as *values*.

        Its variance is the part that is theirs, and it never leaves the range of the values.

        Parameters
        ----------
        values : array, any unit, ``[..., history]``
            Finite ones.
        """

    def parts(self, values: F64) -> Parts:
        """Take the width of a measure apart.

        Parameters
        ----------
        values : array, any unit, ``[history]``
            Finite ones that differ.
        """


class Everything:
    """Inputs beside which there are no others: all width is theirs."""

    def expected(self, values: NDArray[Any]) -> F64:
        """Give the values themselves."""
        return np.asarray(values, np.float64)

    def parts(self, values: F64) -> Parts:
        """Give all to the inputs."""
        mean = float(_sum(values) / len(values))
        return Parts(1.0, (1.0, 1.0), _band(values), (mean, mean))


class _Fit(NamedTuple):
    mean: F64
    """``[..., 1]``."""
    off: F64
    """Values less their mean, ``[..., history]``."""
    fitted: F64
    """What the basis makes of that."""
    total: F64
    """Sum of the squares of *off*, ``[...]``."""
    ratio: F64
    """Part of it that the basis leaves; 1 where nothing varies."""
    adjusted: F64
    """Part of the variance that the inputs explain, adjusted; below 0 where that is less than noise
    would."""
    share: F64
    """The same, 0 where it does not stand out of the noise."""


@dataclass(frozen=True, eq=False)
class Basis:
    """What a measure is regressed on.

    Attributes
    ----------
    columns : array, ``[column, history]``
        Orthonormal, the first of them constant.
    """

    columns: F64

    @classmethod
    def of(cls, inputs: Sequence[F64], histories: int) -> "Basis":
        """Make the largest basis of some inputs for which there are histories enough.

        Parameters
        ----------
        inputs : sequence of array, any unit, ``[history]``
            ``nan`` where there is none, as of how long lasts what never happens. Those that do not
            differ between histories, or that follow from others, count for nothing.
        histories : int

        Raises
        ------
        TooFewError
            If the smallest has too many columns.
        """
        inputs = _apart(inputs, histories)
        smallest = cls._with(inputs, histories, PIECES[-1], products=False)
        if len(smallest.columns) > max(histories // EACH, 1):
            raise TooFewError(EACH * len(smallest.columns))
        for products in (True, False):
            for pieces in PIECES:
                basis = cls._with(inputs, histories, pieces, products=products)
                if len(basis.columns) <= max(histories // EACH, 1):
                    return basis
        return smallest

    @classmethod
    def _with(
        cls, inputs: Sequence[F64], histories: int, pieces: int, *, products: bool
    ) -> "Basis":
        columns = [np.ones(histories)]
        for one in inputs:
            columns += _columns(one, pieces)
        if products:
            for these, those in combinations([[*_columns(x, 1)] for x in inputs], 2):
                columns += [a * b for a in these for b in those]
        return cls(np.stack([*_orthonormal(columns)]))

    def expected(self, values: NDArray[Any]) -> F64:
        """Give what the inputs alone make of a measure: see :class:`Explaining`."""
        fit = self._fit(values)
        by = _ratio(np.sqrt(fit.share), np.sqrt(1.0 - fit.ratio))[..., None]
        low, high = values.min(axis=-1), values.max(axis=-1)
        return np.clip(fit.mean + by * fit.fitted, low[..., None], high[..., None])

    def parts(self, values: F64) -> Parts:
        """Take the width of a measure apart: see :class:`Explaining`.

        The interval of the share is that of a ratio of two sums over histories (delta method): of
        the squares of what the fit leaves, and of what there is.
        """
        fit = self._fit(values)
        middle = max(float(fit.adjusted), 0.0)
        left = fit.off - fit.fitted
        error = math.sqrt(_sum((left**2 - fit.ratio * fit.off**2) ** 2)) / float(fit.total)
        times = self._adjusting * t_quantile(0.975, len(values) - len(self.columns))
        by = _ratio(np.sqrt(1.0 - fit.share), np.sqrt(fit.ratio))
        return Parts(
            share=float(fit.share),
            ci95=(
                max(middle - times * error, 0.0) if fit.share > 0.0 else 0.0,
                min(middle + times * error, 1.0),
            ),
            alone=_band(self.expected(values)),
            known=_band(np.clip(fit.mean + by * left, values.min(), values.max())),
        )

    @property
    def _adjusting(self) -> float:
        """What makes up for the columns that are fitted."""
        columns, count = self.columns.shape
        return float((count - 1) / max(count - columns, 1))

    def _fit(self, values: NDArray[Any]) -> _Fit:
        mean = (_sum(values) / values.shape[-1])[..., None]
        off = values - mean
        fitted = np.zeros_like(off)
        for column in self.columns[1:]:
            fitted += _sum(off * column)[..., None] * column
        total = _sum(off**2)
        ratio = np.minimum(_ratio(_sum((off - fitted) ** 2), total, or_else=1.0), 1.0)
        adjusted = 1.0 - self._adjusting * ratio
        share = np.where(1.0 - ratio > self._noise, np.maximum(adjusted, 0.0), 0.0)
        return _Fit(mean, off, fitted, total, ratio, adjusted, share)

    @property
    def _noise(self) -> float:
        """Part that is fitted of what the inputs have nothing to do with: mean and some errors.

        It has a beta distribution where that is normal.
        """
        columns, count = self.columns.shape
        free, whole = columns - 1, max(count - 1, 1)
        variance = 2.0 * free * (count - columns) / (whole**2 * (count + 1))
        return float(free / whole + FLOOR * math.sqrt(variance))


def _columns(values: F64, pieces: int) -> Iterator[F64]:
    """Give what stands for an input in a basis: which value it has, or broken lines."""
    there = ~np.isnan(values)
    known = values[there]
    if not known.size:
        return
    if known.size < values.size:
        yield there.astype(np.float64)
    distinct = np.unique(known)
    if len(distinct) <= max(pieces + 1, FEW):
        for value in distinct[1:]:
            yield (values == value).astype(np.float64)
        return
    low, wide = distinct[0], distinct[-1] - distinct[0]
    line = np.where(there, (values - low) / wide, 0.0)
    yield line
    inner = tuple(number / pieces for number in range(1, pieces))
    for knot in np.unique((quantiles(known, inner) - low) / wide):
        yield np.maximum(line - knot, 0.0)


def _apart(inputs: Sequence[F64], histories: int) -> list[F64]:
    """Leave out inputs that follow from others, as the end of what begins and lasts so long."""
    kept, columns = list[F64](), [np.ones(histories)]
    for one in inputs:
        found = [*_orthonormal([*columns, *_columns(one, 1)])]
        if len(found) > len(columns):
            kept.append(one)
            columns = found
    return kept


def _orthonormal(columns: Sequence[F64]) -> Iterator[F64]:
    """Make columns orthonormal, one after the other (Gram and Schmidt, twice for rounding)."""
    found: list[F64] = []
    for column in columns:
        rest, before = column, math.sqrt(_sum(column**2))
        for one in (*found, *found):
            rest = rest - _sum(rest * one) * one
        size = math.sqrt(_sum(rest**2))
        if size > ALONE * before:
            found.append(rest / size)
            yield found[-1]


def _ratio(part: F64, whole: F64, or_else: float = 0.0) -> F64:
    return np.divide(part, whole, out=np.full_like(whole, or_else), where=whole > 0.0)


def _band(values: F64) -> tuple[float, float]:
    low, high = quantiles(values, BAND).tolist()
    return low, high


def _sum(values: NDArray[Any]) -> F64:
    """Add up over histories, pairwise: the same however many rows there are."""
    return np.asarray(np.add.reduce(values, axis=-1, dtype=np.float64))

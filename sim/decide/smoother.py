"""Smooth curves through what histories show: a cubic regression spline, or a ridge of many inputs.

Either is a set of orthonormal columns, each of which is shrunk by a factor that depends on how
smooth the curve is to be (Demmler and Reinsch 1975), so that hundreds of curves of the same columns
cost one product of matrices.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]

KNOTS = 10
"""Most knots of a spline: nine degrees of freedom, as many as a mean over a world has use for."""
A_KNOT = 12
"""Histories that each knot takes."""
STEPS = 20
"""Degrees of smoothness that are tried, beside a straight line and none."""
PRICE_OF_RIDGE = 1.4
"""What a degree of freedom counts of a ridge (Kim and Gu 2004)."""
LEAST = 1e-9
"""Part of the largest length below which a column is none."""


@dataclass(frozen=True, eq=False)
class Smoother:
    """Columns that curves are made of, and how far each is shrunk."""

    base: F64
    """Of mean 0, ``[history, base]``."""
    turn: F64
    """What makes orthonormal columns of these, ``[base, column]``."""
    shrink: F64
    """From 0 to 1, for each degree of smoothness, the first of which is a constant,
    ``[degree, column]``."""

    price: float
    """What a degree of freedom counts in cross-validation, where 1 follows noise now and then."""

    @property
    def columns(self) -> F64:
        """The orthonormal columns, ``[history, column]``."""
        return np.asarray(self.base @ self.turn)

    def project(self, values: F64) -> F64:
        """Give how much of each column is in values: ``[..., history]`` to ``[..., column]``."""
        return np.asarray(values @ self.base @ self.turn)

    def curves(self, weights: F64, rows: slice | NDArray[np.intp] = np.s_[:]) -> F64:
        """Add the columns up, ``[column, ...]`` to ``[place, ...]``."""
        flat = self.base[rows] @ (self.turn @ weights.reshape(len(weights), -1))
        return np.asarray(flat.reshape(len(flat), *weights.shape[1:]))

    @property
    def freedom(self) -> F64:
        """Degrees of freedom of each degree of smoothness, without the mean, ``[degree]``."""
        return np.asarray(self.shrink.sum(axis=1))


def spline(scores: F64) -> Smoother:
    """Make the columns of a natural cubic spline of one input.

    It minimises ``sum_i (y_i - f(x_i))^2 + s int f''(x)^2 dx`` over natural cubic splines with
    knots at quantiles of the input: ``f`` by its values at the knots, the integral by the matrix
    ``D' B^-1 D`` of Wood 2017, "Generalized Additive Models", section 5.3.1. A degree of freedom
    costs ``ln(n) / 2``, as in Schwarz 1978: what bends little and tells little is a straight line,
    as the tails of a curve decide what it is worth.

    Parameters
    ----------
    scores : array, ``[history]``
        Of the input, at least two of which differ.

    Returns
    -------
    Smoother
    """
    different, price = np.unique(scores), math.log(scores.size) / 2.0
    most = int(np.clip(scores.size // A_KNOT, 3, KNOTS))
    if different.size <= most:
        knots = different
    else:
        knots = different[np.linspace(0, different.size - 1, most).round().astype(int)]
    if knots.size == 2:  # two values: a line goes through both
        line = (scores - scores.mean())[:, None]
        return Smoother(line / np.linalg.norm(line), np.eye(1), np.array([[0.0], [1.0]]), price)
    values, penalty = _natural_cubic(scores, knots)
    # Constants are left out: they are the values at knots that are all the same.
    free = np.linalg.qr(np.column_stack([np.ones(knots.size), np.eye(knots.size)[:, 1:]]))[0][:, 1:]
    values, penalty = values @ free, free.T @ penalty @ free
    values -= values.mean(axis=0)
    root = np.linalg.cholesky(values.T @ values).T
    half = np.linalg.solve(root.T, penalty)
    rough, turn = np.linalg.eigh(np.linalg.solve(root.T, half.T))
    rough[0] = 0.0  # the straight line
    degrees = np.geomspace(1e3 / rough[1], 1e-3 / rough[-1], STEPS)
    line = np.zeros(rough.size)
    line[0] = 1.0
    return Smoother(
        values,
        np.linalg.solve(root, turn),
        np.stack([np.zeros(rough.size), line, *(1.0 / (1.0 + s * rough) for s in degrees)]),
        price,
    )


def ridge(inputs: F64) -> Smoother:
    """Make the columns of a ridge regression of many inputs (Hoerl and Kennard 1970).

    It minimises ``sum_i (y_i - b' x_i)^2 + s b' b``; its columns are the principal components, each
    shrunk by ``e / (e + s)`` with ``e`` its eigenvalue.

    Parameters
    ----------
    inputs : array, ``[history, column]``
        There may be more columns than histories.

    Returns
    -------
    Smoother
    """
    inputs = inputs - inputs.mean(axis=0)
    if inputs.shape[0] > inputs.shape[1]:
        large, turn = np.linalg.eigh(inputs.T @ inputs)
        kept = large > LEAST * large[-1]
        base, turn = inputs, turn[:, kept] / np.sqrt(large[kept])
    else:
        large, turn = np.linalg.eigh(inputs @ inputs.T)
        kept = large > LEAST * large[-1]
        base, turn = turn[:, kept], np.eye(int(kept.sum()))
    large = large[kept]
    degrees = np.geomspace(1e3 * large[-1], 1e-3 * large[0], STEPS)
    shrink = np.stack([0.0 * large, *(large / (large + s) for s in degrees)])
    return Smoother(base, turn, shrink, PRICE_OF_RIDGE)


def _natural_cubic(at: F64, knots: F64) -> tuple[F64, F64]:
    """Give the values of a natural cubic spline by those at its knots, and its roughness.

    Returns
    -------
    array, ``[place, knot]``
    array, ``[knot, knot]``
    """
    steps = np.diff(knots)
    inner = knots.size - 2
    second, bands = np.zeros((inner, knots.size)), np.zeros((inner, inner))
    for i in range(inner):
        second[i, i : i + 3] = 1 / steps[i], -1 / steps[i] - 1 / steps[i + 1], 1 / steps[i + 1]
        bands[i, i] = (steps[i] + steps[i + 1]) / 3
        if i:
            bands[i, i - 1] = bands[i - 1, i] = steps[i] / 6
    curved = np.linalg.solve(bands, second)
    curves = np.zeros((knots.size, knots.size))
    curves[1:-1] = curved
    left = np.clip(np.searchsorted(knots, at, side="right") - 1, 0, knots.size - 2)
    step, below, above = steps[left], at - knots[left], knots[left + 1] - at
    rows = np.arange(at.size)
    linear, bent = np.zeros((at.size, knots.size)), np.zeros((at.size, knots.size))
    linear[rows, left], linear[rows, left + 1] = above / step, below / step
    bent[rows, left] = (above**3 / step - step * above) / 6
    bent[rows, left + 1] = (below**3 / step - step * below) / 6
    return linear + bent @ curves, second.T @ curved

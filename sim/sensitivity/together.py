"""What several inputs explain together of the spread of a measure: closed indices of groups.

The closed index of a group of inputs is Var(E[Y | X1, X2, ...]) / Var(Y). It is estimated by least
squares: Y as a sum of functions of each input. These are the normal score of its rank and, where
there are histories enough, the rank itself and the square of the score; or, of what has few values,
one number for each. What the inputs of a group do only together, beyond a sum, is not in it. What a
regression fits to noise is taken off: adjusted R squared (Ezekiel 1930)::

    S = 1 - (1 - R^2) * (n - 1) / (n - p - 1)

with n histories and p functions. The standard error is that of R squared in large samples (Olkin
and Finn 1995, Psychological Bulletin 118).
"""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from sim.sensitivity.partition import HALF_95, Estimate
from sim.sensitivity.ranks import normal_scores, ranks

F64 = NDArray[np.float64]

FEW = 6
"""Most values of an input of which each has a number to itself."""
HISTORIES_EACH = 3
"""Histories that there must be for each function, at least."""
BENT = 10
"""Histories for each function from which on there are several of an input."""
NEGLIGIBLE = 1e-9
"""Part of the largest eigenvalue below which functions are sums of others."""


def explained(
    values: Iterable[F64], measured: F64, independent: int | None = None
) -> Estimate | None:
    """Estimate the closed index of some inputs; none where there are too few histories for it.

    Parameters
    ----------
    values : iterable of array, ``[history]``
        The inputs.
    measured : array, ``[history]``
        The measure, which is not the same everywhere.
    independent : int, optional
        How many histories there are as far as these inputs go, where several have them in common.
    """
    rows, histories = list(values), independent or len(measured)
    functions = [one for row in rows for one in _functions(row)]
    if histories < HISTORIES_EACH * len(functions):
        return None
    bent = [one for row in rows for one in _functions(row, bent=True)]
    if histories >= BENT * len(bent):
        functions = bent
    if not functions:
        return Estimate(0.0, 0.0, 0.0)
    design = np.stack(functions)
    design -= design.mean(axis=1, keepdims=True)
    about = measured - measured.mean()
    sizes, axes = np.linalg.eigh(design @ design.T)
    kept = sizes > NEGLIGIBLE * sizes[-1]
    along = axes[:, kept].T @ (design @ about)
    part = float((along**2 / sizes[kept]).sum() / (about**2).sum())
    return _adjusted(min(part, 1.0), histories, int(kept.sum()))


def _adjusted(part: float, n: int, p: int) -> Estimate:
    found = 1.0 - (1.0 - part) * (n - 1) / (n - p - 1)
    found = max(found, 0.0)
    error = 2.0 * np.sqrt(found) * (1.0 - found) * (n - p - 1) / np.sqrt((n**2 - 1.0) * (n + 3.0))
    half = HALF_95 * float(error)
    return Estimate(found, max(found - half, 0.0), min(found + half, 1.0))


def _functions(values: F64, *, bent: bool = False) -> Iterator[F64]:
    """Give the functions of an input that a measure is put together from."""
    different = np.unique(values)
    if len(different) <= FEW:
        for one in different[1:]:
            yield (values == one).astype(np.float64)
        return
    scores = normal_scores(values)
    yield scores
    if bent:
        yield ranks(values) / len(values)
        yield scores**2

"""What is built with a part of what it takes."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

F64 = NDArray[np.float64]


def built(served: ArrayLike, curve: tuple[tuple[float, float], ...]) -> F64:
    """Give the part of output that is built with a part of demand.

    Parameters
    ----------
    served : array, 0 to 1
        Part of demand that is served.
    curve : tuple of (float, float)
        Parts served and built, between nothing for nothing and all for all; straight lines between.

    Returns
    -------
    array, 0 to 1

    Examples
    --------
    >>> built([0.0, 0.25, 0.5, 0.75, 1.0], ((0.5, 0.8),)).round(3).tolist()
    [0.0, 0.4, 0.8, 0.9, 1.0]
    """
    points = np.array([(0.0, 0.0), *curve, (1.0, 1.0)])
    return np.asarray(np.interp(np.asarray(served), points[:, 0], points[:, 1]))


def scarcest(missed: ArrayLike, demand: ArrayLike) -> F64:
    """Give the part that is served of what is served least: without it nothing is built.

    Parameters
    ----------
    missed, demand : array, t, ``[item, ...]``
        Not served, and asked for; what is not asked for is not needed.

    Returns
    -------
    array, 0 to 1, ``[...]``

    Examples
    --------
    >>> float(scarcest([0.0, 3.0, 0.0], [5.0, 4.0, 0.0]))
    0.25
    """
    missed, demand = np.broadcast_arrays(np.asarray(missed, float), np.asarray(demand, float))
    lacking = np.divide(missed, demand, out=np.zeros(missed.shape), where=demand > 0.0)
    return np.asarray(1.0 - np.minimum(np.maximum.reduce(lacking, axis=0), 1.0))

"""How a magnet maker turns metals into grades when some metal is short."""

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


def feasible_output(wanted: F64, metal: F64, metal_per_t: F64, order: list[int]) -> F64:
    """Make as much of each grade as the metals allow, one grade after the other.

    Grades that need least of the scarce metals per tonne come first: a tonne of them makes the
    most magnets. A grade with no need of a metal never waits for it.

    Parameters
    ----------
    wanted : array, t finished, ``[maker, grade, replication]``
        Output wanted.
    metal : array, t contained, ``[maker, element, replication]``
        Metals on hand.
    metal_per_t : array, t contained per t finished, ``[maker, grade, element]``
        Metal drawn for a tonne.
    order : list of int
        Grades in the order in which they are served.

    Returns
    -------
    array, t finished, ``[maker, grade, replication]``

    Examples
    --------
    >>> need = np.array([[[0.2, 0.0], [0.2, 0.02]]])
    >>> metal = np.array([[[4.0], [0.1]]])
    >>> feasible_output(np.array([[[10.0], [10.0]]]), metal, need, [0, 1]).ravel().tolist()
    [10.0, 5.0]
    """
    out = np.empty_like(wanted)
    left = metal.copy()
    for grade in order:
        per_t = metal_per_t[:, grade]
        most = wanted[:, grade].copy()
        for element in range(metal.shape[1]):
            need = per_t[:, element, None]
            possible = np.full_like(most, np.inf)
            np.divide(left[:, element], need, out=possible, where=need > 0.0)
            np.minimum(most, possible, out=most)
        left -= most[:, None] * per_t[:, :, None]
        np.maximum(left, 0.0, out=left)
        out[:, grade] = most
    return out

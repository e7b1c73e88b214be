"""Shelves of the firms of a consumer: what is on each, and what comes to each of what arrives.

Firms are in strata along the second axis, ``[row, stratum, replication]``, each with a part of the
consumer's demand and of its shelf. While nobody stands still all lack alike, so many days of use,
as all use alike and are supplied alike; what is on each shelf then follows from the whole.
"""

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


def alike(held: F64, target: F64, weight: F64, share: F64) -> F64:
    """Give what is on each shelf if all lack alike, so many days of use.

    Parameters
    ----------
    held, target : array, t, ``[row, 1, 1 or replication]``
        On all shelves, and what is to be on them.
    weight, share : array, 1, ``[row, stratum, 1]``
        Each stratum's part of demand, and of the target.

    Returns
    -------
    array, t, ``[row, stratum, 1 or replication]``
        Below 0 where a shelf is shorter than what all lack.

    Examples
    --------
    Shelves of 10 and 30 t, and 8 t lacking:

    >>> half, parts = np.array([[[0.5], [0.5]]]), np.array([[[0.25], [0.75]]])
    >>> alike(np.array([[[32.0]]]), np.array([[[40.0]]]), half, parts).ravel().tolist()
    [6.0, 26.0]
    """
    return weight * held + (share - weight) * target


def enough(demand: F64, target: F64, shortest: F64) -> F64:
    """Give what must be on all shelves, if all lack alike, for every firm to run today, t.

    Parameters
    ----------
    demand, target : array, t
        Of today; and what is to be on all shelves.
    shortest : array, 1
        The shortest shelf over the mean one, of the same days of use.

    Examples
    --------
    With shelves of 10 and 30 t, those with the shorter run on what all lack up to 10 t each:

    >>> float(enough(np.array(2.0), np.array(40.0), np.array(0.5)))
    22.0
    """
    return np.asarray(demand + target * (1.0 - shortest))


def share_out(shelves: F64, came: F64, lacking: F64, weight: F64) -> F64:
    """Share out what came in proportion to what each lacks, and the rest to its use.

    Parameters
    ----------
    shelves : array, t, ``[row, stratum, replication]``
        What is on each; it is written to.
    came : array, t, ``[row, replication]``
        At least 0.
    lacking : array, t, ``[row, stratum, replication]``
        At least 0; it is written to.
    weight : array, 1, ``[row, stratum, 1]``

    Returns
    -------
    array, t, ``[row, stratum, replication]``
        The shelves.

    Examples
    --------
    >>> half = np.array([[[0.5], [0.5]]])
    >>> def shared(came):
    ...     lacking = np.array([[[1.0], [3.0]]])
    ...     return share_out(np.zeros((1, 2, 1)), np.array([[came]]), lacking, half)
    >>> shared(2.0).ravel().tolist(), shared(6.0).ravel().tolist()
    ([0.5, 1.5], [2.0, 4.0])
    """
    total = np.add.reduce(lacking, axis=1)
    part = np.divide(came, total, out=np.zeros(came.shape), where=total > 0.0)
    np.minimum(part, 1.0, out=part)
    rest = np.maximum(came - total, 0.0)
    lacking *= part[:, None]
    shelves += lacking
    if rest.any():
        shelves += weight * rest[:, None]
    return shelves

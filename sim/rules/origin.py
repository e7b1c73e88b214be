"""What buyers that must use nothing of a place may use of a seller's goods, and what others get."""

import numpy as np
from numpy.typing import NDArray

from sim.rules.ratio import ratio

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]

TRACE = 0.001
"""Share that counts as none, of what was in the place and of what was not: a stock that mixes
perfectly never quite loses what was in it once (assumption)."""


def told_apart(part: F64, sent: F64, most: F64) -> F64:
    """Give the part of what each lane carries that was in a place, where some take little of it.

    What these do not take goes to the others; what does not fit into that either comes to them all
    the same, each by what else it carries, so that nothing is lost.

    Parameters
    ----------
    part : array, 0 to 1, ``[item, replication]``
        Part of all that the seller sends.
    sent : array, t, ``[lane, item, replication]``
    most : array, 0 to 1, ``[lane, item, replication]``
        Part that a lane should hold at most; 1 where anything is taken.

    Returns
    -------
    array, 0 to 1, ``[lane, item, replication]``

    Examples
    --------
    >>> sent, most = np.array([[[1.0]], [[3.0]]]), np.array([[[0.0]], [[1.0]]])
    >>> told_apart(np.array([[0.5]]), sent, most).ravel().round(3).tolist()
    [0.0, 0.667]
    >>> told_apart(np.array([[0.9]]), sent, most).ravel().round(3).tolist()
    [0.6, 1.0]
    """
    free, held = most >= 1.0, np.minimum(part, most)
    apart, rest = (np.add.reduce(np.where(some, sent, 0.0)) for some in (~free, free))
    left = part * (apart + rest) - np.add.reduce(np.where(free, 0.0, held * sent))
    others = np.minimum(ratio(left, rest), 1.0)
    room = np.add.reduce(np.where(free, 0.0, (1.0 - held) * sent))
    back = np.minimum(ratio(np.maximum(left - others * rest, 0.0), room), 1.0)
    return np.where(free, others, held + back * (1.0 - held))


def allowed_part(share: F64, apart: Mask, threshold: float) -> F64:
    """Give the part of each seller's goods that may be used.

    A seller that keeps batches apart makes some of what is free of the place, as much as it has of
    the element that is least so, and blends in what the threshold allows. Of one that mixes all may
    be used, or nothing.

    Parameters
    ----------
    share : array, 0 to 1, ``[seller, item, element, 1 or replication]``
        Part of each element in the goods that was in the place; 0 of what they do not hold.
    apart : array of bool, ``[seller]``
        Who keeps batches apart.
    threshold : float
        Share that may have been there.

    Returns
    -------
    array, 0 to 1, ``[seller, item, 1 or replication]``

    Examples
    --------
    >>> share = np.array([0.0, 0.25, 1.0]).reshape(3, 1, 1, 1)
    >>> allowed_part(share, np.full(3, True), 0.0).ravel().tolist()
    [1.0, 0.75, 0.0]
    >>> allowed_part(share, np.full(3, False), 0.25).ravel().tolist()
    [1.0, 1.0, 0.0]
    """
    most = np.maximum.reduce(share, axis=2, initial=0.0)
    free = np.minimum((1.0 - most) / max(1.0 - threshold, TRACE), 1.0)
    whole = most <= threshold + TRACE
    part = np.where(whole | (free >= 1.0 - TRACE), 1.0, np.where(free <= TRACE, 0.0, free))
    return np.where(apart[:, None, None], part, whole.astype(float))

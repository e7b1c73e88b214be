"""What buyers that must use nothing of a place may use of a seller's goods, and what others get."""

import numpy as np
from numpy.typing import NDArray

from sim.rules.ratio import ratio
from sim.rules.sourcing import Groups

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]

TRACE = 0.001
"""Share that counts as none, of what was in the place and of what was not: a stock that mixes
perfectly never quite loses what was in it once (assumption)."""
ROUNDING = 1e-9
"""Part of a buyer's orders that is no order more."""


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


def bound_part(need: F64, weight: F64, free: F64, yields: F64, buyers: Groups) -> F64:
    """Give the part of its buyer's orders that each lane gets for what must be free of a place.

    Parameters
    ----------
    need : array, 0 to 1, ``[buyer, item, 1 or replication]``
        Part of what a buyer takes in that must be free of it.
    weight : array, 0 to 1, ``[lane, item, 1 or replication]``
        Part of its buyer's orders that each lane gets without the rule.
    free : array, 0 to 1, shaped likewise
        Part of what its seller sells that is free of it: lanes are asked by that.
    yields : array, 0 to 1, shaped likewise
        Part of what they bring for it that is free: 1 where the seller keeps batches apart.
    buyers : Groups
        The buyer of each lane.

    Examples
    --------
    >>> need, weight = np.array([[[0.6]]]), np.array([[[0.8]], [[0.2]]])
    >>> of, one = Groups(np.array([0, 0]), 1), np.ones((2, 1, 1))
    >>> bound_part(need, weight, np.array([[[0.0]], [[1.0]]]), one, of).ravel().tolist()
    [0.0, 0.6]
    >>> free = np.array([[[0.0]], [[0.8]]])
    >>> bound_part(need, weight, free, 0.8 * one, of).round(2).ravel().tolist()
    [0.0, 0.75]
    """
    offered = weight * free
    times = ratio(need, buyers.total(offered * yields))
    most = ratio(np.ones_like(need), buyers.total(offered))
    part: F64 = offered * np.minimum(times, most)[buyers.of]
    return part


def with_bound(weight: F64, bound: F64, buyers: Groups) -> F64:
    """Split a buyer's orders so that every lane gets what is bound to it, and else as before.

    Parameters
    ----------
    weight, bound, buyers
        As for and from :func:`bound_part`.

    Returns
    -------
    array, 0 to 1, ``[lane, item, 1 or replication]``
        As *weight* for a buyer whose lanes all get that much anyway.

    Examples
    --------
    >>> weight, bound = np.array([[[0.6]], [[0.2]], [[0.2]]]), np.array([[[0.0]], [[0.5]], [[0.1]]])
    >>> with_bound(weight, bound, Groups(np.array([0, 0, 0]), 1)).round(3).ravel().tolist()
    [0.343, 0.5, 0.157]
    """
    weight, bound = np.broadcast_arrays(weight, bound)
    lacks = buyers.any(bound > weight + ROUNDING)[buyers.of]
    rest = np.maximum(weight - bound, 0.0)
    left = np.maximum(buyers.total(weight) - buyers.total(bound), 0.0)[buyers.of]
    return np.where(lacks, bound + left * ratio(rest, buyers.total(rest)[buyers.of]), weight)


def stocked(need: F64, held: F64, free: F64, ordered: F64) -> F64:
    """Give the part of a buyer's next orders that must be free, for its stock to be so in part.

    Parameters
    ----------
    need : array, 0 to 1
        Part of what it uses that must be free of a place.
    held, free : array, t
        What it holds and has on the way, and what of that is free.
    ordered : array, t
        What it orders until it looks again.

    Examples
    --------
    >>> stocked(np.array([0.5]), np.array([4.0]), np.array([1.0]), np.array([2.0])).tolist()
    [1.0]
    >>> stocked(np.array([0.5]), np.array([4.0]), np.array([2.0]), np.array([2.0])).tolist()
    [0.5]
    """
    lacks = need * (held + ordered) - free
    return np.where(need > 0.0, np.clip(ratio(lacks, ordered), 0.0, 1.0), 0.0)

"""How a buyer splits its orders over its lanes."""

from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Index = NDArray[np.intp]
Mask = NDArray[np.bool_]
Rows = TypeVar("Rows", F64, Mask)

TRIAL = 0.1
"""Part of its share that a failing lane still gets, to see whether it works again (assumption)."""


class Groups:
    """Rows that belong together (the lanes of a buyer), summed in the order of the rows.

    The first rows of all groups are taken at once, then all second rows, and so on: groups are
    many and small. So a sum depends on nothing but its own terms.

    Parameters
    ----------
    of : array of int, ``[row]``
        Group of each row.
    count : int
        Number of groups.
    """

    def __init__(self, of: Index, count: int) -> None:
        self.of = of
        self.count = count
        size = np.bincount(of, minlength=count)
        by_group = np.argsort(of, kind="stable")
        rank = np.empty_like(of)
        rank[by_group] = np.arange(len(of)) - (np.cumsum(size) - size)[of[by_group]]
        # Large groups stand first, so that those with a further row are always the first few.
        self._order = np.lexsort((of, -size[of], rank))
        self._present = of[self._order[: np.count_nonzero(size)]]
        ends = np.cumsum(np.bincount(rank)).tolist()
        self._further = [slice(first, last) for first, last in pairwise(ends)]

    def total(self, rows: F64) -> F64:
        """Sum ``[row, ...]`` to ``[group, ...]``; a group without rows gives 0."""
        return self._gather(np.add, rows)

    def any(self, rows: Mask) -> Mask:
        """Tell for each group whether any of its rows is true."""
        return self._gather(np.logical_or, rows)

    def most(self, rows: F64) -> F64:
        """Give the largest of each group's rows; 0 for a group without rows."""
        return self._gather(np.maximum, rows)

    def _gather(self, combine: np.ufunc, rows: Rows) -> Rows:
        ordered = rows.take(self._order, axis=0)
        first = ordered[: len(self._present)]
        for further in self._further:
            some = first[: further.stop - further.start]
            combine(some, ordered[further], out=some)
        make = np.empty if len(self._present) == self.count else np.zeros
        out = make((self.count, *rows.shape[1:]), dtype=rows.dtype)
        out[self._present] = first
        return out


def normal_weights(share: F64, offtake: F64, availability: F64, buyers: Groups) -> F64:
    """Split a buyer's orders when nothing is wrong.

    New plants claim their offtake as far as they are running; the shares hold for the rest.

    Parameters
    ----------
    share, offtake : array, ``[lane, item, 1 or replication]``
        As the scenario gives them; 0 where a lane has the other role.
    availability : array, ``[lane, 1, 1 or replication]``
        Running part of the seller's full capacity, 0 to 1.
    buyers : Groups
        The buyer of each lane.

    Returns
    -------
    array, ``[lane, item, 1 or replication]``
        Weights that sum to 1 for every buyer whose shares sum to 1.
    """
    claimed = offtake * availability
    left = np.maximum(1.0 - buyers.total(claimed), 0.0)
    weights: F64 = claimed + share * left[buyers.of]
    return weights


def rerouted_weights(
    normal: F64,
    closed: NDArray[np.bool_],
    failing: NDArray[np.bool_] | None,
    standby: F64 | None,
    buyers: Groups,
    usable: F64 | None = None,
) -> tuple[F64, F64]:
    """Move the share of closed and failing lanes, and of what may not be used, to the others.

    Parameters
    ----------
    normal : array, ``[lane, item, 1 or replication]``
        Weights when nothing is wrong.
    closed : array of bool, ``[lane, item, replication]``
        Lanes that may not be used.
    failing : array of bool, ``[lane, item, replication]``, optional
        Lanes that shipped too little of what was ordered; they keep a trial share, and their
        whole share where the buyer has no other lane.
    standby : array, ``[lane, item, replication]``, optional
        Weights of stand-by lanes that are qualified now; they count where a share is lost. One that
        fails gets a trial share, too.
    buyers : Groups
        The buyer of each lane.
    usable : array, 0 to 1, ``[lane, item, replication]``, optional
        Part of what comes over a lane that its buyer may use: its share counts for so much.

    Returns
    -------
    weights : array, ``[lane, item, replication]``
        Sum to 1 for every buyer that has an open lane, else to 0.
    reach : array, ``[buyer, item, replication]``
        1 where the buyer has an open lane, else 0.
    """
    trouble = closed if failing is None else closed | failing
    hit = buyers.any(trouble)
    whole = normal
    if standby is not None:
        # A stand-by lane that fails is no reason to call on stand-by lanes.
        called = buyers.any(trouble & (normal > 0.0))
        whole = normal + np.where(called[buyers.of], standby, 0.0)
    if usable is not None:
        hit = hit | buyers.any(usable < 1.0)
        whole = whole * usable
    weights = np.where(trouble, 0.0, whole)
    total = buyers.total(weights)
    if failing is not None:
        part = np.where(total > 0.0, TRIAL, 1.0)[buyers.of]
        weights += np.where(failing & ~closed, whole * part, 0.0)
        total = buyers.total(weights)
    # A buyer without trouble keeps its normal weights to the last bit, whatever befalls others.
    scale = np.divide(1.0, total, out=np.ones_like(total), where=hit & (total > 0.0))
    weights *= scale[buyers.of]
    return weights, (total > 0.0).astype(float)

"""How a buyer splits its orders over its lanes."""

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Index = NDArray[np.intp]

TRIAL = 0.1
"""Part of its share that a failing lane still gets, to see whether it works again (assumption)."""


class Groups:
    """Rows that belong together (the lanes of a buyer), summed in the order of the rows.

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
        self._order = np.argsort(of, kind="stable")
        self._present, self._starts = np.unique(of[self._order], return_index=True)

    def total(self, rows: F64) -> F64:
        """Sum ``[row, ...]`` to ``[group, ...]``; a group without rows gives 0."""
        out = np.zeros((self.count, *rows.shape[1:]))
        if len(self.of):
            out[self._present] = np.add.reduceat(rows[self._order], self._starts, axis=0)
        return out


def normal_weights(share: F64, offtake: F64, availability: F64, buyers: Groups) -> F64:
    """Split a buyer's orders when nothing is wrong.

    New plants claim their offtake as far as they are running; the shares hold for the rest.

    Parameters
    ----------
    share, offtake : array, ``[lane, item, 1 or history]``
        As the scenario gives them; 0 where a lane has the other role.
    availability : array, ``[lane, 1, 1 or history]``
        Running part of the seller's full capacity, 0 to 1.
    buyers : Groups
        The buyer of each lane.

    Returns
    -------
    array, ``[lane, item, 1 or history]``
        Weights that sum to 1 for every buyer whose shares sum to 1.
    """
    claimed = offtake * availability
    left = np.maximum(1.0 - buyers.total(claimed), 0.0)
    weights: F64 = claimed + share * left[buyers.of]
    return weights


def rerouted_weights(
    normal: F64, closed: NDArray[np.bool_], failing: NDArray[np.bool_], standby: F64, buyers: Groups
) -> tuple[F64, F64]:
    """Move the share of closed and failing lanes to the others.

    Parameters
    ----------
    normal : array, ``[lane, item, 1 or history]``
        Weights when nothing is wrong.
    closed : array of bool, ``[lane, item, history]``
        Lanes that may not be used.
    failing : array of bool, ``[lane, item, history]``
        Lanes that shipped too little of what was ordered; they keep a trial share, and their
        whole share where the buyer has no other lane.
    standby : array, ``[lane, 1, 1 or history]``
        Weights of stand-by lanes that are qualified now.
    buyers : Groups
        The buyer of each lane.

    Returns
    -------
    weights : array, ``[lane, item, history]``
        Sum to 1 for every buyer that has an open lane, else to 0.
    lost : array, ``[lane, item, history]``
        Share of the buyer's normal sourcing that is closed or failing, on each of its lanes.
    """
    trouble = closed | failing
    lost = buyers.total(np.where(trouble, normal, 0.0))[buyers.of]
    usable = np.where(trouble, 0.0, normal) + np.where((lost > 0.0) & ~closed, standby, 0.0)
    has_other = buyers.total(usable)[buyers.of] > 0.0
    tried = np.where(failing & ~closed, normal * np.where(has_other, TRIAL, 1.0), 0.0)
    weights = usable + tried
    total = buyers.total(weights)[buyers.of]
    np.divide(weights, total, out=weights, where=total > 0.0)
    return weights, lost

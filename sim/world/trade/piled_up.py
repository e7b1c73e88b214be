"""Lanes on which orders have piled up: what more is ordered there would starve the others."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.world.trade.lane_licences import LaneLicences
from sim.world.trade.lane_limits import LaneLimits

F64 = NDArray[np.float64]
Index = NDArray[np.intp]
Mask = NDArray[np.bool_]


class PiledUp:
    """Where all that a buyer would have on its way over a lane waits to leave.

    Orders wait by choice on a closed lane that keeps them, or for licences. What waits counts as on
    order, so ever less would be ordered, and of that only a part over the lanes that work: these
    keep their part of what the buyer uses.

    Attributes
    ----------
    lanes : array of bool, ``[lane, item, replication]``, or None
        Where it is so; None where it is nowhere.
    """

    def __init__(self) -> None:
        self.lanes: Mask | None = None

    def waiting(self, limits: LaneLimits, licences: LaneLicences | None) -> Mask | None:
        """Tell where orders wait by choice, or for licences; None if they do nowhere."""
        waits = limits.keeps_orders
        if licences is None or not any(licences.sellers):
            return waits
        awaited = licences.awaited(limits.factor)
        return awaited if waits is None else waits | awaited

    def look(self, waits: Mask | None, backlog: F64, usual: Callable[[], F64]) -> None:
        """Look at what waits today.

        Parameters
        ----------
        waits : array of bool, ``[lane, item, replication]``, or None
            As of :meth:`waiting`.
        backlog : array, t, shaped likewise
            Orders not shipped.
        usual : callable
            Gives what the buyer of each lane has, on hand and on order, by the lane's part of its
            orders, t, as *backlog*; asked for only if orders wait.
        """
        self.lanes = None
        if waits is not None and (late := waits & (backlog > 0.0)).any():
            piled = late & (backlog >= usual())
            self.lanes = piled if piled.any() else None


class Evened:
    """Factors of a day on the parts of buyers' orders, by which lanes that work keep their part.

    They are found for a buyer when one of its sellers first counts its orders: by then it has
    placed them.

    Parameters
    ----------
    lanes : array of bool, ``[lane, item, replication]``
        Where orders have piled up.
    of_others : array, 0 to 1, ``[buyer, item, replication]``
        Part of a buyer's orders that goes over lanes on which none have piled up.
    use : array, t, shaped likewise
        What each buyer uses in a day.
    """

    def __init__(self, lanes: Mask, of_others: F64, use: F64) -> None:
        self._lanes = lanes
        self._some = (of_others > 0.0) & (of_others < 1.0)
        self._of_others, self._use = of_others, use
        self._work, self._piled = np.ones_like(of_others), np.ones_like(of_others)
        self._pending = np.logical_or.reduce(self._some, axis=(1, 2))
        self._differs = np.zeros_like(self._pending)
        self._any_differs = False

    def find(self, buyers: Index, today: F64) -> None:
        """Find the factors of some buyers, if they are not known yet.

        Parameters
        ----------
        buyers : array of int
            They have placed their orders of today.
        today : array, t, ``[buyer, item, replication]``
            What all buyers order today.
        """
        new = buyers[self._pending[buyers]]
        if not len(new):
            return
        some, need = self._some[new], today[new]
        work, self._piled[new] = evened(some, self._of_others[new], need, self._use[new])
        self._work[new] = work
        self._pending[new] = False
        self._differs[new] = differs = np.logical_or.reduce(work != 1.0, axis=(1, 2))
        self._any_differs |= bool(differs.any())

    def factor(self, lanes: slice, buyers: Index | slice) -> F64 | None:
        """Give the factors on a seller's orders, ``[its lane, item, replication]``; None if all 1.

        Parameters
        ----------
        lanes : slice
            Of the seller.
        buyers : array of int, or slice
            The buyer of each; its factors have been found.
        """
        if not self._any_differs or not self._differs[buyers].any():
            return None
        return np.where(self._lanes[lanes], self._piled[buyers], self._work[buyers])


def evened(some: Mask, of_others: F64, need: F64, use: F64) -> tuple[F64, F64]:
    """Give the factors on a buyer's orders over lanes that work, and over those with piles.

    Parameters
    ----------
    some : array of bool
        Where it has lanes of both kinds.
    of_others : array, 0 to 1
        Part of its orders that goes over lanes that work.
    need, use : array, t
        What it orders today, and what it uses.

    Examples
    --------
    >>> half = np.array([0.5])
    >>> work, piled = evened(half < 1.0, half, np.array([0.6]), np.array([1.0]))
    >>> work.round(3).tolist(), piled.round(3).tolist()
    ([1.667], [0.333])
    """
    most = np.divide(1.0, of_others, out=np.ones_like(of_others), where=some)
    more = np.divide(use, need, out=np.ones_like(need), where=need > 0.0)
    more = np.where(some, np.clip(more, 1.0, most), 1.0)
    rest = np.divide(1.0 - of_others * more, 1.0 - of_others, out=np.ones_like(more), where=some)
    return more, rest

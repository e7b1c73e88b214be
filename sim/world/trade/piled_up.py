"""Lanes on which orders have piled up: what more is ordered there would starve the others."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.world.trade.lane_licences import LaneLicences
from sim.world.trade.lane_limits import LaneLimits

F64 = NDArray[np.float64]
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


def evened(piled: Mask, of_others: F64, need: F64, use: F64) -> F64:
    """Give the factors on the parts of a buyer's orders by which lanes that work keep their part.

    Parameters
    ----------
    piled : array of bool, ``[lane, item, replication]``
        Where orders have piled up.
    of_others : array, 0 to 1, shaped likewise
        Part of the buyer's orders that goes over its other lanes.
    need, use : array, t, shaped likewise
        What the buyer of each lane orders today, and what it uses.

    Examples
    --------
    >>> piled, half = np.array([True, False]), np.array([0.5, 0.5])
    >>> evened(piled, half, np.array([0.6, 0.6]), np.array([1.0, 1.0])).round(3).tolist()
    [0.333, 1.667]
    """
    some = (of_others > 0.0) & (of_others < 1.0)
    most = np.divide(1.0, of_others, out=np.ones_like(of_others), where=some)
    more = np.divide(use, need, out=np.ones_like(need), where=need > 0.0)
    more = np.where(some, np.clip(more, 1.0, most), 1.0)
    rest = np.divide(1.0 - of_others * more, 1.0 - of_others, out=np.ones_like(more), where=some)
    return np.where(piled, rest, more)

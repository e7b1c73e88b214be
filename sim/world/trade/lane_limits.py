"""What controls and closures let pass on the lanes of a good."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.world.trade.bound_lanes import BoundLanes
from sim.world.trade.ruled_lots import RuledLots

F64 = NDArray[np.float64]
Index = NDArray[np.intp]
Mask = NDArray[np.bool_]


class LaneLimits:
    """Lanes that are closed, or held to a part of their undisrupted flow, or to a multiple of it.

    Parameters
    ----------
    shape : tuple of int
        ``[lane, item, replication]``.
    sellers : sequence of slice
        Lanes of each seller.

    Attributes
    ----------
    factor : array, ``[lane, item, replication]`` or None
        Part of the undisrupted flow that passes; None where all passes.
    limited : list of bool
        Sellers with a limited lane.
    """

    def __init__(self, shape: tuple[int, ...], sellers: Sequence[slice]) -> None:
        self._shape, self._sellers = shape, sellers
        self.factor: F64 | None = None
        self._open: Mask | None = None
        self._most: F64 | None = None
        self._passes: F64 | None = None
        self.limited = [False] * len(sellers)
        self.batches: tuple[RuledLots, ...] = ()
        """What of their output sellers that keep batches apart may sell to whom controls are
        aimed at."""
        self.bound: tuple[BoundLanes, ...] = ()
        """What of lanes must be free of a place for those to whom their buyers sell."""
        self.usable: F64 | None = None
        """Part of what comes over lanes that buyers may use under their rules of origin,
        ``[lane, item, replication]``; None where all."""

    def keep_apart(self, lots: tuple[RuledLots, ...]) -> None:
        """Let sellers that keep batches apart sell by these lots to whom controls are aimed at."""
        self.batches = lots

    def bind(self, lanes: tuple[BoundLanes, ...]) -> None:
        """Let sellers that keep batches apart send what must be free of a place by these lanes."""
        self.bound = lanes

    def use(self, part: F64) -> Mask:
        """Let buyers use a part of what comes over lanes; where that is none, nothing is ordered.

        Parameters
        ----------
        part : array, 0 to 1, ``[lane, item, replication]``

        Returns
        -------
        array of bool, ``[lane, item, replication]``
            Where that is new.
        """
        before = np.ones(self._shape) if self.usable is None else self.usable
        self.usable = part if (part < 1.0).any() else None
        return np.asarray(part != before)

    def usable_on(self, lanes: Index | slice, replications: Index | slice) -> F64 | None:
        """Give the part that may be used of some lanes, ``[lane, item, one of replications]``."""
        return None if self.usable is None else self.usable[lanes][..., replications]

    def set(
        self,
        replications: Index,
        factor: F64 | None,
        takes_orders: Mask | None,
        most: F64 | None,
    ) -> None:
        """Narrow lanes, from what is shipped today on.

        Parameters
        ----------
        replications : array of int
            Where something changes.
        factor : array, ``[lane, item, one of these replications]`` or None
            Part of the flow that passes there; None if all passes in every replication.
        takes_orders : array of bool, shaped likewise, or None
            Where orders may be placed, and wait if nothing passes.
        most : array, shaped likewise, or None
            How many times the undisrupted flow may leave; inf where any may.
        """
        if factor is None or takes_orders is None or most is None:
            self.factor = self._open = self._most = self._passes = None
            self.limited = [False] * len(self._sellers)
            return
        if self.factor is None or self._open is None or self._most is None:
            self.factor, self._open = np.ones(self._shape), np.ones(self._shape, dtype=bool)
            self._most = np.full(self._shape, np.inf)
        self.factor[..., replications] = factor
        self._open[..., replications] = takes_orders
        self._most[..., replications] = most
        # Nobody orders over a closed lane unless orders wait there.
        passes = np.minimum(np.where(factor < 1.0, factor, np.inf), most)
        passes = np.where(takes_orders, passes, np.inf)
        if self._passes is None and not (passes < np.inf).any():
            return
        if self._passes is None:
            self._passes = np.full(self._shape, np.inf)
        self._passes[..., replications] = passes
        self.limited = [bool((self._passes[lanes] < np.inf).any()) for lanes in self._sellers]

    def closes(self, stay_open: Mask, replications: Index) -> Mask:
        """Tell which lanes no longer take orders, ``[lane, item, one of these replications]``."""
        before = True if self._open is None else self._open[..., replications]
        return np.asarray(before & ~stay_open)

    def closed(self, lanes: Index | slice, replications: Index | slice) -> Mask | None:
        """Tell which of some lanes take no orders, ``[lane, item, one of some replications]``.

        None where all do.
        """
        usable = self.usable_on(lanes, replications)
        barred = None if usable is None or usable.all() else usable == 0.0
        if self._open is None:
            return barred
        closed = ~self._open[lanes][..., replications]
        return closed if barred is None else closed | barred

    @property
    def keeps_orders(self) -> Mask | None:
        """Where orders wait on a closed lane, ``[lane, item, replication]``; None if nowhere."""
        if self.factor is None or self._open is None:
            return None
        kept: Mask = self._open & (self.factor == 0.0)
        return kept if kept.any() else None

    def may_pass(self, lanes: slice) -> Mask:
        """Tell where orders of some lanes do not wait by choice, ``[lane, item, replication]``."""
        if self.factor is None:
            return np.ones((lanes.stop - lanes.start, *self._shape[1:]), dtype=bool)
        return np.asarray(self.factor[lanes] > 0.0)

    def of(self, row: int, planned: F64) -> F64 | None:
        """Give the most that a seller may ship today, t, ``[its lane, item, replication]``.

        None where nothing is limited. A quota is a share of the undisrupted flow, not of orders
        that fear has swollen.

        Parameters
        ----------
        row : int
            The seller.
        planned : array, t a day, ``[lane, item, 1 or replication]``
            Undisrupted flow of the date.
        """
        if self._passes is None or not self.limited[row]:
            return None
        lanes = self._sellers[row]
        passes = self._passes[lanes]
        with np.errstate(invalid="ignore"):  # unlimited, of nothing
            return np.where(passes < np.inf, planned[lanes] * passes, np.inf)

"""Stand-by lanes: called when another lane of the buyer has been in trouble for long enough."""

import numpy as np
from numpy.typing import NDArray

from sim.world.network.coefficients import Coefficients
from sim.world.network.layout import Layout
from sim.world.state.state import State
from sim.world.trade.buyers_lanes import BuyersLanes, columns

F64 = NDArray[np.float64]
Index = NDArray[np.intp]
Mask = NDArray[np.bool_]


class StandBy:
    """All stand-by lanes of one good.

    Attributes
    ----------
    lanes : array of int
        Which they are.
    """

    def __init__(self, layout: Layout, coefficients: Coefficients, state: State) -> None:
        self._weights, qualification = coefficients.standby(layout)
        spare = [lane for lane, route in enumerate(layout.routes) if route.standby is not None]
        self.lanes = np.array(spare, dtype=np.intp)
        self._takes_days = qualification[self.lanes, None]
        shape = len(self.lanes), len(layout.items)
        self._since = state.array(f"{layout.good}.trouble_since", *shape)
        """Day since which the buyer has a closed or failing lane, or inf; -inf if for ever."""
        self._since.fill(np.inf)
        self._qualified: Mask = np.zeros(self._since.shape, dtype=bool)
        self._next = -np.inf
        """Day on which one may begin to count, at the earliest; not known at first."""

    @property
    def changes(self) -> bool:
        """Whether the weights change with the date."""
        return self._weights.changes

    def weight_on(self, day: int) -> F64:
        """Give the weights of a day, ``[stand-by lane, 1, 1 or replication]``."""
        return self._weights.on(day)[self.lanes, None]

    def forget(self) -> None:
        """Begin anew, as nobody has any trouble."""
        self._since.fill(np.inf)
        self._qualified.fill(False)
        self._next = np.inf

    def weights(
        self,
        day: int,
        trouble: Mask,
        foreseen: Mask | None,
        running: F64,
        some: BuyersLanes,
        replications: Index | slice,
    ) -> F64 | None:
        """Give the weights of those that count, ``[lane of these buyers, item, replication]``.

        Parameters
        ----------
        day : int
        trouble : array of bool, ``[lane of these buyers, item, one of some replications]``
            Lanes of theirs that are closed or failing.
        foreseen : array of bool, shaped likewise, or None
            Those of which all knew so long before that others have qualified.
        running : array, 0 to 1, ``[lane, 1, 1 or replication]``
            Running part of each seller's capacity: a plant that can make nothing is not called.
        some : BuyersLanes
        replications : array of int
        """
        if not len(self.lanes):
            return None
        troubled = some.by_buyer.any(trouble)[some.by_buyer.of[some.spare_lanes]]
        since = np.minimum(self._since[some.spare][..., replications], day)
        since = np.where(troubled, since, np.inf)
        if foreseen is not None:
            known = some.by_buyer.any(foreseen)[some.by_buyer.of[some.spare_lanes]]
            since = np.where(known, -np.inf, since)
        ready = since + columns(self._takes_days[some.spare], replications)
        qualified = day >= ready
        self._since[some.spare, ..., replications] = since
        self._qualified[some.spare, ..., replications] = qualified
        self._next = min(self._next, float(np.min(ready, where=~qualified, initial=np.inf)))
        weights = np.zeros(trouble.shape)
        weight = (self.weight_on(day) * running[self.lanes])[some.spare]
        weights[some.spare_lanes] = np.where(qualified, columns(weight, replications), 0.0)
        return weights

    def newly_qualified(self, day: int) -> Mask | None:
        """Tell in which replications one begins to count; None if in none."""
        if day < self._next:
            return None
        ready = self._since + self._takes_days
        qualifies = day >= ready
        self._next = float(np.min(ready, where=~qualifies, initial=np.inf))
        return np.asarray(np.logical_or.reduce(qualifies != self._qualified, axis=(0, 1)))

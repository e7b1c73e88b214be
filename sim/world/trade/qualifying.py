"""Lanes that may carry no more than their plan until their buyers have accepted more of them."""

from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import CONSUMERS
from sim.world.network.context import Context
from sim.world.network.layout import Layout
from sim.world.state.state import stacked
from sim.world.trade.cut_orders import CutOrders
from sim.world.trade.lanes import Lanes

F64 = NDArray[np.float64]
Index = NDArray[np.intp]

MOVED = 1e-9
"""Part of its normal weight by which a lane's weight moves by rounding alone."""


class Qualifying:
    """The lanes of a good on whose buyers' ``qualification`` more than planned has to wait.

    Stand-by lanes have a qualification of their own.

    Parameters
    ----------
    context : Context
    layout : Layout
    lanes : Lanes
        How buyers split their orders.

    Attributes
    ----------
    cut : CutOrders
        What is ordered today and more than buyers accept.
    """

    DERIVED: ClassVar = {"_drawn", "_held", "_holding", "_most", "_on"}

    def __init__(self, context: Context, layout: Layout, lanes: Lanes) -> None:
        consumers, values = context.scenario.consumers, context.values
        self._clock, self._plan, self._good = context.clock, context.plan, layout.good
        self._of, shape = lanes, (len(layout.items), context.state.width)
        slow = [
            lane
            for lane, route in enumerate(layout.routes)
            if route.buyer in consumers
            and consumers[route.buyer].qualification is not None
            and route.standby is None
            and route.grey is None
        ]
        self._lanes: Index = np.array(slow, dtype=np.intp)
        buyers = [layout.routes[lane].buyer for lane in slow]
        above = [values.at(CONSUMERS, one, "qualification", "above") for one in buyers]
        self._part = 1.0 + stacked(above, len(slow))[:, None]
        least = [values.lowest(CONSUMERS, one, "qualification", "days") for one in buyers]
        self._least = np.array(least)[:, None, None]
        """Days that it takes at least, whatever is drawn."""
        self._drawn = [values.later(CONSUMERS, one, "qualification", "days") for one in buyers]
        self._since = context.state.array(f"{layout.good}.qualifying_since", len(slow), shape[0])
        """Day on which more was ordered first, or inf."""
        self._since.fill(np.inf)
        self._held = np.zeros((len(slow), *shape), dtype=bool)
        self._holding: set[int] = set()
        """Sellers over whose lanes it is so anywhere."""
        self._most: F64 = np.zeros((len(slow), shape[0], 1))
        self._on: int | None = None
        """Day for which the two are."""
        self.cut = CutOrders(len(layout.routes), *shape)
        self._sellers = layout.seller[self._lanes]
        self._places = {
            int(row): np.flatnonzero(self._sellers == row) for row in np.unique(self._sellers)
        }
        self._first = {row: layout.lanes_of(row).start for row in self._places}

    def __bool__(self) -> bool:
        return bool(self._places)

    @cached_property
    def _days(self) -> F64:
        """How long it takes, drawn when it is first needed, ``[own lane, 1, 1 or replication]``."""
        return stacked([drawn() for drawn in self._drawn], len(self._drawn))[:, None]

    def narrow(self, seller: int, orders: F64) -> None:
        """Cut today's orders for a seller to what its buyers accept of it.

        Parameters
        ----------
        seller : int
        orders : array, t, ``[lane of the seller, ordered item, replication]``
            Changed in place; the rest is in :attr:`cut`.
        """
        self._look()
        if seller not in self._holding:
            return
        places = self._places[seller]
        held = self._held[places]
        lanes = self._lanes[places]
        part = lanes - self._first[seller]
        requested = orders[part]
        accepted = np.where(held, np.minimum(requested, self._most[places]), requested)
        orders[part] = accepted
        self.cut.note(lanes, requested - accepted, any_is=True)

    def _look(self) -> None:
        """See, once a day, over which lanes more is ordered than of old."""
        day = self._clock.day
        if self._on == day:
            return
        self._on = day
        self._holding.clear()
        if self._of.weight is self._of.normal_weight:
            return
        weight, normal = self._of.weight[self._lanes], self._of.normal_weight[self._lanes]
        more = (normal > 0.0) & (weight > normal * (self._part + MOVED))
        if not more.any():
            return
        self._since[...] = np.minimum(self._since, np.where(more, day, np.inf))
        may_be_over = (more & (day >= self._since + self._least)).any()
        self._held = more & (day < self._since + self._days) if may_be_over else more
        self._holding.update(self._sellers[np.logical_or.reduce(self._held, axis=(1, 2))].tolist())
        if self._holding:
            self._most = self._part * self._plan.at(self._good, "lane", day)[self._lanes]

"""Depots: warehouses that hold a good without converting it."""

from collections.abc import Generator
from graphlib import TopologicalSorter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from sim.scenario.chain import DEPOTS
from sim.scenario.schema import Good
from sim.world.network.context import Context
from sim.world.state.state import stacked
from sim.world.time.clock import PLANNING_DAYS, Phase, orders_phase
from sim.world.trade.trade import Trade

F64 = NDArray[np.float64]


class Depots:
    """All depots of one good, ordered from the consumers' side up the chain.

    Attributes
    ----------
    stock : array, t, ``[depot, item, history]``
        On hand.
    """

    def __init__(self, context: Context, good: Good, trade: Trade) -> None:
        scenario = context.scenario
        self.names = sorted(d for d, depot in scenario.depots.items() if depot.good == good)
        phase = orders_phase(DEPOTS, good)
        assert phase is not None
        self._phase = phase
        self._clock, self._plan, self._trade = context.clock, context.plan, trade
        layout = trade.layout
        self._selling, self._buying = layout.seller_rows[DEPOTS], layout.buyer_rows[DEPOTS]
        self.stock = trade.stock[self._selling]
        self._arrived = trade.input[self._buying]
        self._on_order = trade.on_order[self._buying]
        depots = [scenario.depots[name] for name in self.names]
        draw = context.chance.draw
        self._stock_days = stacked(
            [
                draw(f"{DEPOTS}.{n}.stock_days", d.stock_days, 0.0)
                for n, d in zip(self.names, depots, strict=True)
            ],
            len(depots),
        )[:, None]
        self._fixed = [
            None
            if d.order_up_to_t is None
            else draw(f"{DEPOTS}.{n}.order_up_to_t", d.order_up_to_t, 0.0)
            for n, d in zip(self.names, depots, strict=True)
        ]
        self._order_of = self._from_consumers_up()
        self._level: list[F64] = []
        trade.use_of[DEPOTS] = self._use

    def _from_consumers_up(self) -> list[int]:
        layout = self._trade.layout
        buyers = {
            row: {
                int(buyer) - self._buying.start
                for buyer in layout.buyer[layout.lanes_of(self._selling.start + row)]
                if self._buying.start <= buyer < self._buying.stop
            }
            for row in range(len(self.names))
        }
        return list(TopologicalSorter(buyers).static_order())

    def _use(self) -> F64:
        sold = self._plan.at(self._plan.flows[self._trade.good].sold, self._clock.day)
        return sold[self._selling][..., None]

    def _review(self) -> None:
        levels = self._use() * (self._stock_days + self._trade.lanes.lead[self._buying])
        self._level = [
            level if fixed is None else fixed
            for level, fixed in zip(levels, self._fixed, strict=True)
        ]

    def run(self) -> Generator[Event, Any, Any]:
        """Store what arrives, order what the level lacks (a SimPy process)."""
        yield self._clock.today(Phase.COMPLETION)
        while True:
            self._trade.take_in(self._selling, self._arrived)
            self._arrived.fill(0.0)
            if self._clock.day % PLANNING_DAYS == 0:
                self._review()
            yield self._clock.today(self._phase)
            self._order()
            yield self._clock.tomorrow(Phase.COMPLETION)

    def _order(self) -> None:
        for row in self._order_of:
            seller, buyer = self._selling.start + row, self._buying.start + row
            backorders = self._trade.count_backorders(slice(seller, seller + 1))
            need = self._level[row] - self.stock[row]
            need -= self._on_order[row]
            need += backorders[0]
            np.maximum(need, 0.0, out=need)
            self._trade.place(slice(buyer, buyer + 1), need[None])

    def fill_at_start(self) -> None:
        """Put on hand what the level holds above what is on its way."""
        self._review()
        on_way = self._use() * self._trade.lanes.lead[self._buying]
        for row, level in enumerate(self._level):
            self.stock[row] = np.maximum(level - on_way[row], 0.0)

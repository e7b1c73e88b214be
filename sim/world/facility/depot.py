"""Depots: warehouses that hold a good without converting it."""

from collections.abc import Generator, Iterator
from graphlib import TopologicalSorter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from sim.scenario.chain import DEPOTS
from sim.scenario.schema import Good
from sim.world.facility.damage import Damage
from sim.world.network.context import Context
from sim.world.state.account import Account
from sim.world.time.clock import PLANNING_DAYS, Phase, Process, Turn, orders_phase
from sim.world.time.course import Course
from sim.world.trade.accounts import input_account, stock_account
from sim.world.trade.trade import Trade

F64 = NDArray[np.float64]


class Depots:
    """All depots of one good, ordered from the consumers' side up the chain.

    Attributes
    ----------
    stock : array, t, ``[depot, item, replication]``
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
        self._on_order = trade.book.on_order[self._buying]
        values = context.values
        days = [values.timeline(DEPOTS, name, "stock_days") for name in self.names]
        self._stock_days = Course.of(days, len(days), 1)
        self._fixed = [
            None
            if scenario.depots[name].order_up_to_t is None
            else values.course(DEPOTS, name, "order_up_to_t")
            for name in self.names
        ]
        self._levels_change = self._stock_days.changes or any(
            fixed is not None and fixed.changes for fixed in self._fixed
        )
        self._daily_use = self._lead = np.zeros((0, 1, 1))
        self._order_of = self._from_consumers_up()
        for row in self._order_of:
            trade.book.pass_on(self._buying.start + row, self._selling.start + row)
        self._level: list[F64] = []
        self.damage = Damage(context, f"{DEPOTS}.{good}", self.names, {"stock": self.stock})

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
        return self._plan.at(self._trade.good, "sold", self._clock.day)[self._selling]

    def _review(self) -> None:
        self._daily_use = self._use()
        self._lead = self._trade.lanes.lead[self._buying].copy()
        self._set_levels()

    def _hear(self) -> bool:
        """Take note of what an authority has told of its decisions today, if anything."""
        if (told := self._trade.lanes.told_today(self._clock.day)) is None:
            return False
        self._lead[..., told] = self._trade.lanes.lead[self._buying][..., told]
        return True

    def _set_levels(self) -> None:
        """Set the order-up-to levels of the day, for the use seen at the last review."""
        day = self._clock.day
        levels = self._daily_use * (self._stock_days.on(day) + self._lead)
        self._level = [
            level if fixed is None else fixed.on(day)
            for level, fixed in zip(levels, self._fixed, strict=True)
        ]

    def processes(self) -> Iterator[Process]:
        """Give the one process that carries all depots of the good."""
        name = f"depots of {self._trade.good}"
        yield Process(name, (Phase.COMPLETION, self._phase), "daily; reviews every week", self.run)

    def accounts(self) -> Iterator[Account]:
        """Give what the depots hold; what arrives is put on sale on its day."""
        yield stock_account(self._trade, self._selling, self.damage.destroyed("stock"))
        yield input_account(self._trade, self._buying, self._trade.made[self._selling])

    def run(self, turn: Turn) -> Generator[Event, Any, Any]:
        """Store what arrives, order what the level lacks (a SimPy process)."""
        yield turn.today(Phase.COMPLETION)
        while True:
            self._trade.take_in(self._selling, self._arrived)
            self._arrived.fill(0.0)
            if turn.day % PLANNING_DAYS == 0:
                self._review()
            elif self._hear() or self._levels_change:
                self._set_levels()
            yield turn.today(self._phase)
            self._order()
            yield turn.tomorrow(Phase.COMPLETION)

    def _order(self) -> None:
        for row in self._order_of:
            seller, buyer = self._selling.start + row, self._buying.start + row
            backorders = self._trade.book.count(slice(seller, seller + 1))
            need = self._level[row] - self.stock[row]
            need -= self._on_order[row]
            need += backorders[0]
            np.maximum(need, 0.0, out=need)
            self._trade.book.place(slice(buyer, buyer + 1), need[None])

    def fill_at_start(self) -> None:
        """Put on hand what the level holds above what is on its way."""
        self._review()
        on_way = self._use() * self._trade.lanes.lead[self._buying]
        for row, level in enumerate(self._level):
            self.stock[row] = np.maximum(level - on_way[row], 0.0)

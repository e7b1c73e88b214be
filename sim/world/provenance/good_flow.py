"""The way of one good in a month: from its sellers over lanes to its buyers."""

from collections.abc import Iterator, Sequence
from graphlib import TopologicalSorter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import CONCENTRATE, DEPOTS, OXIDE, SEPARATION_PLANTS
from sim.world.facility.surplus import Surplus
from sim.world.network.context import Context
from sim.world.network.layout import Layout
from sim.world.provenance.apart import Apart
from sim.world.provenance.cells import cells_of
from sim.world.provenance.labels import Labels
from sim.world.provenance.opening import Units
from sim.world.provenance.pool import Pool
from sim.world.provenance.reserve import Reserve
from sim.world.provenance.since import Since
from sim.world.stockpile.stockpile import StockpileHolding
from sim.world.trade.trade import Trade

F64 = NDArray[np.float64]
Index = NDArray[np.intp]


class _Passing(NamedTuple):
    """Who buys a good and sells it again, as it is or what of it he cannot use."""

    block: str
    row: int
    """Within its block."""
    buyer: int
    seller: int
    lanes: Index
    """Over which it sells."""


class GoodFlow:
    """One good with those who sell, buy and store it.

    Parameters
    ----------
    context : Context
    trade : Trade
    labels : Labels
    holdings : sequence of StockpileHolding
        Of stockpiles, of any form.
    surplus : Surplus or None
        Of separation plants, which hold it beside what is for sale.
    """

    def __init__(
        self,
        context: Context,
        trade: Trade,
        labels: Labels,
        holdings: Sequence[StockpileHolding],
        surplus: Surplus | None,
    ) -> None:
        state, layout, good = context.state, trade.layout, trade.good
        self._clock = context.clock
        self.good, self.layout, self._trade, self._labels = good, layout, trade, labels
        self.cells, count = cells_of(context, good), labels.count
        self.sellers = Pool(state, f"{good}.sellers", len(layout.sellers), self.cells, count)
        self.buyers = Pool(state, f"{good}.buyers", len(layout.buyers), self.cells, count)
        plants = layout.seller_rows.get(SEPARATION_PLANTS, slice(0, 0))
        self.reserves = [
            Reserve(state, one, self.cells, count, layout.buyers, plants)
            for one in holdings
            if one.good == good
        ]
        self._apart = Apart(trade.lanes, labels, self.cells)
        self._surplus = surplus if good == OXIDE else None
        self._made = Since(state, f"{good}.made", trade.made)
        trade.transport.sent.keep()
        self._sent = np.zeros((len(layout.routes), trade.items, state.width))
        self._busy = np.zeros(len(layout.routes), dtype=bool)
        self._passing = list(_passing(layout))
        later = {one.seller for one in self._passing}
        self._first = np.flatnonzero(~np.isin(layout.seller, list(later)))

    def open(self, units: Units) -> None:
        """Begin with what is there on the first day."""
        self.sellers.open(units.sold, self._on_sale)
        self.buyers.open(units.bought, self._with_buyers)
        for reserve in self.reserves:
            reserve.open(units)

    def read(self) -> None:
        """Read what was made and sent in the month."""
        self._made.read()
        self._sent = self._trade.transport.sent.read()
        self._busy = np.logical_or.reduce(self._sent > 0.0, axis=(1, 2))
        for reserve in self.reserves:
            reserve.read()

    @property
    def made(self) -> F64:
        """Made in the month, t, ``[seller, item, replication]``."""
        return self._made.amount

    def begin(self) -> None:
        """Begin the month with what is there."""
        self.sellers.begin()
        self.buyers.begin()

    def run(self) -> None:
        """Follow what sellers have had to the buyers."""
        self.sellers.mix(slice(None))
        self._ship(self._first, self.buyers.mixed)
        for block, row, buyer, seller, lanes in self._passing:
            at = slice(buyer, buyer + 1)
            self.buyers.mix(at)
            content = self.buyers.leaving(at, self.made[seller : seller + 1])
            if block != DEPOTS:
                content = self._labels.mark(block, slice(row, row + 1), content)
            self.sellers.add(slice(seller, seller + 1), content)
            self.sellers.mix(slice(seller, seller + 1))
            self._ship(lanes, self.buyers.mixed)
        for reserve in self.reserves:
            reserve.fill(self.sellers, self.buyers)
            self.buyers.add(reserve.receivers, reserve.given())
        self.buyers.mix(slice(None))

    def arriving(self) -> F64:
        """Give what sellers send to buyers, t, ``[buyer, cell, label, replication]``."""
        found = np.zeros_like(self.buyers.content)
        self.sellers.mix(slice(None))
        self._ship(self._first, found)
        return found

    def _ship(self, lanes: Index, into: F64) -> None:
        """Add what some lanes carry to what their buyers have."""
        apart = dict[int, F64]()
        for seller in np.unique(self.layout.seller[lanes]).tolist() if self._apart.any else ():
            own = self.layout.lanes_of(seller)
            apart |= self._apart.content(own, self.sellers.unit[seller], self._sent[own])
        for lane in lanes[self._busy[lanes]].tolist():
            seller, buyer = self.layout.seller[lane], into[self.layout.buyer[lane]]
            if lane in apart:
                buyer += apart[lane]
            else:
                buyer += self.sellers.unit[seller] * self._sent[lane][self.cells.item, None]

    def end(self) -> None:
        """End the month with what is there now."""
        self.sellers.end(self._on_sale)
        self.buyers.end(self._with_buyers)
        for reserve in self.reserves:
            reserve.pool.end(reserve.stock)

    @property
    def _with_buyers(self) -> F64:
        """On hand and on its way, t, ``[buyer, item, replication]``."""
        return self._trade.transport.in_transit.total(self._clock.day) + self._trade.input

    @property
    def _on_sale(self) -> F64:
        if self._surplus is None:
            return self._trade.stock
        stock = self._trade.stock.copy()
        stock[self.layout.seller_rows[SEPARATION_PLANTS]] += self._surplus.held
        return stock


def _passing(layout: Layout) -> Iterator[_Passing]:
    """Go through those who sell what they buy, each after those of whom it buys."""
    block = SEPARATION_PLANTS if layout.good == CONCENTRATE else DEPOTS
    selling = layout.seller_rows.get(block, slice(0, 0))
    buying = layout.buyer_rows.get(block, slice(0, 0))
    before: dict[int, set[int]] = {row: set() for row in range(selling.stop - selling.start)}
    for seller, buyer in zip(layout.seller.tolist(), layout.buyer.tolist(), strict=True):
        if selling.start <= seller < selling.stop and buying.start <= buyer < buying.stop:
            before[buyer - buying.start].add(seller - selling.start)
    for row in TopologicalSorter(before).static_order():
        lanes = np.flatnonzero(layout.seller == selling.start + row)
        yield _Passing(block, row, buying.start + row, selling.start + row, lanes)

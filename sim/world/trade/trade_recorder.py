"""Writes down what countries ship to each other, where a scenario asks for it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.rules.sourcing import Groups
from sim.scenario.network import Network
from sim.world.network.context import Context
from sim.world.record.series import Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.time.months import Months
from sim.world.trade.trade import Trade, Trades

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

SHIPPED = Series(
    name="shipped_t",
    axes=("month", "trade_flows"),
    unit="t",
    doc="what leaves a place for another, or stays in it, by month, single precision; good, item "
    "(grade, element, or `bulk` of concentrate), place of the seller and of the buyer, joined by "
    "dots",
    unit_note="of finished magnets, contained element of oxide, metal and scrap, or REO of "
    "concentrate",
    kept="shipped.<trade flow>",
)


@dataclass(frozen=True)
class _Counted:
    """The lanes of a good, put together by where they begin and end."""

    shipped: F64
    """Shipped since the month began, t, ``[lane, item, replication]``."""
    pairs: Groups
    names: tuple[str, ...]
    """A name for each pair of places and item, pair by pair."""

    @classmethod
    def of(cls, network: Network, trade: Trade) -> "_Counted":
        places = [
            (network.place_of(route.seller), network.place_of(route.buyer))
            for route in trade.layout.routes
        ]
        pairs = sorted(set(places))
        at = np.array([pairs.index(pair) for pair in places], dtype=np.intp)
        names = tuple(
            f"{trade.good}.{item}.{here}.{there}"
            for here, there in pairs
            for item in trade.layout.items
        )
        return cls(trade.shipments.new_total(), Groups(at, len(pairs)), names)


class TradeRecorder(SeriesRecorder):
    """Books what is shipped to its month, in a world that is asked for it."""

    declares = (SHIPPED,)

    def __init__(self, context: Context, trades: Trades) -> None:
        network = Network(context.scenario)
        self._months = Months(context.scenario)
        self._counted = [_Counted.of(network, trade) for trade in trades.values()]
        self._names = tuple(name for one in self._counted for name in one.names)
        shape = self._months.count, len(self._names), context.state.width
        self._shipped: F32 = np.zeros(shape, np.float32)

    def record(self, day: int) -> None:
        """Book to a month, on its last day, what was shipped in it."""
        if not self._months.ends(day):
            return
        at, table = 0, self._shipped[self._months.of(day)]
        for one in self._counted:
            table[at : at + len(one.names)] = one.pairs.total(one.shipped).reshape(
                len(one.names), -1
            )
            at += len(one.names)
            one.shipped.fill(0.0)

    def series(self) -> list[Recorded]:
        """Give what was shipped, t, ``[month, trade flow, replication]``."""
        return [SHIPPED.of(self._shipped, trade_flows=self._names)]

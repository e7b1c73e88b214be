"""What holding, transport and shortage cost, day by day, at the rates of the scenario."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sim.rules.sourcing import Groups
from sim.scenario.cost import Charged, Cost, costs, good_of
from sim.scenario.origin import dotted
from sim.scenario.schema import Good
from sim.world.facility.facilities import Facilities
from sim.world.facility.stock_table import stock_table
from sim.world.network.context import Context
from sim.world.time.course import Course, combined
from sim.world.trade.trade import Trade, Trades

F64 = NDArray[np.float64]

MUSD_PER_USD = 1e-6

Of = tuple[Charged, str, Good]
"""What is charged, of which block, of which good."""


@dataclass(frozen=True)
class _Charge:
    """The costs that charge rows of one table, as all that is on hand of a good."""

    tonnes: Callable[[], F64]
    """The table today, t, ``[row, item, 1 or replication]``."""
    rows: NDArray[np.intp]
    """Rows that are charged; a lane of the scenario may have several."""
    by_cost: Groups
    """The cost of each of them."""
    costs: NDArray[np.intp]
    """Places of these costs among all."""
    rate: Course
    """Million USD for a tonne, ``[cost, 1 or replication]``."""

    def amount(self, day: int) -> F64:
        """Give what is due today, million USD, ``[cost, 1 or replication]``."""
        charged = np.add.reduce(self.tonnes(), axis=1).take(self.rows, axis=0)
        return self.by_cost.total(charged) * self.rate.on(day)


class Costs:
    """The costs that a scenario keeps: they are counted, and steer nothing.

    Stocks are charged as they are at the end of a day; what is shipped, or not served, on its day.
    What is in transit is with its buyer, over whatever lanes it comes.

    Parameters
    ----------
    context : Context
    trades : mapping of Good to Trade
    facilities : Facilities

    Attributes
    ----------
    names : tuple of str
        The costs, by their paths in the scenario.
    """

    def __init__(self, context: Context, trades: Trades, facilities: Facilities) -> None:
        self._trades, self._facilities, self._clock = trades, facilities, context.clock
        scenario = context.scenario
        found = costs(scenario)
        self.names = tuple(dotted(cost.path) for cost in found)
        tables: dict[Of, list[tuple[int, Cost]]] = {}
        for place, cost in enumerate(found):
            of = cost.charged, cost.block, good_of(scenario, cost)
            tables.setdefault(of, []).append((place, cost))
        self._charges = [
            self._charge(context, of, members)
            for of, members in tables.items()
            if self._may_be_there(of)
        ]

    def book(self, total: F64) -> None:
        """Add what is due at the end of today to a total, million USD, ``[cost, replication]``."""
        for charge in self._charges:
            total[charge.costs] += charge.amount(self._clock.day)

    def _may_be_there(self, of: Of) -> bool:
        charged, block, good = of
        runs = charged != "in_process" or block in self._facilities.by_block
        return good in self._trades and runs

    def _table(self, of: Of) -> tuple[Callable[[], F64], Sequence[str]]:
        """Find what is charged, and whose the rows are."""
        charged, block, good = of
        trade, consumers = self._trades[good], self._facilities.consumers.of(good)
        if charged == "shipped":
            shipped = trade.shipments.today
            return lambda: shipped, [route.lane for route in trade.layout.routes]
        if charged == "transit":
            return partial(in_transit, trade), trade.layout.buyers
        if charged == "backlog":
            assert consumers is not None
            return lambda: consumers.waiting, consumers.names
        if charged == "unmet":
            assert consumers is not None
            return lambda: consumers.demand - consumers.served, consumers.names
        table, names = stock_table(self._trades, self._facilities, charged, block, good)
        return lambda: table, names

    def _charge(self, context: Context, of: Of, members: list[tuple[int, Cost]]) -> _Charge:
        tonnes, names = self._table(of)
        pairs = [
            (row, at)
            for at, (_, cost) in enumerate(members)
            for row, name in enumerate(names)
            if name == cost.name
        ]
        rates = Course.of([context.values.timeline(*c.path) for _, c in members], len(members))
        return _Charge(
            tonnes=tonnes,
            rows=np.array([row for row, _ in pairs], dtype=np.intp),
            by_cost=Groups(np.array([at for _, at in pairs], dtype=np.intp), len(members)),
            costs=np.array([place for place, _ in members], dtype=np.intp),
            rate=combined(lambda usd: usd * MUSD_PER_USD, rates),
        )


def in_transit(trade: Trade) -> F64:
    """Give what is on its way, t, ``[buyer, ordered item, replication]``.

    It is what is on order and not in a backlog: adding up all days of arrival would take long.
    """
    ordered = trade.book.on_order[:, : trade.ordered_items]
    return np.maximum(ordered - trade.layout.by_buyer.total(trade.book.backlog), 0.0)

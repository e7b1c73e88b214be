"""Writes down what stockpiles hold, buy, release and lose."""

import numpy as np
from numpy.typing import NDArray

from sim.world.network.context import Context
from sim.world.record.record import STOCKPILE_ENTRIES
from sim.world.stockpile.stockpile import StockpileHolding
from sim.world.time.months import Months

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


class StockpileRecorder:
    """Collects the series of stockpiles, a row for each stockpile and form.

    Attributes
    ----------
    names : tuple of str
        Ids of the rows.
    accounts : tuple of str
        Row and item of each account, joined by a colon.
    stock_t : array, t, ``[day, row, history]``
        At the end of the day.
    use_t : array, t a day, ``[day, row, history]``
        What the members use in the form held.
    usable_days : array, days, ``[day, row, history]``
        Days of the members' use that can reach them in time.
    account : array, ``[month, account, entry, history]``
        As :data:`~sim.world.record.record.STOCKPILE_ENTRIES`.
    """

    def __init__(self, context: Context, holdings: list[StockpileHolding]) -> None:
        scenario, width = context.scenario, context.state.width
        self._holdings, self._months = holdings, Months(scenario)
        self.names = tuple(holding.name for holding in holdings)
        self.accounts = tuple(f"{r.name}:{item}" for r in holdings for item in r.items)
        shape = scenario.days, len(holdings), width
        self.stock_t: F32 = np.zeros(shape, np.float32)
        self.use_t: F32 = np.zeros(shape, np.float32)
        self.usable_days: F32 = np.zeros(shape, np.float32)
        entries = len(STOCKPILE_ENTRIES)
        book = self._months.count, len(self.accounts), entries, width
        self.account: F32 = np.zeros(book, np.float32)
        self._booked = [np.zeros((len(r.items), entries - 1, width)) for r in holdings]

    def record(self, day: int) -> None:
        """Record today; book the month on its last day."""
        for row, holding in enumerate(self._holdings):
            use = holding.use()
            self.stock_t[day, row] = np.add.reduce(holding.stock, axis=0)
            self.use_t[day, row] = use
            self.usable_days[day, row] = holding.usable(use)
        if self._months.ends(day):
            self._book(self._months.of(day))

    def _book(self, month: int) -> None:
        first = 0
        for booked, holding in zip(self._booked, self._holdings, strict=True):
            rows = slice(first, first + len(holding.items))
            first = rows.stop
            total = _totals(holding)
            self.account[month, rows, 0] = holding.stock
            self.account[month, rows, 1:] = total - booked
            booked[...] = total

    def released_t(self) -> F64:
        """Give what was released over the run, t, ``[row, history]``."""
        width = self.stock_t.shape[-1]
        released = [np.add.reduce(r.released, axis=0) for r in self._holdings]
        return np.array(released).reshape(len(released), width)


def _totals(holding: StockpileHolding) -> F64:
    """Give the totals since the start in the order of the entries, ``[item, entry, history]``."""
    nothing = np.zeros_like(holding.stock)
    bought = nothing if holding.purchase is None else holding.purchase.bought
    paid = nothing if holding.purchase is None else holding.purchase.paid_musd
    return np.stack([bought, holding.released, holding.aged, paid], axis=1)

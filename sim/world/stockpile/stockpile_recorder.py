"""Writes down what stockpiles hold, buy, release and lose."""

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import STOCKPILES
from sim.world.network.context import Context
from sim.world.record.series import Entry, Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.stockpile.stockpile import StockpileHolding
from sim.world.time.months import Months

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

STOCKPILE = Series(
    name="stockpile_t",
    axes=("day", STOCKPILES),
    unit="t",
    doc="stock of the stockpiles at the end of the day, in the form held (contained element for "
    "oxide and metal); a row for the stockpile, or for stockpile and form, joined by a colon, "
    "where it `holds` several",
)
USE = Series(
    name="stockpile_use_t",
    axes=("day", STOCKPILES),
    unit="t",
    doc="what the members of each stockpile use in the form held, a day",
)
USABLE = Series(
    name="usable_days",
    axes=("day", STOCKPILES),
    unit="d",
    doc="days of the members' use that can reach them at today's rates of conversion and release "
    "within the stockpile's `usable_over_days`; tonnes of all items together: a scarce element "
    "may be gone earlier (`stockpile_account` tells them apart)",
)
RELEASED = Series(
    name="released_t",
    axes=(STOCKPILES,),
    unit="t",
    doc="released by the stockpiles, over the run",
)
ACCOUNT = Series(
    name="stockpile_account",
    axes=("month", "stockpile_accounts", "entry"),
    unit="t",
    doc="account of the goods of a stockpile by month and entry, single precision: a row for "
    "stockpile (and form) and item (element or grade), joined by a colon; entries `stock` at the "
    "month's end, and `bought` (arrived), `released`, `aged` (lost) and `paid_musd` over the month",
    entries=(
        Entry("stock", "on hand", "end"),
        Entry("bought", "arrived from purchases"),
        Entry("released", "released"),
        Entry("aged", "lost to ageing"),
        Entry("paid_musd", "paid for purchases", unit="MUSD"),
    ),
    kept="account.<stockpile>:<item>",
)


class StockpileRecorder(SeriesRecorder):
    """Notes the stock of stockpiles by day and their accounts by month."""

    declares = (STOCKPILE, USE, USABLE, RELEASED, ACCOUNT)

    def __init__(self, context: Context, holdings: list[StockpileHolding]) -> None:
        scenario, width = context.scenario, context.state.width
        self._holdings, self._months = holdings, Months(scenario)
        self._names = tuple(holding.name for holding in holdings)
        self._accounts = tuple(f"{r.name}:{item}" for r in holdings for item in r.items)
        shape = scenario.days, len(holdings), width
        self._stock: F32 = np.zeros(shape, np.float32)
        self._use: F32 = np.zeros(shape, np.float32)
        self._usable: F32 = np.zeros(shape, np.float32)
        entries = len(ACCOUNT.entries)
        book = self._months.count, len(self._accounts), entries, width
        self._account: F32 = np.zeros(book, np.float32)
        self._booked = [np.zeros((len(r.items), entries - 1, width)) for r in holdings]

    def record(self, day: int) -> None:
        """Record today; book the month on its last day."""
        for row, holding in enumerate(self._holdings):
            use = holding.use()
            self._stock[day, row] = np.add.reduce(holding.stock, axis=0)
            self._use[day, row] = use
            self._usable[day, row] = holding.usable(use)
        if self._months.ends(day):
            self._book(self._months.of(day))

    def _book(self, month: int) -> None:
        first = 0
        for booked, holding in zip(self._booked, self._holdings, strict=True):
            rows = slice(first, first + len(holding.items))
            first = rows.stop
            total = _totals(holding)
            self._account[month, rows, 0] = holding.stock
            self._account[month, rows, 1:] = total - booked
            booked[...] = total

    def series(self) -> list[Recorded]:
        """Give the days, the accounts by month, and what was released over the run."""
        rows, accounts = self._names, self._accounts
        released = [np.add.reduce(holding.released, axis=0) for holding in self._holdings]
        total = np.array(released).reshape(len(rows), self._stock.shape[-1])
        found = [
            STOCKPILE.of(self._stock, stockpiles=rows),
            USE.of(self._use, stockpiles=rows),
            USABLE.of(self._usable, stockpiles=rows),
            RELEASED.of(total, stockpiles=rows),
        ]
        return [*found, ACCOUNT.of(self._account, stockpile_accounts=accounts)] if rows else found


def _totals(holding: StockpileHolding) -> F64:
    """Give totals since the start in the order of the entries, ``[item, entry, replication]``."""
    nothing = np.zeros_like(holding.stock)
    bought = nothing if holding.purchase is None else holding.purchase.bought
    paid = nothing if holding.purchase is None else holding.purchase.paid_musd
    return np.stack([bought, holding.released, holding.aged, paid], axis=1)

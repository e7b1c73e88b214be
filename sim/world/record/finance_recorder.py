"""Writes down the books of stockpiles."""

import numpy as np
from numpy.typing import NDArray

from sim.rules.finance import FLOWS
from sim.world.network.context import Context
from sim.world.record.record import FINANCE_ENTRIES
from sim.world.stockpile.account import StockpileAccount
from sim.world.time.months import Months

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


class FinanceRecorder:
    """Collects the books by month, and daily what is owed and gained on paper.

    Attributes
    ----------
    names : tuple of str
        Ids of the stockpiles with books.
    musd : array, million USD, ``[month, stockpile, entry, history]``
        As :data:`~sim.world.record.record.FINANCE_ENTRIES`.
    owed_musd, unrealised_musd : array, million USD, ``[day, stockpile, history]``
        Principal owed; inventory at market less its cost; both at the end of the day.
    price_usd_per_kg : array, USD per kg as held, ``[account, history]``
        Prices of the last day, by row and item; nan for a stockpile without books.
    """

    def __init__(
        self, context: Context, accounts: list[StockpileAccount], ids: tuple[str, ...]
    ) -> None:
        scenario, width = context.scenario, context.state.width
        self._accounts, self._months = accounts, Months(scenario)
        self.names = tuple(account.stockpile for account in accounts)
        book = self._months.count, len(accounts), len(FINANCE_ENTRIES), width
        self.musd: F64 = np.zeros(book)
        shape = scenario.days, len(accounts), width
        self.owed_musd: F32 = np.zeros(shape, np.float32)
        self.unrealised_musd: F32 = np.zeros(shape, np.float32)
        self.price_usd_per_kg: F32 = np.full((len(ids), width), np.nan, np.float32)
        self._ids = ids
        self._last_day = scenario.days - 1
        self._booked = np.zeros((len(accounts), len(FLOWS), width))

    def record(self, day: int) -> None:
        """Record today; book the month on its last day."""
        for row, account in enumerate(self._accounts):
            self.owed_musd[day, row] = account.books.loan
            self.unrealised_musd[day, row] = account.value_musd() - account.cost_musd()
        if self._months.ends(day):
            month = self._months.of(day)
            for row, account in enumerate(self._accounts):
                self.musd[month, row] = self._entries(row, account)
        if day == self._last_day:
            self._note_prices()

    def _entries(self, row: int, account: StockpileAccount) -> F64:
        """Give the entries of a month, ``[entry, history]``."""
        books, cost, value = account.books, account.cost_musd(), account.value_musd()
        unrealised, realised = value - cost, books.realised
        flows = books.totals - self._booked[row]
        self._booked[row] = books.totals
        balances = (books.cash, cost, value, books.loan, books.interest_due, books.equity)
        return np.stack([*balances, realised, unrealised, realised + unrealised, *flows])

    def _note_prices(self) -> None:
        for account in self._accounts:
            for row, prices in zip(account.rows, account.prices_usd_per_kg(), strict=True):
                for item, price in zip(row.items, prices, strict=True):
                    self.price_usd_per_kg[self._ids.index(f"{row.name}:{item}")] = price

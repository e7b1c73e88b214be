"""Writes down the books of stockpiles."""

import numpy as np
from numpy.typing import NDArray

from sim.rules.finance import FLOWS
from sim.world.network.context import Context
from sim.world.record.series import Entry, Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.record.table import Column, Table
from sim.world.stockpile.account import StockpileAccount
from sim.world.stockpile.stockpile import StockpileHolding
from sim.world.time.months import Months

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

FINANCE = Series(
    name="finance_musd",
    axes=("month", "financed", "entry"),
    unit="MUSD",
    doc="books of a stockpile by month and entry, entries as in `finance.csv`",
    entries=(
        Entry("cash", "money on hand", "end"),
        Entry(
            "inventory_at_cost",
            "what is held, at the mean cost of each element or grade in each form",
            "end",
        ),
        Entry("inventory_at_market", "what is held, at the prices of the day", "end"),
        Entry("loan", "principal owed, with what was capitalised", "end"),
        Entry("interest_due", "interest since the last anniversary, owed on the next", "end"),
        Entry("equity", "paid in on the first day, and the worth of what was in stock then", "end"),
        Entry(
            "realised",
            "gains less losses since the start: sales less their cost, fees and interest on cash, "
            "less storage, handling, interest and write-down",
            "end",
        ),
        Entry("unrealised", "inventory at market less inventory at cost", "end"),
        Entry("result", "`realised` + `unrealised`", "end"),
        Entry("purchases", "paid for what arrived"),
        Entry("sales", "paid by members for what was released"),
        Entry("cost_of_sales", "cost of what was released"),
        Entry("fees", "fees of members"),
        Entry("storage", "cost of storage"),
        Entry("handling", "cost of handling"),
        Entry("interest", "interest on the loan as it accrues"),
        Entry("interest_paid", "interest on the loan as it is paid"),
        Entry("interest_earned", "interest on cash"),
        Entry("write_down", "cost of what aged away"),
        Entry("drawn", "drawn of the loan"),
        Entry("repaid", "repaid of the loan"),
        Entry(
            "capitalised",
            "added to the loan because neither cash nor what was left to draw could pay it",
        ),
    ),
    unit_note="million USD",
    kept="finance.<stockpile>",
    table=Table(
        file="finance.csv",
        rows="a row for each stockpile with books of money, month and entry; only where a "
        "stockpile has `finance`",
        doc="The books of each stockpile that has `finance`, by double entry: a row for each "
        "month, stockpile and entry, in million USD.",
        columns=(Column("stockpile", "its id"),),
        note="Every day in every history `cash` + `inventory_at_market` = `loan` + "
        "`interest_due` + `equity` + `result`; a run in which it does not hold stops. The same "
        "holds for the means, not for the quantiles.",
    ),
)
OWED = Series(
    name="owed_musd",
    axes=("day", "financed"),
    unit="MUSD",
    doc="principal owed at the end of the day",
)
UNREALISED = Series(
    name="unrealised_musd",
    axes=("day", "financed"),
    unit="MUSD",
    doc="what is held at market less its cost, at the end of the day",
)
LAST_PRICE = Series(
    name="last_price_usd_per_kg",
    axes=("stockpile_accounts",),
    unit="USD/kg",
    doc="price of what each account of stockpiles holds on the last day, as held; nan where no "
    "money is booked",
)


class FinanceRecorder(SeriesRecorder):
    """Notes books by month, and daily what is owed and gained on paper; of some, at least."""

    declares = (FINANCE, OWED, UNREALISED, LAST_PRICE)

    def __init__(
        self, context: Context, accounts: list[StockpileAccount], holdings: list[StockpileHolding]
    ) -> None:
        scenario, width = context.scenario, context.state.width
        self._accounts, self._months = accounts, Months(scenario)
        self._names = tuple(account.stockpile for account in accounts)
        book = self._months.count, len(accounts), len(FINANCE.entries), width
        self._musd: F64 = np.zeros(book)
        shape = scenario.days, len(accounts), width
        self._owed: F32 = np.zeros(shape, np.float32)
        self._unrealised: F32 = np.zeros(shape, np.float32)
        self._ids = tuple(
            f"{holding.name}:{item}" for holding in holdings for item in holding.items
        )
        self._price: F32 = np.full((len(self._ids), width), np.nan, np.float32)
        self._last_day = scenario.days - 1
        self._booked = np.zeros((len(accounts), len(FLOWS), width))

    def record(self, day: int) -> None:
        """Record today; book the month on its last day."""
        for row, account in enumerate(self._accounts):
            self._owed[day, row] = account.books.loan
            self._unrealised[day, row] = account.value_musd() - account.cost_musd()
        if self._months.ends(day):
            month = self._months.of(day)
            for row, account in enumerate(self._accounts):
                self._musd[month, row] = self._entries(row, account)
        if day == self._last_day:
            self._note_prices()

    def series(self) -> list[Recorded]:
        """Give the books, and the prices of the last day."""
        return [
            FINANCE.of(self._musd, financed=self._names),
            OWED.of(self._owed, financed=self._names),
            UNREALISED.of(self._unrealised, financed=self._names),
            LAST_PRICE.of(self._price, stockpile_accounts=self._ids),
        ]

    def _entries(self, row: int, account: StockpileAccount) -> F64:
        """Give the entries of a month, ``[entry, replication]``."""
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
                    self._price[self._ids.index(f"{row.name}:{item}")] = price

"""The money of a stockpile: its books, closed every day, and what it may still spend."""

import datetime as dt
from collections.abc import Generator, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from sim.rules.finance import (
    Books,
    Business,
    Terms,
    booked,
    imbalance,
    moved_out,
    opened,
    settled,
    spendable,
)
from sim.scenario.chain import STOCKPILES
from sim.scenario.membership import payers
from sim.scenario.schema import Finance, FixedPrice
from sim.world.market.market import Market
from sim.world.network.context import Context
from sim.world.state.account import BalanceError
from sim.world.state.state import added
from sim.world.stockpile.price import Price, price_in
from sim.world.stockpile.stockpile import StockpileHolding
from sim.world.time.clock import DAYS_PER_YEAR, Phase, Process, Turn
from sim.world.time.course import Course, combined

F64 = NDArray[np.float64]

MUSD_PER_USD = 1e-6
TOLERANCE = 1e-11
"""Largest imbalance, relative to what passed through: 0.1 USD in 10 billion."""


class _Goods:
    """What a stockpile holds in one form, at cost."""

    def __init__(self, row: StockpileHolding, price: Price, fixed: F64 | None) -> None:
        self._row, self._price, self._fixed = row, price, fixed
        self.cost_musd = np.zeros_like(row.stock)
        self.price_musd_per_t = np.zeros_like(row.stock)
        self._before = np.zeros((4, *row.stock.shape))

    def contributed(self) -> F64:
        """Take over what is there at the start, at its prices, million USD, ``[replication]``."""
        stock, bought, released, aged, _ = self._totals()
        value = (stock + released + aged - bought) * self._priced()
        self.cost_musd = value
        self._before[...] = 0.0
        return added(value)

    def day(self, *, at_cost: bool) -> Business:
        """Book the goods of today."""
        stock, *totals = self._totals()
        today = np.array(totals) - self._before
        self._before = np.array(totals)
        bought, released, aged, paid = today
        price = self._priced()
        left, lost, sold = moved_out(self.cost_musd + paid, stock, aged, released)
        self.cost_musd = left
        sales = sold if at_cost else released * (price if self._fixed is None else self._fixed)
        return Business(
            paid_musd=added(paid),
            sales_musd=added(sales),
            cost_of_sales_musd=added(sold),
            write_down_musd=added(lost),
            handled_t=added(bought) + added(released),
            stock_t=added(stock),
        )

    def value_musd(self) -> F64:
        """Mark what is held to market, million USD, ``[replication]``."""
        return added(self._row.stock * self.price_musd_per_t)

    def promised_musd(self, handling_usd_per_t: F64) -> F64:
        """Give what must be paid for what is on order, million USD, ``[replication]``."""
        purchase = self._row.purchase
        if purchase is None:
            return np.zeros(1)
        handling = added(purchase.ordered) * handling_usd_per_t * MUSD_PER_USD
        return added(purchase.promised_musd) + handling

    def unbooked_musd(self, handling_usd_per_t: F64) -> F64:
        """Give what was paid since the books were closed, million USD, ``[replication]``."""
        purchase = self._row.purchase
        if purchase is None:
            return np.zeros(1)
        handling = added(purchase.bought - self._before[0]) * handling_usd_per_t * MUSD_PER_USD
        return added(purchase.paid_musd - self._before[3]) + handling

    def _totals(self) -> tuple[F64, F64, F64, F64, F64]:
        """Give the stock, and since the start bought, released, aged (t) and paid (musd)."""
        row, nothing = self._row, np.zeros_like(self._row.stock)
        bought = nothing if row.purchase is None else row.purchase.bought
        paid = nothing if row.purchase is None else row.purchase.paid_musd
        return row.stock, bought, row.released, row.aged, paid

    def _priced(self) -> F64:
        self.price_musd_per_t = self._price() * MUSD_PER_USD + np.zeros_like(self._row.stock)
        return self.price_musd_per_t


class StockpileAccount:
    """The books of one stockpile.

    Attributes
    ----------
    stockpile : str
        Its id.
    rows : list of StockpileReserve
        What it holds in each form.
    books : Books
        As of the last day closed.
    """

    books: Books

    def __init__(
        self,
        context: Context,
        rows: list[StockpileHolding],
        market: Market | None,
        finance: Finance,
    ) -> None:
        self.stockpile, self.rows = rows[0].stockpile, rows
        self._finance = finance
        self._clock = context.clock
        self._terms = _TermsByDate(context, self.stockpile, finance)
        self._goods = []
        for row in rows:
            found = price_in(context, market, row.stockpile, row.good)
            if found is None and row.purchase is not None:
                found = row.purchase.price
            assert found is not None, "checked with the scenario"
            self._goods.append(_Goods(row, found, _fixed(context, row, finance)))
            if row.purchase is not None:
                row.purchase.budget.draw_on(self)
        self._anniversaries = _anniversaries(context.scenario.start, context.scenario.days)
        self._is_open = False

    @property
    def terms(self) -> Terms:
        """Terms of the day."""
        return self._terms.on(self._clock.day)

    @property
    def handling_usd_per_t(self) -> F64:
        """Cost of handling a tonne that comes in, USD, ``[1 or replication]``."""
        return self.terms.handling_usd_per_t

    def left(self) -> F64:
        """Give what is neither paid nor promised, million USD, ``[replication]``."""
        handling = self.handling_usd_per_t
        left = spendable(self.books) if self._is_open else self._at_first()
        for goods in self._goods:
            left = left - goods.unbooked_musd(handling) - goods.promised_musd(handling)
        return left

    def _at_first(self) -> F64:
        nothing = np.zeros(self.rows[0].stock.shape[-1])
        return self.terms.equity_musd + self.terms.loan_musd + nothing

    def processes(self) -> Iterator[Process]:
        """Give the process that keeps the account."""
        yield Process(f"account of {self.stockpile}", (Phase.CONSUMPTION,), "daily", self.run)

    def run(self, turn: Turn) -> Generator[Event, Any, Any]:
        """Close the account every day (a SimPy process)."""
        yield turn.today(Phase.CONSUMPTION)
        while True:
            self.close(turn.day)
            yield turn.tomorrow(Phase.CONSUMPTION)

    def close(self, day: int) -> None:
        """Book today, and pay what is due."""
        if not self._is_open:
            in_kind = sum((g.contributed() for g in self._goods[1:]), self._goods[0].contributed())
            self.books = opened(self.terms, in_kind, at_start=self._finance.drawn == "at_start")
            self._is_open = True
        did = _together(
            [goods.day(at_cost=self._finance.sale_price == "inventory") for goods in self._goods]
        )
        years, of_year = self._anniversaries[day]
        self.books = booked(self.books, self.terms, did, of_year, 1.0 / DAYS_PER_YEAR)
        if years:
            self.books = settled(self.books, self.terms, years)
        self._check(day)

    def cost_musd(self) -> F64:
        """Give what is held at cost, million USD, ``[replication]``."""
        return sum((added(g.cost_musd) for g in self._goods[1:]), added(self._goods[0].cost_musd))

    def value_musd(self) -> F64:
        """Give what is held at today's prices, million USD, ``[replication]``."""
        return sum((g.value_musd() for g in self._goods[1:]), self._goods[0].value_musd())

    def prices_usd_per_kg(self) -> list[F64]:
        """Give today's prices in each form, USD per kg as held, ``[item, replication]``."""
        return [goods.price_musd_per_t * 1e3 for goods in self._goods]

    def _check(self, day: int) -> None:
        gap = np.abs(imbalance(self.books, self.cost_musd(), self.value_musd()))
        size = np.abs(self.books.totals).max(axis=0) + self.books.cash + self.books.equity
        if not (gap <= TOLERANCE * np.maximum(size, 1.0)).all():
            raise BalanceError(
                f"day {day}: the books of the stockpile {self.stockpile} do not balance by "
                f"{gap.max():.3g} million USD"
            )


class _TermsByDate:
    """The terms of a stockpile's money on each day."""

    def __init__(self, context: Context, stockpile: str, finance: Finance) -> None:
        values, own = context.values, (STOCKPILES, stockpile)
        path, members = (*own, "finance"), (*own, "members")
        self._finance = finance
        self._loan, self._equity = (values.at(*path, k) for k in ("loan_musd", "equity_musd"))
        self._interest, self._cash_interest, self._storage, self._handling = (
            values.course(*path, key)
            for key in (
                "interest_per_year",
                "cash_interest_per_year",
                "storage_usd_per_t_year",
                "handling_usd_per_t",
            )
        )
        fees = [
            Course.of([values.timeline(*members, entry, "fee_musd_per_year", default=0.0)])
            for entry in payers(context.scenario, stockpile).values()
        ]
        self._fees = combined(lambda *each: sum(each, np.zeros(1)), *fees)

    def on(self, day: int) -> Terms:
        """Give the terms of a day."""
        return Terms(
            loan_musd=self._loan,
            equity_musd=self._equity,
            interest_per_year=self._interest.on(day),
            cash_interest_per_year=self._cash_interest.on(day),
            fees_musd_per_year=self._fees.on(day),
            storage_usd_per_t_year=self._storage.on(day),
            handling_usd_per_t=self._handling.on(day),
            loan_years=self._finance.loan_years,
            repayment=self._finance.repayment,
        )


def _fixed(context: Context, row: StockpileHolding, finance: Finance) -> F64 | None:
    """Give the fixed prices that members pay, million USD per t, ``[item, 1 or replication]``."""
    sale = finance.sale_price
    if not isinstance(sale, FixedPrice):
        return None
    path = STOCKPILES, row.stockpile, "finance", "sale_price", "fixed"
    musd_per_t = 1e3 * MUSD_PER_USD
    if isinstance(sale.fixed, dict):
        return context.values.table(*path, keys=row.items, default=0.0) * musd_per_t
    return np.asarray(context.values.at(*path) * musd_per_t)[None]


def _anniversaries(start: dt.date, days: int) -> list[tuple[int, float]]:
    """Tell of each day which anniversary it is (0 if none), and its share of the loan's year.

    The share is 0 on the first day, and that of the year that ends on an anniversary there.
    """
    found, last, years = [(0, 0.0)], 0, 0
    while len(found) < days:
        years += 1
        day = (_anniversary(start, years) - start).days
        length = day - last
        found += [(0, 1.0 / length)] * (length - 1) + [(years, 1.0 / length)]
        last = day
    return found[:days]


def _anniversary(start: dt.date, years: int) -> dt.date:
    """Give the same date years later; for 29 February where there is none, 28 February."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return start.replace(year=start.year + years, day=28)


def _together(businesses: list[Business]) -> Business:
    total = businesses[0]
    for one in businesses[1:]:
        total = Business(
            total.paid_musd + one.paid_musd,
            total.sales_musd + one.sales_musd,
            total.cost_of_sales_musd + one.cost_of_sales_musd,
            total.write_down_musd + one.write_down_musd,
            total.handled_t + one.handled_t,
            total.stock_t + one.stock_t,
        )
    return total

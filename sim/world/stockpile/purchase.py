"""Purchases of a stockpile, by plan, budget and price."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.rules.stockpile import affordable, planned_stock
from sim.scenario.chain import STOCKPILES
from sim.scenario.membership import fill_path, holding_path
from sim.scenario.origin import Path, dotted
from sim.scenario.schema import Fill, Form
from sim.world.chance.values import Values
from sim.world.network.context import Context
from sim.world.stockpile.price import Price
from sim.world.stockpile.provider import Provider
from sim.world.stockpile.receiver import Receivers
from sim.world.time.clock import PLANNING_DAYS

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Money(Protocol):
    """Where the money comes from.

    Attributes
    ----------
    handling_usd_per_t : array, USD a t, ``[1 or replication]``
        What a tonne costs that comes in, beside its price.
    """

    @property
    def handling_usd_per_t(self) -> F64:
        """Cost of handling."""

    def left(self) -> F64:
        """Give what is not paid or promised, million USD, ``[replication]``."""


class Budget:
    """The money of one programme of purchases, shared by the forms that it buys.

    Parameters
    ----------
    budget_musd : array, million USD, ``[1 or replication]``, or None
        What it may spend; None without a limit.
    """

    def __init__(self, budget_musd: F64 | None) -> None:
        self._budget = budget_musd
        self.spenders: list[Purchase] = []
        self._account: Money | None = None

    def draw_on(self, account: Money) -> None:
        """Pay from an account, whose money may be limited, too."""
        self._account = account

    def cost(self, price: F64) -> F64:
        """Give what a tonne costs at a price, USD, with the handling that the account pays."""
        return price if self._account is None else price + self._account.handling_usd_per_t

    def left(self) -> F64 | None:
        """Give what is not paid or promised, million USD, ``[replication]``; None: no limit."""
        most = None if self._account is None else self._account.left()
        if self._budget is None:
            return most
        left = self._budget
        for one in self.spenders:
            left = left - np.add.reduce(one.paid_musd, axis=0)
            left = left - np.add.reduce(one.promised_musd, axis=0)
        return left if most is None else np.minimum(left, most)


class Purchase:
    """The purchases of one form.

    Paid is on arrival, at the price of the day of the order (a mean over what is on order).

    Attributes
    ----------
    bought : array, t, ``[item, replication]``
        Arrived since the start.
    paid_musd, promised_musd : array, million USD, ``[item, replication]``
        Paid since the start, and to be paid for what is on order.
    ordered : array, t, ``[item, replication]``
        On order.
    provider : Provider
        Where it buys.
    budget : Budget
        What it is paid from.
    price : callable or None
        Prices of today; by default those that the fill block states, if it does.
    """

    def __init__(
        self,
        context: Context,
        stockpile: str,
        form: Form,
        provider: Provider,
        receivers: Receivers,
        budget: Budget,
        price: Price | None,
    ) -> None:
        scenario, state, clock = context.scenario, context.state, context.clock
        fill, release = (
            scenario.stockpiles[stockpile].forms[form].fill,
            scenario.stockpiles[stockpile].release,
        )
        assert fill is not None
        self._clock, self._receivers = clock, receivers
        self.provider = provider
        self.budget, self.price = budget, price
        budget.spenders.append(self)
        self._items = context.layouts[form].items
        label, count = dotted(holding_path(scenario, stockpile, form)), len(self._items)
        self.bought = state.total(f"{label}.bought", count)
        self.paid_musd = state.total(f"{label}.paid_musd", count)
        self.promised_musd = state.array(f"{label}.promised_musd", count)
        self.ordered = state.array(f"{label}.ordered", count)
        self._opening = np.zeros((count, 1))
        self._first = 0 if fill.start is None else clock.number(fill.start)
        self._last = self._first if fill.finish is None else clock.number(fill.finish)
        self._set_terms(context.values, fill_path(scenario, stockpile, form), fill)
        self._may_refill = release is not None and release.refill is not None
        self._refill_after, self._refill_over = np.zeros(1), np.ones(1)
        if self._may_refill:
            refill = STOCKPILES, stockpile, "release", "refill"
            self._refill_after = context.values.at(*refill, "after_days")
            self._refill_over = context.values.at(*refill, "over_days")
        self._last_open = np.full(state.width, -np.inf)

    def _set_terms(self, values: Values, path: Path, fill: Fill) -> None:
        """Draw target, prices and cap, ``[item, 1 or replication]`` each."""
        items = self._items
        self._days: F64 | None = None
        if fill.target_days is not None:
            self._days = values.by_key(*path, "target_days", keys=items, default=0.0)
        self._target = values.table(*path, "target_t", keys=items, default=0.0)
        if self.price is None and fill.price_usd_per_kg is not None:
            stated = 1e3 * values.table(*path, "price_usd_per_kg", keys=items, default=0.0)
            self.price = lambda: stated
        self._cap: F64 | None = None
        if fill.price_cap_usd_per_kg is not None:
            cap = (*path, "price_cap_usd_per_kg")
            self._cap = 1e3 * values.by_key(*cap, keys=items, default=np.inf)

    def begin(self, opening: F64) -> None:
        """Note the stock with which the programme begins, t, ``[item, replication]``."""
        self._opening = opening.copy()
        self._last_open.fill(-np.inf)

    def take_in(self) -> F64:
        """Take over and pay for what arrived today, t, ``[item, replication]``."""
        arrived, left = self.provider.take_in(), self.provider.coming()
        cost = np.divide(
            self.promised_musd,
            self.ordered,
            out=np.zeros_like(arrived),
            where=self.ordered > 0.0,
        )
        self.bought += arrived
        self.paid_musd += np.minimum(arrived, self.ordered) * cost
        # What was taken back from closed and failing lanes, or seized, is not paid.
        self.promised_musd[...] = np.minimum(left, self.ordered) * cost
        self.ordered[...] = left
        return arrived

    def order(self, stock: F64, released: F64, releasing: Mask) -> None:
        """Order what stock and orders lack of the plan of today.

        Parameters
        ----------
        stock, released : array, t, ``[item, replication]``
            On hand, and released since the start.
        releasing : array of bool, ``[replication]``
            Where a release order is in force: nothing is bought there.
        """
        day = self._clock.day
        self._last_open = np.where(releasing, float(day), self._last_open)
        if day < self._first:
            return
        if self._days is not None and (day % PLANNING_DAYS == 0 or day == self._first):
            self._target = self._days * self._receivers.planned(day)
        plan = planned_stock(day, self._first, self._last, self._opening, self._target)
        position = stock + self.ordered
        if self._may_refill:
            # Until it may buy back, it only goes on with what it has not yet bought at all.
            waits = day - self._last_open < self._refill_after
            need = np.maximum(plan - position - np.where(waits, released, 0.0), 0.0)
            pace = np.minimum(need, self._target / self._refill_over)
            need = np.where(released > 0.0, pace, need)
        else:
            need = np.maximum(plan - position - released, 0.0)
        need = np.where(releasing, 0.0, need)
        price = None if self.price is None else self.price()
        if price is not None:
            if self._cap is not None:
                need = np.where(price > self._cap, 0.0, need)
            left = self.budget.left()
            if left is not None:
                need = affordable(need, self.budget.cost(price), left)
        if need.any():
            placed = self.provider.place(need)
            self.ordered += placed
            if price is not None:
                self.promised_musd += placed * price / 1e6

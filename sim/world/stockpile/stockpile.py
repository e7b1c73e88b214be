"""Strategic stockpiles: stocks beside the chain, in the forms it holds."""

from collections.abc import Generator, Iterator
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from sim.rules.allocation import Classes, ration, ration_by_value
from sim.rules.stockpile import over_use, ranked, usable_days
from sim.scenario.chain import STOCKPILES
from sim.scenario.membership import holding_path, row_name
from sim.scenario.origin import dotted
from sim.scenario.schema import Form
from sim.world.network.context import Context
from sim.world.network.layout import priority_classes
from sim.world.state.account import Account
from sim.world.state.tally import Tally
from sim.world.stockpile.membership import Members
from sim.world.stockpile.purchase import Purchase
from sim.world.stockpile.receiver import Receivers, Users
from sim.world.stockpile.release_order import Policy
from sim.world.time.clock import DAYS_PER_YEAR, Phase, Process, Turn
from sim.world.time.course import Course, combined
from sim.world.trade.trade import Trade

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]


class StockpileHolding:
    """What one stockpile holds in one form.

    Receivers ask for what they lack: consumers, and plants that are members, for what lifts their
    cover; plants that convert for members, for what waiting orders lack. While a release order is
    in force they get it, as far as stock, daily limit and what members may draw allow.

    Several stockpiles release in the order of their ids and, within one, along the chain: what one
    has given, the next is no longer asked for.

    Attributes
    ----------
    name : str
        Row of the record: the stockpile, and its form if it may hold several.
    stock : array, t, ``[item, replication]``
        On hand.
    released, aged : array, t, ``[item, replication]``
        Released, and lost to ageing, since the start.
    receivers : Receivers
        To whom it releases.
    given : Tally
        What each of them got, ``[receiver, item, replication]``.
    members : Members
        The consumers that may draw on it.
    purchase : Purchase or None
        What it buys.
    """

    def __init__(
        self,
        context: Context,
        stockpile: str,
        form: Form,
        trade: Trade,
        members: Members,
        receivers: Receivers,
        policy: Policy,
    ) -> None:
        scenario, state, values = context.scenario, context.state, context.values
        block = scenario.stockpiles[stockpile]
        holding = block.forms[form]
        self.name, self.stockpile, self.good = row_name(scenario, stockpile, form), stockpile, form
        own, path = (STOCKPILES, stockpile), holding_path(scenario, stockpile, form)
        label = dotted(path)
        self._trade, self._clock, self.receivers = trade, context.clock, receivers
        self._policy, self.members = policy, members
        count = len(trade.layout.items)
        self.items = trade.layout.items
        self.stock = state.array(f"{label}.stock", count)
        self.released = state.total(f"{label}.released", count)
        self.aged = state.total(f"{label}.aged", count)
        self.given = Tally((len(receivers.rows), count, state.width))
        self.purchase: Purchase | None = None
        self._set_allocation(context, members)
        if holding.fill_t is not None:
            self._opening = values.table(*path, "fill_t", keys=self.items, default=0.0)
        else:
            days = values.by_key(*path, "fill_days", keys=self.items, default=0.0)
            self._opening = days * receivers.planned(0)
        self._over_days = values.course(*own, "usable_over_days")
        ageing = values.timeline(*own, "ageing_per_year")
        self._kept_a_day = combined(_kept_a_day, Course.of([ageing]))
        self._ages = bool((ageing.most > 0.0).any())
        self._kept = np.zeros(self.stock.shape)
        self._releasing = np.zeros(state.width, dtype=bool)

    def _set_allocation(self, context: Context, members: Members) -> None:
        """Set in which order receivers are served, and who counts as defence."""
        rows, layout = self.receivers.rows, self._trade.layout
        names = [layout.buyers[row] for row in rows]
        rule = context.scenario.stockpiles[self.stockpile].allocation
        # The plain policy cuts what it has granted to all; others rank within the daily rate.
        block = context.scenario.stockpiles[self.stockpile]
        self._ranks_within_rate = block.release is not None or rule is not None
        self._order: NDArray[np.intp] | None = None
        self._values: F64 | None = None
        self._classes: Classes = priority_classes(context.scenario, block.country, names)
        ids = {name: at for at, name in enumerate(members.names)}
        known = isinstance(self.receivers, Users) and bool(members.names)
        self._is_defence = np.array(
            [known and name in ids and bool(members.defence[ids[name]]) for name in names],
            dtype=bool,
        )
        if rule == "pro_rata" or (rule is not None and not known):
            self._classes = [slice(0, len(names))]
        elif rule == "defence_first":
            self._order, self._classes = ranked(self._is_defence.astype(float).tolist())
        elif rule == "value":
            self._values = members.values[[ids[name] for name in names]]

    @property
    def is_releasing(self) -> Mask:
        """Where a release order was in force today, ``[replication]``."""
        return self._releasing

    @property
    def is_ordered(self) -> Mask:
        """Where a release order is given, though its lag may still run, ``[replication]``."""
        return self._policy.is_ordered

    @property
    def kept_back_t(self) -> F64:
        """What is kept back for all of an order, t, ``[replication]``."""
        return np.asarray(np.add.reduce(self._kept, axis=0))

    def buy(self, purchase: Purchase) -> None:
        """Let it be filled by purchases."""
        self.purchase = purchase

    def fill_at_start(self) -> None:
        """Fill the stocks; no order is in force yet."""
        self.stock[...] = self._opening
        self._policy.begin()
        self._releasing.fill(False)
        if self.purchase is not None:
            self.purchase.begin(self.stock)

    def processes(self) -> Iterator[Process]:
        """Give the process that carries what is held."""
        phases = Phase.ORDERS_CONSUMERS, Phase.RELIEF
        yield Process(f"stockpile {self.name}", phases, "daily", self.run)

    def accounts(self) -> Iterator[Account]:
        """Give what is held, and what of purchases has arrived."""
        bought = np.zeros_like(self.stock)
        if self.purchase is not None:
            bought = self.purchase.bought
            yield self.purchase.provider.account(bought)
        gone, name = (self.released + self.aged)[None], f"reserve of {self.good}"
        yield Account(name, (self.name,), self.stock[None], bought[None], gone)

    def run(self, turn: Turn) -> Generator[Event, Any, Any]:
        """Buy, and look after the members, every day (a SimPy process)."""
        while True:
            if self.purchase is not None:
                yield turn.today(Phase.ORDERS_CONSUMERS)
                self.stock += self.purchase.take_in()
                self.purchase.order(self.stock, self.released, self._releasing)
            yield turn.today(Phase.RELIEF)
            if self._ages:
                self._age()
            self.relieve()
            yield turn.tomorrow(Phase.ARRIVALS)

    def _age(self) -> None:
        lost = self.stock * (1.0 - self._kept_a_day.on(self._clock.day))
        self.stock -= lost
        self.aged += lost

    def relieve(self) -> None:
        """Give receivers what they lack, if a release order is in force."""
        lift = self._policy.target_cover_days
        asked = cache(lambda: self.receivers.requested(lift))
        in_need = cache(lambda: self.receivers.in_need(asked(), lift))
        in_force = self._policy.in_force(self._clock.day, in_need)
        begun = in_force & ~self._releasing
        self._releasing = in_force
        if self._policy.kept_back > 0.0 and begun.any():
            np.copyto(self._kept, self._policy.kept_back * self.stock, where=begun)
        if not in_force.any() or not (released := in_need() & in_force).any():
            return
        granted = self._granted(np.where(released, asked(), 0.0))
        limit = self._policy.rate(self.good)
        if limit is not None and not self._ranks_within_rate:
            total = np.add.reduce(granted, axis=(0, 1))
            granted *= np.divide(limit, total, out=np.ones_like(total), where=total > limit)
        self._trade.relieve(self.receivers.rows, granted)
        self.given.note(slice(None), granted)
        leaving = np.add.reduce(granted, axis=0)
        self.stock -= leaving
        np.maximum(self.stock, 0.0, out=self.stock)
        self.released += leaving

    def _granted(self, requested: F64) -> F64:
        """Share out stock, t, ``[receiver, item, replication]``: what is kept back comes last."""
        most = self.receivers.limit(defence=False)
        rate = self._policy.rate(self.good)
        if rate is not None and self._ranks_within_rate:
            most = self._within(rate, requested, most)
        if self._policy.kept_back == 0.0:
            return self._shared_out(self.stock, requested, most)
        free = np.maximum(self.stock - self._kept, 0.0)
        granted = self._shared_out(free, requested, most)
        if self._policy.kept_for_defence:
            given = np.add.reduce(granted, axis=0)
            rest = requested - granted
            if isinstance(self.receivers, Users):
                rest = rest * self._is_defence[:, None, None]
            defence = self.receivers.limit(defence=True)
            if defence is not None:
                most = defence if most is None else np.minimum(most, defence)
            if most is not None:
                most = np.maximum(most - given, 0.0)
            granted += self._shared_out(np.maximum(self.stock - given, 0.0), rest, most)
        return granted

    def _within(self, rate: F64, requested: F64, most: F64 | None) -> F64:
        """Give what may leave of each item today, t: all alike if the rate binds."""
        leaving = np.minimum(np.add.reduce(requested, axis=0), self.stock)
        if most is not None:
            leaving = np.minimum(leaving, most)
        total = np.add.reduce(leaving, axis=0)
        part = np.divide(rate, total, out=np.ones_like(total), where=total > rate)
        return np.asarray(leaving * part)

    def _shared_out(self, stock: F64, requested: F64, most: F64 | None) -> F64:
        if most is not None:
            stock = np.minimum(stock, most)
        if self._values is not None:
            return ration_by_value(stock, requested, self._values)
        if self._order is None:
            return ration(stock, requested, self._classes)
        granted = np.empty_like(requested)
        granted[self._order] = ration(stock, requested[self._order], self._classes)
        return granted

    def use(self) -> F64:
        """Give the members' use of today in this form, t, ``[1 or replication]``."""
        return np.asarray(np.add.reduce(self.receivers.use(), axis=0))

    def usable(self, use: F64) -> F64:
        """Give the days of *use*, t a day, that can reach members in time, ``[replication]``."""
        stock = np.add.reduce(self.stock, axis=0)
        limit = self._policy.rate(self.good)
        conversion = self.receivers.conversion(use)
        if limit is None and np.isinf(conversion).all():
            return over_use(stock, use)
        rate = np.array([np.inf]) if limit is None else over_use(limit, use)
        return usable_days(
            over_use(stock, use), conversion, rate, self._over_days.on(self._clock.day)
        )


def _kept_a_day(ageing_per_year: F64) -> F64:
    """Give the share of a stock that is left after a day.

    All is lost in a year of which a share of 1 is lost, evenly but for the last.
    """
    return np.asarray(np.maximum(1.0 - ageing_per_year, 1e-12) ** (1.0 / DAYS_PER_YEAR))

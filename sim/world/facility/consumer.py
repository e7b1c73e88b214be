"""Consumers: they use a good every day, order to keep their buffer, and run short."""

from collections.abc import Generator, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from sim.scenario.chain import CONSUMERS, MAGNETS
from sim.scenario.schema import CatchUp, Good, Scenario
from sim.world.chance.chance import Chance
from sim.world.chance.in_order import InOrder
from sim.world.facility.builders import Builders, Short
from sim.world.facility.emergency import Emergencies
from sim.world.facility.firms import Firms, Today
from sim.world.facility.firms_day import Rules
from sim.world.network.context import Context
from sim.world.network.layout import ordered_ids
from sim.world.state.account import Account
from sim.world.state.state import State, added
from sim.world.time.clock import Phase, Process, Turn
from sim.world.time.course import Course, combined
from sim.world.time.timeline import Timeline
from sim.world.timing.timing import Timing
from sim.world.trade.accounts import input_account
from sim.world.trade.trade import Trade

F64 = NDArray[np.float64]
ALL = slice(None)


def name_of(good: Good) -> str:
    """Name those who use a good, in a list of processes or of states."""
    return CONSUMERS if good == MAGNETS else f"{CONSUMERS} of {good}"


class Consumers:
    """All consumers of a good: one process carries them as an axis of its arrays.

    Items are grades of magnets, or elements; tonnes are those of the good.

    Attributes
    ----------
    good : Good
    names : list of str
        In the order of their rows.
    items : tuple of str
        What they use, grades or elements.
    demand, served : array, t, ``[consumer, item, 1 or replication]``
        Today's demand, and what of it is served today.
    waiting : array, t, ``[consumer, item, replication]``
        Unmet demand that customers still wait for.
    written_off : array, t, ``[consumer, item, replication]``
        What was theirs, and they may not use, since the start.
    destroyed : array, t, ``[consumer, replication]``
        Demand that high prices have driven away since the start: not asked for, so never unmet.
    """

    block = CONSUMERS
    """Block of the scenario."""

    def __init__(
        self,
        context: Context,
        trade: Trade,
        shocks: list[tuple[NDArray[np.intp], Timing]],
        last_day: int,
    ) -> None:
        scenario, state, chance = context.scenario, context.state, context.chance
        self.good = trade.good
        self.names = ordered_ids(scenario, CONSUMERS, trade.good)
        self.items = trade.layout.items
        self.label = name_of(trade.good)
        """Name of the process and of its state."""
        self._trade, self._clock = trade, context.clock
        self._rows = trade.layout.buyer_rows[CONSUMERS]
        self._shocks = shocks
        self._first_day = first_day = context.clock.day
        self._planned = context.demand[trade.good]
        self._table: F64 | None = None
        if self._planned.width == 1:
            self._table = self._planned.over(np.arange(first_day, last_day, dtype=float))
        label, shape = self.label, (len(self.names), len(self.items))
        self.demand = self.served = np.zeros((*shape, 1))
        self._demand = np.zeros((*shape, state.width))
        self._served = np.zeros((*shape, state.width))
        self.waiting = state.array(f"{label}.waiting", *shape)
        self.used = state.total(f"{label}.used", *shape)
        self.unmet = state.total(f"{label}.unmet", *shape)
        self.caught_up = state.total(f"{label}.caught_up", shape[0])
        self.written_off = state.total(f"{label}.written_off", *shape)
        self.on_hand = trade.input[self._rows]
        self._on_order = trade.book.on_order[self._rows]
        self._relief = trade.relief[self._rows]
        self._received = trade.received[self._rows]
        trade.book.need(self._rows, lambda: self.demand, self._late)
        self._stock_days = context.coefficients.numbers(CONSUMERS, "stock_days", good=self.good)
        self._firms = self._firms_of(scenario, state)
        if self._firms is not None:
            factor = self._firms.factor
            self._stock_days = combined(lambda days: days * factor, self._stock_days)
        self.emergencies = Emergencies(context, self.names, self.label)
        self._fixed_level = self._fixed_levels(context)
        self._set_unmet_rules(context)
        self._variation = self._variations(scenario, chance)
        self.anyone_waits = False
        self._hoarding: F64 | None = None
        self._response: F64 | None = None
        self._responding: NDArray[np.intp] | slice = ALL
        self.destroyed = np.zeros((shape[0], state.width))
        self.saved = np.zeros((shape[0], 1))
        """Demand of the day that they learned to do without, t, ``[consumer, 1 or ...]``."""
        self.builders = Builders(context, self.names, self.label)

    def _firms_of(self, scenario: Scenario, state: State) -> Firms | None:
        if all(scenario.consumers[name].firms is None for name in self.names):
            return None
        return Firms(scenario, state, self.names, self.items, self.label)

    def _fixed_levels(self, context: Context) -> Course | None:
        consumers = context.scenario.consumers
        if all(consumers[name].order_up_to_t is None for name in self.names):
            return None
        return context.coefficients.numbers(
            CONSUMERS, "order_up_to_t", default=np.nan, good=self.good
        )

    def _set_unmet_rules(self, context: Context) -> None:
        def always(share: float) -> Timeline:
            start = context.scenario.start
            return Timeline({start: np.array([share])}, start)

        def rule(name: str) -> tuple[Timeline, Timeline, bool]:
            unmet, path = context.scenario.consumers[name].unmet, (CONSUMERS, name, "unmet")
            if isinstance(unmet, CatchUp):
                line = context.values.timeline
                return line(*path, "share"), line(*path, "overtime"), False
            return always(float(unmet == "backlog")), always(0.0), unmet == "backlog"

        rules = [rule(name) for name in self.names]
        self._kept = Course.of([r[0] for r in rules], len(rules), 1)
        self._overtime = Course.of([r[1] for r in rules], len(rules), 1)
        self._oldest_first = np.array([r[2] for r in rules])[:, None, None]
        self.can_wait = any(bool(r[0].most.any()) for r in rules)
        self._works_overtime = any(bool(r[1].most.any()) for r in rules)
        self._serves_oldest_first = bool(self._oldest_first.any())

    def _variations(self, scenario: Scenario, chance: Chance) -> dict[int, InOrder[F64]]:
        return {
            row: InOrder(chance.daily(f"{CONSUMERS}.{name}.daily_variation", variation))
            for row, name in enumerate(self.names)
            if (variation := scenario.consumers[name].daily_variation) is not None
        }

    @property
    def demand_is_random(self) -> bool:
        """Whether replications differ in demand."""
        varies = bool(self._variation or self._shocks) or self._table is None
        return varies or self._response is not None or bool(self.emergencies)

    def expected(self, day: int) -> F64:
        """Give planned demand of a day, less what they learned to do without.

        Returns
        -------
        array, t, ``[consumer, item, 1 or replication]``
        """
        value = self._planned_on(day)
        return self.emergencies.less(value) if self.emergencies else value

    def _planned_on(self, day: int) -> F64:
        table = self._table
        return self._planned.at(day) if table is None else table[day - self._first_day]

    def fill_at_start(self) -> None:
        """Put the buffer on hand."""
        day = self._clock.day
        expected = self.expected(day)
        self.on_hand[...] = expected * self._stock_days.on(day)[:, None]
        if self._fixed_level is not None:
            on_way = expected * self._trade.lanes.lead[self._rows]
            fixed = ~np.isnan(self._fixed_level.on(day)[:, 0])
            self.on_hand[fixed] = np.maximum(self._levels(expected) - on_way, 0.0)[fixed]

    @property
    def follows_prices(self) -> bool:
        """Whether demand responds to prices."""
        return self._response is not None

    @property
    def daily_use(self) -> F64:
        """What they use in a day: demand, t, ``[consumer, item, 1 or replication]``."""
        return self.demand

    def follow_prices(self, response: F64, rows: NDArray[np.intp] | slice = ALL) -> None:
        """Let demand respond to prices by a factor, ``[row, replication]``, kept up.

        What it takes away is in :attr:`destroyed`.

        Parameters
        ----------
        response : array
            By consumer, of whatever good.
        rows : array of int, optional
            Which rows are theirs; all if not given.
        """
        self._response, self._responding = response, rows

    def hoard(self, factor: F64 | None) -> None:
        """Multiply stock targets from now on, ``[consumer, 1, replication]``; None: by nothing.

        What is on its way comes on top, as ever.
        """
        self._hoarding = factor

    def processes(self) -> Iterator[Process]:
        """Give the one process that carries all consumers."""
        phases = (Phase.DEMAND, Phase.ORDERS_CONSUMERS, Phase.CONSUMPTION)
        yield Process(self.label, phases, "daily", self.run)

    def accounts(self) -> Iterator[Account]:
        """Give what consumers hold."""
        yield input_account(self._trade, self._rows, self.used + self.written_off)

    def run(self, turn: Turn) -> Generator[Event, Any, Any]:
        """Learn demand, order, consume: every day (a SimPy process)."""
        yield turn.today(Phase.DEMAND)
        while True:
            self._learn_demand()
            yield turn.today(Phase.ORDERS_CONSUMERS)
            self._order()
            yield turn.today(Phase.CONSUMPTION)
            self._consume()
            yield turn.tomorrow(Phase.DEMAND)

    def _learn_demand(self) -> None:
        day = self._clock.day
        self.demand = self._planned_on(day)
        if not self.demand_is_random:
            return
        self._demand[...] = self.demand
        self.demand = self._demand
        for row, factors in self._variation.items():
            self.demand[row] *= factors.of(max(day, 0))
        for rows, shock in self._shocks:
            active = shock.active(day)
            if active.any():
                self.demand[rows] *= np.where(active, shock.left, 1.0)
        if (response := self._responded()) is not None:
            asked = np.add.reduce(self.demand, axis=1)
            self.destroyed += asked * np.maximum(1.0 - response, 0.0)
            self.demand *= response[:, None]
        if self.emergencies:
            normal, self.demand = self.demand, self.emergencies.less(self.demand)
            self.saved = np.add.reduce(normal - self.demand, axis=1)

    def _responded(self) -> F64 | None:
        """Give the factor of prices on demand, ``[consumer, replication]``; None without."""
        return None if self._response is None else self._response[self._responding]

    def shelf_days(self, day: int) -> F64:
        """Give the days of use that shelves hold by their targets of a day, ``[consumer, ...]``."""
        days = self._stock_days.on(day)
        if self._fixed_level is None:
            return days
        expected = self._planned.at(day)
        on_way = added(np.moveaxis(expected * self._trade.lanes.lead[self._rows], 1, 0))
        use = added(np.moveaxis(expected, 1, 0))
        held = np.maximum(self._fixed_level.on(day) - on_way, 0.0)
        fixed = np.divide(held, use, out=np.zeros_like(held), where=use > 0.0)
        return np.where(np.isnan(held), days, fixed)

    def write_off(self, row: int, amount: F64) -> None:
        """Take what one may not use out of its stock, t, ``[item, replication]``."""
        self.on_hand[row] -= amount
        self.written_off[row] += amount

    def _levels(self, expected: F64) -> F64:
        """Give the order-up-to levels, t, ``[consumer, item, 1 or replication]``."""
        day, lead = self._clock.day, self._trade.lanes.lead[self._rows]
        level = expected * (self._stock_days.on(day)[:, None] + lead)
        response = self._responded()
        if response is not None:
            level = level * response[:, None]
        if self._fixed_level is not None:
            share = expected / added(np.moveaxis(expected, 1, 0))[:, None]
            fixed = share * self._fixed_level.on(day)[:, None]
            level = np.where(np.isnan(fixed), level, fixed)
        if self._hoarding is not None:
            on_way = expected * lead
            if response is not None:
                on_way = on_way * response[:, None]
            level = level + (self._hoarding - 1.0) * np.maximum(level - on_way, 0.0)
        return level

    def _late(self) -> F64:
        """Give what they could use today beside demand, t, ``[consumer, item, ...]``."""
        if not self.anyone_waits:
            return np.zeros(1)
        overtime = self._overtime.on(self._clock.day)
        usable = np.where(self._oldest_first, np.inf, overtime * self.demand)
        return np.minimum(self.waiting, usable)

    @property
    def has_firms(self) -> bool:
        """Whether any of them has firms with shelves of their own."""
        return self._firms is not None

    def within(self, days: F64, rows: NDArray[np.intp]) -> F64:
        """Give what some have that they use within some days, t, ``[row, item, replication]``.

        A firm has no use for what is on the shelf of another.
        """
        found = np.minimum(self.on_hand[rows], self.demand[rows] * days)
        if self._firms is not None:
            at, reach = self._firms.within(days, rows, self._today())
            found[at] = reach
        return np.asarray(found)

    def lift(self, days: F64) -> None:
        """Let what stockpiles give from now on go to those who lack of so many days of use."""
        if self._firms is not None:
            self._firms.lift(days)

    def _today(self) -> Today:
        day = self._clock.day
        target = self.expected(day) * self._stock_days.on(day)[:, None]
        if (response := self._responded()) is not None:
            target = target * response[:, None]
        if self._hoarding is not None:
            target = target * self._hoarding
        oldest_first = self._oldest_first.astype(np.float64)
        rules = Rules(self._kept.on(day), self._overtime.on(day), oldest_first)
        came = self._received
        return Today(self.on_hand, self._relief, came, self.demand, target, rules)

    def _order(self) -> None:
        expected = self.expected(self._clock.day)
        levels = self._levels(expected)
        need = levels - self.on_hand
        need -= self._on_order
        need += self.demand
        if self.anyone_waits:
            # More than overtime can use within the cover, and today, would only lie in stock.
            overtime = self._overtime.on(self._clock.day)
            usable = np.where(self._oldest_first, np.inf, overtime * (levels + expected))
            need += np.minimum(self.waiting, usable)
        np.maximum(need, 0.0, out=need)
        self._trade.book.place(self._rows, need)

    def _consume(self) -> None:
        """Use what is on hand: demand that is oldest first where all is backlogged, else today's.

        Most days nobody is short and nobody waits; then demand is simply taken from stock.
        """
        on_hand, demand, waiting = self.on_hand, self.demand, self.waiting
        day = self._clock.day
        firms = None if self._firms is None else self._firms.use(self._today())
        if firms is None and not self.anyone_waits and not (on_hand < demand).any():
            self.served = demand
            on_hand -= demand
            self.used += demand
            self.builders.all_built()
            return
        late = None
        if self._serves_oldest_first:
            late = np.minimum(on_hand, waiting) * self._oldest_first
            if firms is not None:
                late[firms.at] = firms.late
            on_hand -= late
            waiting -= late
        self.served = np.minimum(on_hand, demand, out=self._served)
        if firms is not None:
            self.served[firms.at] = firms.served
        on_hand -= self.served
        missed = demand - self.served
        self.unmet += missed
        if self.emergencies:
            self.emergencies.note(missed, demand)
        self.used += self.served
        if self._works_overtime:
            most = self._overtime.on(day) * demand
            extra = np.minimum(np.minimum(on_hand, waiting), most)
            if firms is not None:
                extra[firms.at] = firms.extra
            on_hand -= extra
            waiting -= extra
            late = extra if late is None else late + extra
        if self.builders:
            self.builders.note(Short(missed, demand, waiting, late, self._kept.on(day)), firms)
        if late is not None:
            self.used += late
            self.caught_up += np.add.reduce(late, axis=1)
        if self.can_wait:
            waiting += self._kept.on(day) * missed
            if firms is not None:
                waiting[firms.at] = firms.waiting
            self.anyone_waits = bool(waiting.any())

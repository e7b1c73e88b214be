"""What every plant does: plan production, finish what is in process, order input."""

from abc import ABC, abstractmethod
from collections.abc import Generator, Iterator
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from sim.scenario.chain import STAGE
from sim.scenario.schema import Good
from sim.world.facility.damage import OFF_SPEC, WORK, Damage
from sim.world.network.capacity import Capacity
from sim.world.network.context import Context
from sim.world.network.plan import Quantity
from sim.world.state.account import Account
from sim.world.state.pipeline import Pipeline, Send, delay_groups
from sim.world.time.clock import PLANNING_DAYS, Phase, Process, Turn, orders_phase
from sim.world.trade.accounts import input_account, stock_account
from sim.world.trade.trade import Trade, Trades

F64 = NDArray[np.float64]


class Plants(ABC):
    """All plants of one kind: one process carries them as an axis of its arrays.

    Every few days a plant plans: it draws input and starts as much as its capacity, its input and
    its output target allow. Every day it orders input for what it owes and what its stocks lack:
    the order-up-to level covers input, work in process and output together, so that an order it
    receives is passed on up the chain on the same day.

    Attributes
    ----------
    stock : array, t, ``[plant, item, replication]``
        Output on hand.
    in_process : array, t of output, ``[plant, item, replication]``
        Started and not finished.
    used, started : array, t, ``[plant, item, replication]``
        Input drawn and output started since the start.
    """

    DERIVED: ClassVar = {"_starts"}

    block: ClassVar[str]
    """Block of the scenario, and so the stage of the chain."""
    order_days = 1
    """Days between two orders."""

    def __init__(self, context: Context, trades: Trades) -> None:
        scenario, state, coefficients = context.scenario, context.state, context.coefficients
        bought, sold = self._trades(trades)
        assert sold is not None
        self.orders_in = orders_phase(self.block)
        """Phase in which the plants order; None for those that only take what comes."""
        self.names = sorted(getattr(scenario, self.block))
        self.coefficients = coefficients
        self._clock, self._plan = context.clock, context.plan
        self._review_days = scenario.policy.review_days
        self.capacity: Capacity = context.capacities[self.block]
        self._experience = context.experience.get(self.block)
        self._planned_capacity = context.planned_capacities[self.block]
        self.bought, self.sold = bought, sold
        self.out_rows = sold.layout.seller_rows[self.block]
        self.stock = sold.stock[self.out_rows]
        count, items = len(self.names), sold.items
        self._takes_days, longest = coefficients.days(
            [(self.block, name, "processing_days") for name in self.names]
        )
        self._starts: tuple[F64, Send] | None = None
        """What puts output into process, and the days for which it does."""
        self._work = Pipeline(state, f"{self.block}.in_process", count, items, longest)
        self.in_process = state.array(f"{self.block}.in_process_total", count, items)
        self.started = state.total(f"{self.block}.started", count, items)
        self._stock_days = coefficients.numbers(self.block, "stock_days")
        self._sales = self._target = np.zeros((count, items, 1))
        self._level = np.zeros((count, 1, 1))
        if bought is not None:
            self.in_rows = bought.layout.buyer_rows[self.block]
            self.input = bought.input[self.in_rows]
            self._on_order = bought.book.on_order[self.in_rows]
            self.used = state.total(f"{self.block}.used", count, bought.items)
            self._feed_days = coefficients.numbers(self.block, "feed_days")
            self.daily_use = np.zeros((count, bought.ordered_items, 1))
            self._lead = self.daily_use
            bought.book.need(self.in_rows, lambda: self.daily_use)
        held = {"stock": self.stock, WORK: self.in_process}
        if sold.off_spec is not None:
            held[OFF_SPEC] = sold.off_spec.held[self.out_rows]
        if bought is not None:
            held["input"] = self.input
        self.damage = Damage(context, self.block, self.names, held, self._work)

    @classmethod
    def can_run(cls, trades: Trades) -> bool:
        """Tell whether lanes carry off what the plants make, and bring what it is parted from.

        What is made item by item can be made of nothing, where no lane brings anything.
        """
        bought, sold = cls._trades(trades)
        return sold is not None and (bought is not None or STAGE[cls.block].by_item)

    @classmethod
    def _trades(cls, trades: Trades) -> tuple[Trade | None, Trade | None]:
        """Give the trade in what they take in, and the one in what they make."""
        takes, gives = STAGE[cls.block].ends
        return trades.get(takes), trades.get(gives)

    def processes(self) -> Iterator[Process]:
        """Give the one process that carries all plants of the kind."""
        phases: tuple[Phase, ...] = (Phase.COMPLETION, Phase.PRODUCTION)
        if self.orders_in is not None:
            phases = (*phases, self.orders_in)
        yield Process(
            self.block,
            phases,
            "daily; reviews every week, produces every policy.review_days",
            self.run,
        )

    def accounts(self) -> Iterator[Account]:
        """Give what the plants hold, what is in process, and what was made of what was drawn."""
        names, lost = tuple(self.names), self.damage.destroyed
        yield stock_account(self.sold, self.out_rows, lost("stock"))
        done = self.sold.made[self.out_rows] + lost(WORK)
        yield Account(f"process of {self.block}", names, self.in_process, self.started, done)
        if self.bought is not None:
            yield input_account(self.bought, self.in_rows, self.used + lost("input"))
            drawn, accounted = self.conversion()
            nothing = np.zeros_like(drawn)
            yield Account(f"yield of {self.block}", names, nothing, drawn, accounted)

    def run(self, turn: Turn) -> Generator[Event, Any, Any]:
        """Finish, plan, order (a SimPy process)."""
        yield turn.today(Phase.COMPLETION)
        while True:
            self.finish()
            if turn.day % PLANNING_DAYS == 0:
                self.review()
            elif self._hear() or self._targets_change:
                self._set_targets()
            if turn.day % self._review_days == 0:
                yield turn.today(Phase.PRODUCTION)
                self.produce(self.most_worked(turn.day, self._review_days))
            if self.orders_in is not None:
                yield turn.today(self.orders_in)
                backorders = self.sold.book.count(self.out_rows)
                self.answer(backorders)
                if self.bought is not None and turn.day % self.order_days == 0:
                    self.order(self.lacking(backorders))
            yield turn.tomorrow(Phase.COMPLETION)

    def most_worked(self, day: int, days: int) -> F64:
        """Give what capacity allows in days that end today, t, ``[plant, 1 or replication]``."""
        return self.capacity.made_in(day, days)

    def answer(self, backorders: F64) -> None:  # noqa: B027 - most have only what they made
        """Put on sale what is held besides, where more is ordered than is on hand."""

    def lacking(self, backorders: F64) -> F64:
        """Give what stock and work in process lack of target and orders, t."""
        lacking = self._target + backorders
        lacking -= self.stock
        lacking -= self.in_process
        return lacking

    def finish(self) -> None:
        """Add what is finished today to the output stock."""
        due = self._work.due(self._clock.day)
        if due is not None:
            self.put_on_sale(due)
            self.in_process -= due
            due.fill(0.0)

    def put_on_sale(self, amount: F64) -> None:
        """Add what is finished, t, ``[plant, item, replication]``, to the output stock."""
        self.sold.take_in(self.out_rows, amount)

    def start(self, amount: F64) -> None:
        """Put output, t, ``[plant, item, replication]``, into process."""
        self.started += amount
        self.in_process += amount
        day = self._clock.day
        delays = self._takes_days.on(day)
        if self._starts is None or self._starts[0] is not delays:
            self._starts = delays, self._work.row_by_row(delays)
        self._starts[1](day, amount)
        self.finish()

    def draw(self, amount: F64) -> None:
        """Take input, t, ``[plant, item, replication]``, from stock."""
        self.input -= amount
        np.maximum(self.input, 0.0, out=self.input)
        self.used += amount

    def review(self) -> None:
        """Look ahead to what will be sold when today's is done, and set targets for it."""
        running = self._running(self._clock.day)
        self._sales = self._ahead(self.sold.good, "sold", self.out_rows) * running
        if self.bought is not None:
            self.daily_use = self._ahead(self.bought.good, "used", self.in_rows) * running
            self._lead = self.bought.lanes.lead[self.in_rows].copy()
        self._set_targets()

    def _hear(self) -> bool:
        """Take note of what an authority has told of its decisions today, if anything."""
        if self.bought is None:
            return False
        lanes = self.bought.lanes
        if (told := lanes.told_today(self._clock.day)) is None:
            return False
        self._lead[..., told] = lanes.lead[self.in_rows][..., told]
        return True

    @property
    def _targets_change(self) -> bool:
        """Whether targets move between reviews, as they are dated."""
        feed_changes = self.bought is not None and self._feed_days.changes
        return self._stock_days.changes or self._takes_days.changes or feed_changes

    def _set_targets(self) -> None:
        """Set the stock targets and order-up-to levels of the day, for what was seen ahead."""
        day = self._clock.day
        days = self._stock_days.on(day) + self._takes_days.on(day) + self._review_days
        self._target = self._sales * days[:, None]
        if self.bought is not None:
            self._level = self.daily_use * (self._lead + self._feed_days.on(day)[:, None])

    def _ahead(self, good: Good, quantity: Quantity, rows: slice) -> F64:
        day = self._clock.day
        lags = self._takes_days.on(day) + self._review_days
        return self._plan.ahead(good, quantity, rows, day, lags)

    def _running(self, day: float) -> F64:
        """Give actual over planned capacity; late plants order less."""
        planned, actual = self._planned_capacity.per_year(day), self.capacity.per_year(day)
        # Neither unlimited capacity nor none planned makes a plant late.
        late = (actual < planned) & np.isfinite(planned)
        share = np.divide(actual, planned, out=np.ones(late.shape), where=late)
        return share[:, None]

    def fill_at_start(self) -> None:
        """Fill stocks and work in process for the plan of the first day."""
        self.review()
        day = self._clock.day
        sales = self._ahead(self.sold.good, "sold", self.out_rows)
        batch = np.broadcast_to(sales * self._review_days, self.in_process.shape)
        batches = [k for k in range(day - self._work.slots, day) if k % self._review_days == 0]
        for k in batches:
            for row, groups in enumerate(map(delay_groups, self._takes_days.on(k))):
                for delay, replications in groups:
                    if k + delay >= day:
                        self._work.send(
                            k, slice(row, row + 1), [(delay, replications)], batch[row : row + 1]
                        )
        self.in_process[...] = self._work.total(day)
        self.stock[...] = np.maximum(self._target - self.in_process, 0.0)
        if self.bought is not None:
            items = self.bought.ordered_items
            amount = self.daily_use * self._feed_days.on(day)[:, None]
            self.input[:, :items] = amount
            if self.bought.content is not None:
                mix = self._plan.at(self.bought.good, "content", day)
                self.input[:, items:] = amount * mix[self.in_rows]

    @abstractmethod
    def produce(self, most: F64) -> None:
        """Start production; *most* is what capacity allows, t, ``[plant, 1 or replication]``."""

    @abstractmethod
    def order(self, lacking: F64) -> None:
        """Order input for the output lacking, t, ``[plant, item, replication]``."""

    @abstractmethod
    def conversion(self) -> tuple[F64, F64]:
        """Give two accounts of the input drawn since the start that must agree, t."""

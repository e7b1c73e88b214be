"""Separation plants: concentrate into oxides; heavies they cannot part stay a concentrate."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import SEPARATION_PLANTS
from sim.world.facility.damage import OFF_SPEC
from sim.world.facility.parting_plant import PartingPlants
from sim.world.facility.surplus import Surplus
from sim.world.network.context import Context
from sim.world.state.account import Account
from sim.world.time.clock import DAYS_PER_YEAR
from sim.world.trade.accounts import stock_account
from sim.world.trade.trade import Trades

F64 = NDArray[np.float64]


class SeparationPlants(PartingPlants):
    """All separation plants. Input is bulk (t REO) with its elements, output t of element.

    Attributes
    ----------
    surplus : Surplus
        Oxide beyond what is ordered.
    feed_left, residue_left : array, t, ``[plant, item, replication]``
        Feed above what the plants keep, and heavy concentrate that no lane takes, that left the
        chain since the beginning.
    """

    block = SEPARATION_PLANTS

    def __init__(self, context: Context, trades: Trades) -> None:
        super().__init__(context, trades, context.coefficients.recovery)
        assert self.bought is not None
        sold = self.sold
        # Feed is ordered with the campaign plan; oxides, metals and magnets are ordered daily.
        self.order_days = context.scenario.policy.review_days
        self._residues = self.coefficients.residue
        self._oxide = self.coefficients.oxide[:, None]
        plants = [context.scenario.separation_plants[name] for name in self.names]
        self._push = np.array([plant.mode == "push" for plant in plants])[:, None]
        self._surplus_days = self.coefficients.numbers(
            self.block, "surplus_above_days", default=np.inf
        )
        self._residue_rows = self.bought.layout.seller_rows[self.block]
        self.surplus = Surplus(context, self.names, self.stock)
        layout = self.bought.layout
        self._feed_kept = self.coefficients.numbers(
            self.block, "feed_surplus_above_days", default=np.inf
        )
        rows = np.arange(len(plants))
        gets = np.isin(rows + self.in_rows.start, layout.buyer[layout.push_split > 0.0])
        limits = [plant.feed_surplus_above_days is not None for plant in plants]
        self._sheds = np.flatnonzero(gets & limits)
        sends = np.isin(rows + self._residue_rows.start, layout.seller)
        self._unsent = np.flatnonzero(~sends & [bool(plant.residue) for plant in plants])
        shape = len(plants), self.bought.items
        self.feed_left = context.state.total(f"{self.block}.feed_left", *shape)
        self.residue_left = context.state.total(f"{self.block}.residue_left", *shape)
        self._mix = np.zeros((len(plants), sold.items, 1))
        self._sold_a_day = np.zeros((len(plants), sold.items, 1))
        self._response: F64 | None = None

    def follow_prices(self, response: F64) -> None:
        """Let capacity respond to prices by a factor, ``[plant, replication]``, kept up."""
        self._response = response

    def accounts(self) -> Iterator[Account]:
        """Give the accounts of all plants, less what left, with the heavies passed on."""
        stock, work, feed, parting = super().accounts()
        yield self.surplus.of_stock(stock)
        yield self.surplus.account()
        if self.sold.off_spec is not None:
            yield self.sold.off_spec.account(self.out_rows, self.damage.destroyed(OFF_SPEC))
        yield work
        yield feed._replace(out=feed.out + self.feed_left)
        yield parting
        assert self.bought is not None
        yield stock_account(self.bought, self._residue_rows, self.residue_left)

    @property
    def left(self) -> F64:
        """All concentrate that left the chain since the beginning, t, ``[plant, item, ...]``."""
        return self.feed_left + self.residue_left

    def review(self) -> None:
        """Set targets; read the planned content of the feed."""
        super().review()
        assert self.bought is not None
        day = self._clock.day
        self._mix = self._plan.at(self.bought.good, "content", day)[self.in_rows]
        self._sold_a_day = self._plan.at(self.sold.good, "sold", day)[self.out_rows]

    @property
    def _to_grade(self) -> F64 | None:
        """Share of today's oxide that is to grade, ``[plant, 1, ...]``; None where all is."""
        share = self.coefficients.on_spec
        return None if share is None else share.on(self._clock.day)[:, None]

    @property
    def _useful(self) -> F64:
        """Recovery of the day, of oxide to grade, ``[plant, element, 1 or replication]``."""
        share = self._to_grade
        return self._recovery if share is None else self._recovery * share

    def put_on_sale(self, amount: F64) -> None:
        """Add what is finished, t, ``[plant, element, replication]``, some of it not to grade."""
        super().put_on_sale(amount)
        if self.sold.off_spec is not None and (share := self._to_grade) is not None:
            self.sold.off_spec.take_in(self.out_rows, amount * (1.0 - share))

    def lacking(self, backorders: F64) -> F64:
        """Give what stock and work in process lack of target and orders, t, of oxide to grade."""
        lacking = super().lacking(backorders)
        if self.sold.off_spec is not None and (share := self._to_grade) is not None:
            lacking += self.sold.off_spec.held[self.out_rows] + self.in_process * (1.0 - share)
        return lacking

    def produce(self, most: F64) -> None:
        """Part as much feed as the element most lacking wants (or, with push, all)."""
        if self._response is not None:
            most = most * self._response
        lacking = self.lacking(self.sold.book.backorders[self.out_rows])
        bulk, content = self.input[:, 0], self.input[:, 1:]
        gain = content * self._recovery
        useful = gain if self._to_grade is None else gain * self._to_grade
        per_bulk = np.divide(
            useful, bulk[:, None], out=np.zeros_like(gain), where=bulk[:, None] > 0.0
        )
        wanted = np.zeros_like(gain)
        np.divide(lacking, per_bulk, out=wanted, where=(per_bulk > 0.0) & (lacking > 0.0))
        drawn = np.where(self._push, bulk, np.maximum.reduce(wanted, axis=1))
        drawn = np.minimum(np.minimum(drawn, bulk), most)
        share = np.divide(drawn, bulk, out=np.zeros_like(drawn), where=bulk > 0.0)[:, None]
        heavies = content * share * self._residues.on(self._clock.day)
        residue = np.concatenate(
            [np.add.reduce(heavies * self._oxide, axis=1)[:, None], heavies], axis=1
        )
        made = gain * share
        assert self.bought is not None
        self.draw(self.input * share)
        self.bought.take_in(self._residue_rows, residue)
        self.start(made)
        self._set_surplus_aside()
        if self._unsent.size:
            self._give_residue()
        if self._sheds.size:
            self._give_feed()

    def reo(self, amount: F64) -> F64:
        """Give the bulk of feed, ``[plant, item, replication]``, t REO."""
        return amount[:, 0]

    def _set_surplus_aside(self) -> None:
        """Set aside oxide to grade that is surplus; what is not to grade leaves at once."""
        most = self._most_on_sale()
        if (off_spec := self.sold.off_spec) is None:
            self.surplus.set_aside(most)
            return
        held = off_spec.held[self.out_rows]
        above = np.maximum(held - most, 0.0)
        self.surplus.set_aside(most, held)
        self.surplus.let_go(above)
        off_spec.let_go(self.out_rows, above)

    def _most_on_sale(self) -> F64:
        """Give the oxide above which it is surplus, t, ``[plant, element, 1 or replication]``."""
        days = self._surplus_days.on(self._clock.day)[:, None]
        with np.errstate(invalid="ignore"):
            return np.nan_to_num(self._sold_a_day * days, nan=np.inf, posinf=np.inf)

    def answer(self, backorders: F64) -> None:
        """Be done with today's surplus, and put on sale what is kept of it and lacking."""
        off_spec = self.sold.off_spec
        if off_spec is not None:
            backorders = backorders + off_spec.held[self.out_rows]  # which serves few of them
        self.surplus.answer(self._clock.day, backorders)

    def _give_residue(self) -> None:
        """Let go of heavy concentrate that no lane takes."""
        assert self.bought is not None
        stock = self.bought.stock[self._residue_rows]
        self.residue_left[self._unsent] += stock[self._unsent]
        stock[self._unsent] = 0.0

    def _give_feed(self) -> None:
        """Let go of feed that a plant, as far as it is built, would not part in its days."""
        day, rows = self._clock.day, self._sheds
        with np.errstate(invalid="ignore"):
            limit = self.capacity.per_year(day) / DAYS_PER_YEAR * self._feed_kept.on(day)
        feed = self.input[rows]
        bulk = feed[:, 0]
        # A capacity without limit times no days sets none.
        above = np.maximum(bulk - np.nan_to_num(limit[rows], nan=np.inf, posinf=np.inf), 0.0)
        share = np.divide(above, bulk, out=np.zeros_like(bulk), where=bulk > 0.0)
        left = feed * share[:, None]
        self.input[rows] -= left
        self.feed_left[rows] += left

    def order(self, lacking: F64) -> None:
        """Order feed for the element most lacking; push plants keep their feed stock."""
        assert self.bought is not None
        coming = self.input + self._on_order
        lacking += (self._level * self._mix - coming[:, 1:]) * self._useful
        per_bulk = self._mix * self._useful
        wanted = np.zeros_like(lacking)
        np.divide(lacking, per_bulk, out=wanted, where=(per_bulk > 0.0) & (lacking > 0.0))
        need = np.where(
            self._push, self._level[:, 0] - coming[:, 0], np.maximum.reduce(wanted, axis=1)
        )
        np.maximum(need, 0.0, out=need)
        self.bought.book.place(self.in_rows, need[:, None])

"""Mines: rare earths come as a basket, so dysprosium cannot be had without neodymium."""

from collections.abc import Generator, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from sim.scenario.chain import CONCENTRATE, MINES
from sim.world.facility.damage import Damage
from sim.world.network.context import Context
from sim.world.state.account import Account
from sim.world.time.clock import Phase, Process, Turn
from sim.world.time.course import combined
from sim.world.trade.accounts import stock_account
from sim.world.trade.trade import Trades

F64 = NDArray[np.float64]


class Mines:
    """All mines, with their mills. Output is bulk (t REO) with its elements.

    Attributes
    ----------
    stock : array, t, ``[mine, item, replication]``
        Concentrate on hand: bulk, then contained elements.
    mined : array, t, ``[mine, item, replication]``
        Mined since the beginning.
    """

    block = MINES

    def __init__(self, context: Context, trades: Trades) -> None:
        scenario, coefficients = context.scenario, context.coefficients
        self.names = sorted(scenario.mines)
        sold = trades[CONCENTRATE]
        self._clock, self._plan, self._sold = context.clock, context.plan, sold
        self._review_days = scenario.policy.review_days
        self.capacity = context.capacities[MINES]
        self._rows = sold.layout.seller_rows[MINES]
        self.stock = sold.stock[self._rows]
        self.mined = sold.made[self._rows]
        mines = [scenario.mines[name] for name in self.names]
        self._push = np.array([mine.mode == "push" for mine in mines])[:, None]
        self._stock_days = coefficients.numbers(MINES, "stock_days")
        self._fixed = coefficients.numbers(MINES, "stock_t_reo", default=np.nan)
        self._response: F64 | None = None
        self.damage = Damage(context, MINES, self.names, {"stock": self.stock})
        self._per_bulk = combined(_with_bulk, coefficients.content)

    def processes(self) -> Iterator[Process]:
        """Give the one process that carries all mines."""
        yield Process(self.block, (Phase.PRODUCTION,), "every policy.review_days", self.run)

    def accounts(self) -> Iterator[Account]:
        """Give the concentrate that the mines hold."""
        yield stock_account(self._sold, self._rows, self.damage.destroyed("stock"))

    def run(self, turn: Turn) -> Generator[Event, Any, Any]:
        """Mine every few days (a SimPy process)."""
        yield turn.on(turn.day - turn.day % -self._review_days, Phase.PRODUCTION)
        while True:
            self.produce()
            yield turn.on(turn.day + self._review_days, Phase.PRODUCTION)

    def _storage(self) -> F64:
        """Give the stock aimed at, t REO, ``[mine, 1 or replication]``."""
        day = self._clock.day
        sales = self._plan.at(self._sold.good, "sold", day)[self._rows, 0]
        target = sales * (self._stock_days.on(day) + self._review_days)
        fixed = self._fixed.on(day)
        return np.where(np.isnan(fixed), target, fixed)

    def produce(self) -> None:
        """Mine up to the storage aimed at and what is owed, as far as the capacity allows."""
        most = self.capacity.made_in(self._clock.day, self._review_days)
        if self._response is not None:
            most = most * self._response
        backorders = self._sold.book.backorders[self._rows, 0]
        room = self._storage() + np.where(self._push, 0.0, backorders) - self.stock[:, 0]
        per_bulk = self._per_bulk.on(self._clock.day)
        mined = np.minimum(np.maximum(room, 0.0), most)[:, None] * per_bulk
        self._sold.take_in(self._rows, mined)

    def follow_prices(self, response: F64) -> None:
        """Let capacity respond to prices by a factor, ``[mine, replication]``, kept up."""
        self._response = response

    def fill_at_start(self) -> None:
        """Put the stock aimed at on hand."""
        self.stock[...] = self._storage()[:, None] * self._per_bulk.on(self._clock.day)


def _with_bulk(content: F64) -> F64:
    """Put the bulk before its content, t per t REO, ``[mine, item, 1 or replication]``."""
    return np.concatenate([np.ones((len(content), 1, content.shape[-1])), content], axis=1)

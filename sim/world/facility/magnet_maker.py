"""Magnet makers: metals into magnets, by grade; scrap back to the recyclers."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.rules.recipe import feasible_output
from sim.scenario.chain import MAGNET_MAKERS, SCRAP
from sim.world.facility.maker import Makers
from sim.world.network.context import Context
from sim.world.state.account import Account
from sim.world.trade.accounts import stock_account
from sim.world.trade.trade import Trades

F64 = NDArray[np.float64]


class MagnetMakers(Makers):
    """All magnet makers. Output is in t of finished magnets by grade, input in t of element."""

    block = MAGNET_MAKERS

    def __init__(self, context: Context, trades: Trades) -> None:
        super().__init__(context, trades)
        scrap = trades.get(SCRAP)
        self._recipes, self._draws = self.coefficients.recipe, self.coefficients.metal_drawn
        self._count_feed(self._recipes, self._draws)
        self._scrap = scrap
        self._scrap_rows = scrap.layout.seller_rows[self.block] if scrap else slice(0, 0)
        self._heavy = np.array(
            [context.scenario.elements[e].heavy for e in self.coefficients.elements], dtype=bool
        )

    @property
    def _recipe(self) -> F64:
        """Elements in magnets of today, t per t, ``[maker, grade, element]``."""
        return self._recipes.on(self._clock.day)

    @property
    def _drawn(self) -> F64:
        """Element drawn today for a t in magnets, t, ``[maker, 1, 1 or replication]``."""
        return self._draws.on(self._clock.day)[:, None]

    def _grade_order(self, recipe: F64) -> list[int]:
        """Put grades that need least of the scarce elements first."""
        scarce = np.add.reduce(recipe.mean(axis=0) * (1e-3 + self._heavy), axis=-1)
        return [int(g) for g in np.argsort(scarce, kind="stable")]

    def accounts(self) -> Iterator[Account]:
        """Give the accounts of all plants, and the scrap that waits to be sent."""
        yield from super().accounts()
        if self._scrap is not None:
            yield stock_account(self._scrap, self._scrap_rows)

    def produce(self, most: F64) -> None:
        """Make what target and orders want, as far as capacity and metals allow."""
        wanted = self.lacking(self.sold.book.backorders[self.out_rows])
        np.maximum(wanted, 0.0, out=wanted)
        total = np.add.reduce(wanted, axis=1)
        most = most * self.coefficients.finished.on(self._clock.day)
        beyond = total > most
        if beyond.any():
            wanted *= np.divide(most, total, out=np.ones_like(total), where=beyond)[:, None]
        if self.bought is not None:
            recipe = self._recipe
            order = self._grade_order(recipe)
            made = feasible_output(wanted, self.input / self._drawn, recipe, order)
            content = self._content(made)
            self.draw(content * self._drawn)
            if self._scrap is not None:
                sent = self.coefficients.scrap_sent.on(self._clock.day)[:, None]
                self._scrap.take_in(self._scrap_rows, content * sent)
            wanted = made
        self.start(wanted)

    def _content(self, magnets: F64) -> F64:
        """Give the elements in magnets, t, ``[maker, element, replication]``."""
        recipe = self._recipe
        content = magnets[:, 0, None] * recipe[:, 0, :, None]
        for g in range(1, magnets.shape[1]):
            content += magnets[:, g, None] * recipe[:, g, :, None]
        return content

    def order(self, lacking: F64) -> None:
        """Order metals for the magnets lacking."""
        assert self.bought is not None
        need = self._level - self.input
        need -= self._on_order
        content = self._content(lacking)
        content *= self._drawn
        need += content
        np.maximum(need, 0.0, out=need)
        self.bought.book.place(self.in_rows, need)

    def feed_for(self, output: F64) -> F64:
        """Give the metals that magnets, t ``[maker, grade, replication]``, are made of, t."""
        return self._content(output) * self._drawn

    def worked_for(self, output: F64) -> F64:
        """Give the blanks that magnets, t ``[maker, grade, replication]``, are made of, t."""
        finished = self.coefficients.finished.on(self._clock.day)
        return np.asarray(np.add.reduce(output, axis=1) / finished)

    def most_in(self, day: int, days: int) -> F64:
        """Give what can be made in days that end today, t finished, ``[maker, replication*]``."""
        return self.most_worked(day, days) * self.coefficients.finished.on(day)

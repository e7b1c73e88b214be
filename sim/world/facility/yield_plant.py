"""Plants that make one good of another at a yield, each element or grade by itself."""

import numpy as np
from numpy.typing import NDArray

from sim.world.facility.maker import Makers
from sim.world.network.context import Context
from sim.world.trade.trade import Trades

F64 = NDArray[np.float64]


class YieldPlants(Makers):
    """All plants of one kind. Input and output are in t of the same: element, or magnets."""

    def __init__(self, context: Context, trades: Trades) -> None:
        super().__init__(context, trades)
        self._yields = self.coefficients.yields[self.block]
        self._count_feed(self._yields)

    @property
    def _yield(self) -> F64:
        """Yield of the day, ``[maker, 1, 1 or replication]``."""
        return self._yields.on(self._clock.day)[:, None]

    def produce(self, most: F64) -> None:
        """Make what target and orders want, as far as capacity and input allow."""
        wanted = self.lacking(self.sold.book.backorders[self.out_rows])
        np.maximum(wanted, 0.0, out=wanted)
        if self.bought is not None:
            np.minimum(wanted, self.input * self._yield, out=wanted)
        total = np.add.reduce(wanted, axis=1)
        share = np.ones_like(total)
        np.divide(most, total, out=share, where=total > most)
        wanted *= share[:, None]
        if self.bought is not None:
            self.draw(wanted / self._yield)
        self.start(wanted)

    def order(self, lacking: F64) -> None:
        """Order input for the output lacking."""
        assert self.bought is not None
        need = self._level - self.input
        need -= self._on_order
        need += lacking / self._yield
        np.maximum(need, 0.0, out=need)
        self.bought.book.place(self.in_rows, need)

    def feed_for(self, output: F64) -> F64:
        """Give the elements that output is made of, t, ``[maker, element, replication]``."""
        return output / self._yield

    def worked_for(self, output: F64) -> F64:
        """Give the capacity that output, t ``[maker, element, replication]``, takes up, t."""
        return np.asarray(np.add.reduce(output, axis=1))

    def most_in(self, day: int, days: int) -> F64:
        """Give what the capacity allows, t, ``[maker, 1 or replication]``."""
        return self.most_worked(day, days)

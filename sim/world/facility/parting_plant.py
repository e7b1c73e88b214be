"""Plants that part what they are fed into oxides: what they make follows from what they draw."""

from abc import abstractmethod

import numpy as np
from numpy.typing import NDArray

from sim.world.facility.converter import Plants
from sim.world.network.context import Context
from sim.world.time.course import Course
from sim.world.trade.trade import Trades

F64 = NDArray[np.float64]


class PartingPlants(Plants):
    """All plants of one kind. The last items of their input are the elements.

    Parameters
    ----------
    context : Context
    trades : Trades
    recovery : Course
        Share of each element won, ``[plant, element, 1 or replication]``.
    """

    def __init__(self, context: Context, trades: Trades, recovery: Course) -> None:
        super().__init__(context, trades)
        self._recoveries = recovery
        self._elements = slice(-self.sold.items, None)
        self._won: F64 | None = None
        if recovery.changes:
            self._won = context.state.total(f"{self.block}.won", *self.started.shape[:-1])

    @property
    def _recovery(self) -> F64:
        """Recovery of the day, ``[plant, element, 1 or replication]``."""
        return self._recoveries.on(self._clock.day)

    def draw(self, amount: F64) -> None:
        """Take input, t, ``[plant, item, replication]``, from stock."""
        super().draw(amount)
        if self._won is not None:
            self._won += amount[:, self._elements] * self._recovery
        if self._experience is not None:
            self._experience.add(self.reo(amount))

    @abstractmethod
    def reo(self, amount: F64) -> F64:
        """Give the t REO of input, t, ``[plant, item, replication]`` to ``[plant, ...]``."""

    def conversion(self) -> tuple[F64, F64]:
        """Recoverable elements drawn, and oxides started."""
        won = self._won
        if won is None:
            won = self.used[:, self._elements] * self._recovery
        return won, self.started

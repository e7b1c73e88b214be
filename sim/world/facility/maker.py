"""Plants that make each item by itself: what they take in follows from what they make."""

from abc import abstractmethod

import numpy as np
from numpy.typing import NDArray

from sim.world.facility.converter import Plants
from sim.world.facility.surge import Surge
from sim.world.network.context import Context
from sim.world.time.course import Course
from sim.world.trade.trade import Trades

F64 = NDArray[np.float64]


class Makers(Plants):
    """All plants of one kind through whose hands what a stockpile releases may go."""

    def __init__(self, context: Context, trades: Trades) -> None:
        super().__init__(context, trades)
        self._state = context.state
        self._fed: F64 | None = None
        self._surge = Surge(context, self.block, self.names)

    def _count_feed(self, *courses: Course) -> None:
        """Count by the day what output is made of, if that changes with any of these."""
        if self.bought is not None and any(course.changes for course in courses):
            self._fed = self._state.total(f"{self.block}.fed", len(self.names), self.bought.items)

    def review(self) -> None:
        """Look ahead, as all plants do, and man them for it."""
        super().review()
        if self._surge:
            self._surge.plan(self.worked_for(self._sales))

    def most_worked(self, day: int, days: int) -> F64:
        """Give what capacity and surge allow, t of capacity, ``[maker, 1 or replication]``."""
        most = super().most_worked(day, days)
        return self._surge.limit(most, days) if self._surge else most

    def start(self, amount: F64) -> None:
        """Put output, t, ``[maker, item, replication]``, into process."""
        if self._fed is not None:
            self._fed += self.feed_for(amount)
        if self._experience is not None:
            self._experience.add(self.worked_for(amount))
        if self._surge:
            self._surge.note(self.worked_for(amount), self._review_days)
        super().start(amount)

    def conversion(self) -> tuple[F64, F64]:
        """Input drawn, and input that the output started accounts for."""
        return self.used, self.feed_for(self.started) if self._fed is None else self._fed

    @abstractmethod
    def feed_for(self, output: F64) -> F64:
        """Give what output of today, t ``[maker, item, replication]``, is made of.

        Losses count.

        Returns
        -------
        array, t, ``[maker, element, 1 or replication]``
        """

    @abstractmethod
    def worked_for(self, output: F64) -> F64:
        """Give the capacity that output of today takes up, t, ``[maker, replication]``."""

    @abstractmethod
    def most_in(self, day: int, days: int) -> F64:
        """Give what can be made in the days that end today, t, ``[maker, 1 or replication]``."""

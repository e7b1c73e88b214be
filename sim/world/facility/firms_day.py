"""A day of firms: what comes to their shelves, what they use, and what waits."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.rules.ratio import ratio
from sim.rules.shelves import share_out

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Rules(NamedTuple):
    """What becomes of unmet demand, ``[consumer, 1, 1 or replication]``, or by place."""

    kept: F64
    """Share that customers wait for."""
    overtime: F64
    """Extra use over the day's demand."""
    oldest_first: F64
    """1 where what waits comes before the day's demand, else 0."""


class FirmsDay:
    """A day of some firms; arrays ``[place, stratum, 1 or replication]``, t.

    Parameters
    ----------
    shelves, waiting : array
        In the morning, without what came; they are written to.
    use : array
        What each is to use.
    rules : Rules
        By place.
    """

    def __init__(self, shelves: F64, waiting: F64, use: F64, rules: Rules) -> None:
        self.shelves, self.waiting, self.use, self._rules = shelves, waiting, use, rules
        self._any_waits = bool(waiting.any())
        self._overtime = rules.overtime * use
        self.caught_up = np.zeros((len(use), 1, 1))

    def receive(self, held: F64, target: F64, weight: F64) -> None:
        """Share out what the consumers have more, or less, than was on the shelves."""
        there = np.add.reduce(self.shelves, axis=1)
        lacking = target + self.use - self.shelves
        if self._any_waits:
            lacking += np.minimum(self.waiting, self._usable(target))
        np.maximum(lacking, 0.0, out=lacking)
        share_out(self.shelves, np.maximum(held - there, 0.0), lacking, weight)
        if (fewer := held < there).any():
            self.shelves *= np.where(fewer, ratio(held, there), 1.0)[:, None]

    def _usable(self, target: F64) -> F64:
        """Give how much of what waits each can use from its shelf, and today."""
        soon: F64 = self._rules.overtime * (target + self.use)
        first = self._rules.oldest_first > 0.0
        return np.where(first, np.inf, soon) if first.any() else soon

    def late(self) -> F64:
        """Serve what waits where that comes first; give what is served, ``[place, ...]``."""
        if not self._any_waits or not self._rules.oldest_first.any():
            return np.zeros(1)
        return self._take(np.minimum(self.shelves, self.waiting) * self._rules.oldest_first)

    def serve(self, counts: Mask) -> F64:
        """Serve the day's demand; give what is not served, ``[place, replication]``.

        It begins to wait after what is caught up.

        Parameters
        ----------
        counts : array of bool, ``[place, replication]``
            Where anybody may stand still; elsewhere what lacks is rounding.
        """
        missed = np.maximum(self.use - self.shelves, 0.0)
        if not counts.all():
            missed *= counts[:, None]
        self.shelves -= self.use
        np.maximum(self.shelves, 0.0, out=self.shelves)
        self.missed = missed
        return np.asarray(np.add.reduce(missed, axis=1))

    def catch_up(self) -> F64:
        """Serve what waits by overtime; give what is served, ``[place, ...]``."""
        found: F64 = np.zeros(1)
        if self._any_waits and self._overtime.any():
            found = self._take(np.minimum(np.minimum(self.shelves, self.waiting), self._overtime))
        if self._rules.kept.any():
            self.waiting += self._rules.kept * self.missed
        return found

    def _take(self, served: F64) -> F64:
        self.shelves -= served
        self.waiting -= served
        self.caught_up = self.caught_up + served
        return np.asarray(np.add.reduce(served, axis=1))

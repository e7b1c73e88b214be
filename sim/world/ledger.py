"""What became of applications, month by month."""

import numpy as np
from numpy.typing import NDArray

from sim.world.licensing import Licensing
from sim.world.parts import Parts
from sim.world.record import LEDGER

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

TOTALS = LEDGER[: LEDGER.index("pending")]
"""Entries that are totals over a month; the others are of its end."""


class Ledger:
    """Books the licences of a world.

    Attributes
    ----------
    flows : tuple of str
        Names along the flow axis.
    licences_t : array, t, ``[month, licence flow, entry, history]``
        As in :class:`~sim.world.record.Record`.
    """

    def __init__(self, parts: Parts, licensings: list[Licensing]) -> None:
        scenario = parts.scenario
        self._licensings, self._clock, self._last = licensings, parts.clock, scenario.days - 1
        self.flows = tuple(key.label for one in licensings for key in one.keys)
        self._first_month = scenario.start.year * 12 + scenario.start.month
        months = scenario.end.year * 12 + scenario.end.month - self._first_month + 1
        shape = len(self.flows), len(LEDGER), parts.state.width
        self.licences_t: F32 = np.zeros((months, *shape), np.float32)
        self._booked = np.zeros((shape[0], len(TOTALS), shape[2]))

    def record(self, day: int) -> None:
        """Book the month if it ends today."""
        ends = self._clock.date(day + 1).day == 1 or day == self._last
        if not (self.flows and ends):
            return
        date = self._clock.date(day)
        month = self.licences_t[date.year * 12 + date.month - self._first_month]
        first = 0
        for one in self._licensings:
            queue, rows = one.queue, slice(first, first + len(one.keys))
            total = np.stack([getattr(queue, entry) for entry in TOTALS], axis=1)
            month[rows, : len(TOTALS)] = total - self._booked[rows]
            self._booked[rows] = total
            age = queue.age_days(day)
            month[rows, len(TOTALS) :] = np.stack(
                [queue.pending, queue.to_refile, queue.valid, age], axis=1
            )
            first = rows.stop

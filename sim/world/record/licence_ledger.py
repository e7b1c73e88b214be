"""What became of applications, month by month."""

import numpy as np
from numpy.typing import NDArray

from sim.world.licence.regime import Regime
from sim.world.network.context import Context
from sim.world.record.record import LICENCE_ENTRIES
from sim.world.time.months import Months

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

TOTALS = LICENCE_ENTRIES[: LICENCE_ENTRIES.index("pending")]
"""Entries that are totals over a month; the others are of its end."""


class LicenceLedger:
    """Books the licences of a world.

    Attributes
    ----------
    flows : tuple of str
        Names along the flow axis.
    licences_t : array, t, ``[month, licence flow, entry, history]``
        As in :class:`~sim.world.record.record.Record`.
    """

    def __init__(self, context: Context, regimes: list[Regime]) -> None:
        self._regimes, self._months = regimes, Months(context.scenario)
        self.flows = tuple(key.label for one in regimes for key in one.keys)
        shape = len(self.flows), len(LICENCE_ENTRIES), context.state.width
        self.licences_t: F32 = np.zeros((self._months.count, *shape), np.float32)
        self._booked = np.zeros((shape[0], len(TOTALS), shape[2]))

    def record(self, day: int) -> None:
        """Book the month if it ends today."""
        if not (self.flows and self._months.ends(day)):
            return
        month = self.licences_t[self._months.of(day)]
        first = 0
        for one in self._regimes:
            queue, rows = one.queue, slice(first, first + len(one.keys))
            total = np.stack([getattr(queue, entry) for entry in TOTALS], axis=1)
            month[rows, : len(TOTALS)] = total - self._booked[rows]
            self._booked[rows] = total
            age = queue.age_days(day)
            month[rows, len(TOTALS) :] = np.stack(
                [queue.pending, queue.to_refile, queue.valid, age], axis=1
            )
            first = rows.stop

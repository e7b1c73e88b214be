"""Writes down what grey lanes ship, and what of it is seized, month by month."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Good
from sim.world.network.context import Context
from sim.world.record.record import GREY_ENTRIES
from sim.world.time.months import Months
from sim.world.trade.trade import Trade

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


class GreyRecorder:
    """Books the grey lanes of a world; trades without any are not asked.

    Attributes
    ----------
    names : tuple of str
        Ids of the entries of ``lanes`` that are grey, sorted.
    grey_t : array, t, ``[month, grey lane, entry, history]``
        As in :class:`~sim.world.record.record.Record`.
    """

    def __init__(self, context: Context, trades: Mapping[Good, Trade]) -> None:
        scenario = context.scenario
        self._months = Months(scenario)
        self.names = tuple(sorted(name for name, lane in scenario.lanes.items() if lane.grey))
        shape = self._months.count, len(self.names), len(GREY_ENTRIES), context.state.width
        self.grey_t: F32 = np.zeros(shape, np.float32)
        greys = [trade.grey for trade in trades.values() if trade.grey is not None]
        self._books: list[tuple[list[int], F64]] = [
            ([self.names.index(name) for name in grey.names], grey.keep_books()) for grey in greys
        ]

    def record(self, day: int) -> None:
        """Book the month if it ends today."""
        if not (self._books and self._months.ends(day)):
            return
        month = self.grey_t[self._months.of(day)]
        for rows, booked in self._books:
            month[rows] = booked
            booked.fill(0.0)

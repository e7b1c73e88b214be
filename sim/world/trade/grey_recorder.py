"""Writes down what grey lanes ship, and what of it is seized, month by month."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Good, Scenario
from sim.world.network.context import Context
from sim.world.record.series import Entry, Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.record.table import Column, Table
from sim.world.time.months import Months
from sim.world.trade.trade import Trade

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


def lane_good_and_via(scenario: Scenario, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Give a grey lane, what it carries, and the country that its papers name."""
    lane = scenario.lanes[ids[0]]
    assert lane.grey is not None, ids
    return ids[0], lane.good, lane.grey.via


GREY = Series(
    name="grey_t",
    axes=("month", "grey_lanes", "entry"),
    unit="t",
    doc="what a grey lane ships and loses, by month and entry, single precision, entries as in "
    "`grey.csv`",
    entries=(
        Entry("shipped", "left the sellers, whether seized or not"),
        Entry("seized", "the part of it that was seized"),
    ),
    unit_note="as the good is ordered: finished magnets, contained element of oxide and metal, "
    "t REO of concentrate",
    kept="grey.<lane>",
    table=Table(
        file="grey.csv",
        rows="a row for each grey lane, month and entry; only where lanes are grey",
        doc="What went over grey lanes, which declare goods for a third country: a row for each "
        "entry of `lanes` that is `grey`, each month and entry, all its sellers, buyers and items "
        "together.",
        columns=(
            Column("lane", "id of the entry of `lanes`"),
            Column("good", "what it carries"),
            Column("via", "the third country that the papers name"),
        ),
        cells=lane_good_and_via,
    ),
)


class GreyRecorder(SeriesRecorder):
    """Books the grey lanes of a world, which has some."""

    declares = (GREY,)

    def __init__(self, context: Context, trades: Mapping[Good, Trade]) -> None:
        scenario = context.scenario
        self._months = Months(scenario)
        self._names = tuple(sorted(name for name, lane in scenario.lanes.items() if lane.grey))
        shape = self._months.count, len(self._names), len(GREY.entries), context.state.width
        self._grey: F32 = np.zeros(shape, np.float32)
        greys = [trade.book.grey for trade in trades.values() if trade.book.grey is not None]
        self._books: list[tuple[list[int], F64]] = [
            ([self._names.index(name) for name in grey.names], grey.keep_books()) for grey in greys
        ]

    def record(self, day: int) -> None:
        """Book the month if it ends today."""
        if not self._months.ends(day):
            return
        month = self._grey[self._months.of(day)]
        for rows, booked in self._books:
            month[rows] = booked
            booked.fill(0.0)

    def series(self) -> list[Recorded]:
        """Give what is shipped and seized, ``[month, grey lane, entry, replication]``."""
        return [GREY.of(self._grey, grey_lanes=self._names)]

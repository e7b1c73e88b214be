"""Writes down what stockpiles do on the days on which their members are short, and why nothing."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Scenario
from sim.world.network.context import Context
from sim.world.record.series import Entry, Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.record.table import Column, Table
from sim.world.stockpile.stockpile import StockpileHolding
from sim.world.time.months import Months

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]

LEAST_T = 1e-9
"""Less than this counts as nothing."""


def stockpile_and_form(scenario: Scenario, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Give the stockpile and the form of a row."""
    name, _, form = ids[0].partition(":")
    return name, form or next(iter(scenario.stockpiles[name].forms))


SHORT_DAYS = Series(
    name="stockpile_short_days",
    axes=("month", "member_stockpiles", "entry"),
    unit="d",
    doc="days on which a consumer that is a member of a stockpile is short, by what the stockpile "
    "does, by month; entries as in `stockpile_days.csv`; a row as in `stockpile_t`, where "
    "consumers are members",
    entries=(
        Entry("short", "days on which a consumer that is a member is not served in full"),
        Entry("released", "of these, days on which some of the form is released"),
        Entry("empty", "of these, days on which nothing is held and nothing released"),
        Entry("no_order", "the same with something held: no release order is given"),
        Entry("waiting", "an order is given, and its lag still runs, or it is paused"),
        Entry("kept", "an order is in force, and all that is held is kept back (`kept_back`)"),
        Entry("unasked", "an order is in force, and nothing of what is held may go: nobody lacks "
              "it, or can work it up, or the day's limits are 0"),
    ),
    kept="short_days.<stockpile>",
    table=Table(
        file="stockpile_days.csv",
        rows="a row for each stockpile with consumers as members, form held, month and entry",
        doc="What stockpiles do on the days on which consumers that are members are short, and why "
        "they do nothing: a row for each stockpile, form that it holds, month and entry. All but "
        "the first entry add up to the first.",
        columns=(Column("stockpile", "id"), Column("form", "what it holds")),
        cells=stockpile_and_form,
        note="`summary.json` has the sums over the run under `stockpile_days`, with what starts a "
        "release, what is held, and which grades members lack.",
    ),
)  # fmt: skip


class ShortDaysRecorder(SeriesRecorder):
    """Notes on each day on which a member is short what its stockpile does, or why nothing."""

    declares = (SHORT_DAYS,)

    def __init__(self, context: Context, holdings: list[StockpileHolding]) -> None:
        self._holdings, self._months = holdings, Months(context.scenario)
        entries, width = len(SHORT_DAYS.entries), context.state.width
        self._released = np.zeros((len(holdings), width))
        """Of each, t since the start, as of the last day."""
        shape = self._months.count, len(holdings), entries, width
        self._days: F32 = np.zeros(shape, np.float32)

    def record(self, day: int) -> None:
        """Note today."""
        month = self._days[self._months.of(day)]
        for row, holding in enumerate(self._holdings):
            released = np.add.reduce(holding.released, axis=0)
            gave, self._released[row] = released > self._released[row], released
            left = holding.members.unserved()
            if left.any():
                month[row, 0] += left
                for entry, here in enumerate(_reasons(holding, gave), start=1):
                    month[row, entry] += left & here
                    left = np.logical_and(left, np.logical_not(here))

    def series(self) -> list[Recorded]:
        """Give the days, ``[month, stockpile, entry, replication]``."""
        names = tuple(holding.name for holding in self._holdings)
        return [SHORT_DAYS.of(self._days, member_stockpiles=names)]


def _reasons(holding: StockpileHolding, gave: Mask) -> Iterator[Mask | bool]:
    """Give where each entry but the first holds, unless one before it does."""
    held = np.add.reduce(holding.stock, axis=0)
    yield gave
    yield held <= LEAST_T
    yield ~(holding.is_releasing | holding.is_ordered)
    yield ~holding.is_releasing
    yield held - holding.kept_back_t <= LEAST_T
    yield True

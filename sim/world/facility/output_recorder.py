"""Writes down what facilities make, where a scenario asks for it."""

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import STAGES
from sim.world.network.context import Context
from sim.world.network.layout import ordered_ids
from sim.world.record.series import Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.time.months import Months
from sim.world.trade.trade import Trades

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

MADE = Series(
    name="made_t",
    axes=("month", "makers"),
    unit="t",
    doc="what each facility makes, by month, single precision; block, id and item (grade, element, "
    "or `bulk` of concentrate), joined by dots",
    unit_note="of finished magnets, contained element of oxide, metal and scrap, or REO of "
    "concentrate",
    kept="made.<maker>",
)


class OutputRecorder(SeriesRecorder):
    """Books what is made to its month, in a world that is asked for it."""

    declares = (MADE,)

    def __init__(self, context: Context, trades: Trades) -> None:
        scenario = context.scenario
        self._months = Months(scenario)
        self._made: list[F64] = []
        names: list[str] = []
        for stage in STAGES:
            if stage.gives is None or stage.gives not in trades:
                continue
            trade = trades[stage.gives]
            # Of concentrate the bulk counts, not what it holds.
            self._made.append(
                trade.made[trade.layout.seller_rows[stage.block]][:, : trade.ordered_items]
            )
            names += [
                f"{stage.block}.{name}.{item}"
                for name in ordered_ids(scenario, stage.block)
                for item in trade.layout.items
            ]
        self._names, width = tuple(names), context.state.width
        self._before: F64 = np.zeros((len(names), width))
        self._by_month: F32 = np.zeros((self._months.count, len(names), width), np.float32)

    def record(self, day: int) -> None:
        """Book to a month, on its last day, what was made in it."""
        if self._months.ends(day):
            width = self._before.shape[-1]
            total = np.concatenate([made.reshape(-1, width) for made in self._made])
            self._by_month[self._months.of(day)] = total - self._before
            self._before = total

    def series(self) -> list[Recorded]:
        """Give what was made, t, ``[month, maker, replication]``."""
        return [MADE.of(self._by_month, makers=self._names)]

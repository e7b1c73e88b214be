"""Writes down the magnets shipped to consumers, by country of the seller and region."""

import numpy as np
from numpy.typing import NDArray

from sim.rules.sourcing import Groups
from sim.scenario.chain import BY_GRADE, CONSUMERS
from sim.scenario.network import place_of
from sim.world.network.context import Context
from sim.world.network.layout import compact
from sim.world.record.series import Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.time.months import Months
from sim.world.trade.trade import Trades

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

SUPPLY = Series(
    name="supply_t",
    axes=("month", "origins", "regions"),
    unit="t",
    doc="magnets shipped to consumers, by themselves or in motors, by month, seller's country and "
    "region",
    kept="supply_t",
)


class SupplyRecorder(SeriesRecorder):
    """Books shipments by month, from what lanes have shipped since they were last judged."""

    declares = (SUPPLY,)

    def __init__(self, context: Context, trades: Trades) -> None:
        scenario = context.scenario
        self._months = Months(scenario)
        some = [trade for good, trade in trades.items() if good in BY_GRADE]
        lanes = [trade.layout.lanes_to(CONSUMERS) for trade in some]
        both = list(zip(some, lanes, strict=True))
        self._shipped = [(trade.shipments.new_total(), compact(of)) for trade, of in both]
        routes = [trade.layout.routes[lane] for trade, of in both for lane in of]
        pairs = [(place_of(scenario, r.seller), place_of(scenario, r.buyer)) for r in routes]
        self._origins = tuple(sorted({origin for origin, _ in pairs}))
        self._regions = tuple(sorted({region for _, region in pairs}))
        cell = [
            self._origins.index(origin) * len(self._regions) + self._regions.index(region)
            for origin, region in pairs
        ]
        cells = len(self._origins) * len(self._regions)
        self._cells = Groups(np.array(cell, dtype=np.intp), cells)
        self._supply: F32 = np.zeros((self._months.count, cells, context.state.width), np.float32)

    def record(self, day: int) -> None:
        """Book to a month, on its last day, what was shipped in it."""
        if self._shipped and self._months.ends(day):
            by_lane = [np.add.reduce(shipped, axis=1)[lanes] for shipped, lanes in self._shipped]
            self._supply[self._months.of(day)] += self._cells.total(np.concatenate(by_lane))
            for shipped, _ in self._shipped:
                shipped.fill(0.0)

    def series(self) -> list[Recorded]:
        """Give the magnets shipped, t, ``[month, origin, region, replication]``."""
        shape = len(self._supply), len(self._origins), len(self._regions), self._supply.shape[-1]
        supply = self._supply.reshape(shape)
        return [SUPPLY.of(supply, origins=self._origins, regions=self._regions)]

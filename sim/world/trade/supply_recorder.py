"""Writes down the magnets shipped to consumers, by country of the maker and region."""

import numpy as np
from numpy.typing import NDArray

from sim.rules.sourcing import Groups
from sim.scenario.chain import CONSUMERS
from sim.scenario.network import place_of
from sim.world.network.context import Context
from sim.world.network.layout import compact
from sim.world.record.series import Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.time.months import Months
from sim.world.trade.trade import Trade

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

SUPPLY = Series(
    name="supply_t",
    axes=("month", "origins", "regions"),
    unit="t",
    doc="magnets shipped to consumers, by month, maker's country and region",
    kept="supply_t",
)


class SupplyRecorder(SeriesRecorder):
    """Books shipments by month, from what lanes have shipped since they were last judged."""

    declares = (SUPPLY,)

    def __init__(self, context: Context, magnets: Trade) -> None:
        scenario, layout = context.scenario, magnets.layout
        self._months = Months(scenario)
        lanes = layout.lanes_to(CONSUMERS)
        self._lanes = compact(lanes)
        routes = [layout.routes[lane] for lane in lanes]
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
        self._shipped = magnets.shipments.new_total()

    def record(self, day: int) -> None:
        """Book to a month, on its last day, what was shipped in it."""
        if self._months.ends(day):
            by_lane = np.add.reduce(self._shipped, axis=1)[self._lanes]
            self._supply[self._months.of(day)] += self._cells.total(by_lane)
            self._shipped.fill(0.0)

    def series(self) -> list[Recorded]:
        """Give the magnets shipped, t, ``[month, origin, region, replication]``."""
        shape = len(self._supply), len(self._origins), len(self._regions), self._supply.shape[-1]
        supply = self._supply.reshape(shape)
        return [SUPPLY.of(supply, origins=self._origins, regions=self._regions)]

"""Counts the shipments of the flows that a scenario measures."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.rules.sourcing import Groups
from sim.scenario.network import counts
from sim.scenario.schema import Flow, Good, Scenario
from sim.world.network.context import Context
from sim.world.record.series import Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.state.pipeline import Mask, delay_groups
from sim.world.trade.trade import Trade

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

FLOW = Series(
    name="flow_t",
    axes=("day", "flows"),
    unit="t",
    doc="shipments that count towards each measured flow, by day: magnets finished, oxide, metal "
    "and scrap in contained element, concentrate in t REO",
    kept="flow_t",
)
PLANNED_FLOW = Series(
    name="flow_plan_t",
    axes=("day", "flows"),
    unit="t",
    doc="the same of the undisrupted plan",
    may_be_shared=True,
    kept="flow_plan_t",
)


@dataclass(frozen=True)
class _Counted:
    """The lanes of a good that count, some of them towards several flows."""

    good: Good
    shipped: F64
    """What is shipped on a day, t, ``[lane, item, replication]``."""
    lanes: NDArray[np.intp]
    cells: tuple[tuple[int, list[tuple[int, Mask | None]]], ...]
    """Pairs of a flow and the days after which what a lane ships counts, as of a pipeline."""
    by_cell: Groups

    def total(self, shipped: F64) -> F64:
        """Add up what lanes ship, ``[lane, item, replication]`` to ``[cell, replication]``."""
        return self.by_cell.total(np.add.reduce(shipped, axis=1).take(self.lanes, axis=0))

    def book(self, table: F32, day: int, amount: F64) -> None:
        """Add what leaves on a day, ``[cell, replication]``, where it counts; others are lost."""
        for cell, (flow, delays) in enumerate(self.cells):
            for delay, replications in delays:
                if 0 <= day + delay < len(table):
                    at = table[day + delay, flow]
                    where = True if replications is None else replications
                    np.add(at, amount[cell], out=at, where=where, casting="same_kind")


class FlowRecorder(SeriesRecorder):
    """Counts what is shipped, day by day, towards the flows of a scenario, which has some."""

    declares = (FLOW, PLANNED_FLOW)

    def __init__(self, context: Context, trades: Mapping[Good, Trade]) -> None:
        scenario = context.scenario
        flows = scenario.measures.flows
        self._names = tuple(sorted(flows))
        shape = (scenario.days, len(flows))
        self._flow = np.zeros((*shape, context.state.width), np.float32)
        width = context.plan.width
        self._planned = np.zeros((*shape, width), np.float32)
        self._by_date = [
            _ByDate(context, trade, [flows[name] for name in self._names])
            for good, trade in trades.items()
            if any(flow.good == good for flow in flows.values())
        ]
        for by_date in self._by_date:
            self._plan(context, by_date)

    def _plan(self, context: Context, by_date: "_ByDate") -> None:
        """Count the plan; what left before day 0 and counts later is known by the plan alone."""
        for day in range(-by_date.longest, len(self._planned)):
            counted = by_date.on(day)
            amount = counted.total(context.plan.at(counted.good, "lane", day))
            counted.book(self._planned, day, amount)
            if day < 0:
                counted.book(self._flow, day, amount)

    def record(self, day: int) -> None:
        """Count what is shipped today."""
        for counted in (by_date.on(day) for by_date in self._by_date):
            counted.book(self._flow, day, counted.total(counted.shipped))

    def series(self) -> list[Recorded]:
        """Give what counts on each day, ``[day, flow, replication]``, and the plan of it."""
        return [
            FLOW.of(self._flow, flows=self._names),
            PLANNED_FLOW.of(self._planned, flows=self._names),
        ]


class _ByDate:
    """The lanes of a good that count, as they do for what leaves on a day."""

    def __init__(self, context: Context, trade: Trade, flows: list[Flow]) -> None:
        self._scenario, self._trade, self._flows = context.scenario, trade, flows
        self._transit = context.coefficients.transit[trade.good]
        self.longest = context.coefficients.longest_transit[trade.good]
        """Most days from departure to the day on which anything counts."""
        self._known: tuple[F64, _Counted] | None = None

    def on(self, day: int) -> _Counted:
        """Give what counts of what leaves on a day."""
        transit = self._transit.on(day)
        if self._known is None or not np.array_equal(self._known[0], transit):
            self._known = transit, _counted(self._scenario, self._trade, self._flows, transit)
        return self._known[1]


def _counted(scenario: Scenario, trade: Trade, flows: list[Flow], transit_days: F64) -> _Counted:
    """Find the lanes of a good that count towards any of the flows."""
    found = [
        (lane, (number, _delay(flow, transit_days[lane]).tobytes()))
        for number, flow in enumerate(flows)
        for lane, route in enumerate(trade.layout.routes)
        if counts(scenario, flow, route)
    ]
    keys = list(dict.fromkeys(key for _, key in found))
    of = np.array([keys.index(key) for _, key in found], dtype=np.intp)
    lanes = np.array([lane for lane, _ in found], dtype=np.intp)
    cells = tuple((number, delay_groups(np.frombuffer(delays))) for number, delays in keys)
    return _Counted(trade.good, trade.shipments.today, lanes, cells, Groups(of, len(cells)))


def _delay(flow: Flow, transit_days: F64) -> F64:
    """Give the days from departure to the day on which a shipment counts."""
    return np.zeros(1) if flow.at == "departure" else transit_days

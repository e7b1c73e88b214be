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
        self._counted = [
            _counted(scenario, trade, [flows[name] for name in self._names])
            for good, trade in trades.items()
            if any(flow.good == good for flow in flows.values())
        ]
        for counted in self._counted:
            self._plan(context, counted)

    def _plan(self, context: Context, counted: _Counted) -> None:
        """Count the plan; what left before day 0 and counts later is known by the plan alone."""
        delays = (delay for _, delays in counted.cells for delay, _ in delays)
        longest = max(delays, default=0)
        for day in range(-longest, len(self._planned)):
            amount = counted.total(context.plan.at(counted.good, "lane", day))
            counted.book(self._planned, day, amount)
            if day < 0:
                counted.book(self._flow, day, amount)

    def record(self, day: int) -> None:
        """Count what is shipped today."""
        for counted in self._counted:
            counted.book(self._flow, day, counted.total(counted.shipped))

    def series(self) -> list[Recorded]:
        """Give what counts on each day, ``[day, flow, replication]``, and the plan of it."""
        return [
            FLOW.of(self._flow, flows=self._names),
            PLANNED_FLOW.of(self._planned, flows=self._names),
        ]


def _counted(scenario: Scenario, trade: Trade, flows: list[Flow]) -> _Counted:
    """Find the lanes of a good that count towards any of the flows."""
    found = [
        (lane, (number, _delay(flow, trade.lanes.transit[lane]).tobytes()))
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

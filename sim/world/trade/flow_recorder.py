"""Counts the shipments of the flows that a scenario measures."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.rules.sourcing import Groups
from sim.scenario.network import counts
from sim.scenario.schema import Flow, Good
from sim.world.network.context import Context
from sim.world.record.series import Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.state.pipeline import DelayGroups, delay_groups
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
    moved: F64
    """What is shipped on a day, or arrives, t, ``[lane of some, item, replication]``."""
    lanes: NDArray[np.intp]
    cells: tuple[tuple[int, DelayGroups], ...]
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
                    some = amount[cell] if replications is None else amount[cell] * replications
                    np.add(at, some, out=at, casting="same_kind")


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
            planned = context.plan.at(by_date.good, "lane", day)
            everything = by_date.planned(day)
            everything.book(self._planned, day, everything.total(planned))
            if day < 0:
                shipped = by_date.shipped(day)
                shipped.book(self._flow, day, shipped.total(planned))

    def record(self, day: int) -> None:
        """Count what is shipped today; of lanes whose goods are told apart, what arrives."""
        for by_date in self._by_date:
            for counted in (by_date.shipped(day), by_date.arriving):
                counted.book(self._flow, day, counted.total(counted.moved))

    def series(self) -> list[Recorded]:
        """Give what counts on each day, ``[day, flow, replication]``, and the plan of it."""
        return [
            FLOW.of(self._flow, flows=self._names),
            PLANNED_FLOW.of(self._planned, flows=self._names),
        ]


class _ByDate:
    """The lanes of a good that count, as they do for what leaves on a day."""

    def __init__(self, context: Context, trade: Trade, flows: list[Flow]) -> None:
        self._trade, self.good = trade, trade.good
        self._transit = context.coefficients.transit[trade.good]
        self.longest = context.coefficients.longest_transit[trade.good]
        """Most days from departure to the day on which anything counts."""
        self._pairs = [
            (number, lane, flow.at)
            for number, flow in enumerate(flows)
            for lane, route in enumerate(trade.layout.routes)
            if counts(context.scenario, flow, route)
        ]
        apart = trade.transport.apart
        own = {} if apart is None else {int(lane): row for row, lane in enumerate(apart.lanes)}
        told_apart = [pair for pair in self._pairs if pair[1] in own and pair[2] == "arrival"]
        self._others = [pair for pair in self._pairs if pair not in told_apart]
        none = np.zeros((0, 1, 1))
        self.arriving = _counted(
            trade.good,
            none if apart is None else apart.arrived[:, : trade.ordered_items],
            [(number, own[lane], np.zeros(1)) for number, lane, _ in told_apart],
        )
        """What arrives over lanes whose goods are told apart."""
        self._known: tuple[F64, _Counted, _Counted] | None = None

    def planned(self, day: int) -> _Counted:
        """Give all that counts of what is to leave on a day."""
        return self._on(day)[1]

    def shipped(self, day: int) -> _Counted:
        """Give what counts of what leaves on a day, but for lanes whose goods are told apart."""
        return self._on(day)[2]

    def _on(self, day: int) -> tuple[F64, _Counted, _Counted]:
        transit = self._transit.on(day)
        if self._known is None or not np.array_equal(self._known[0], transit):
            everything, shipped = (
                _counted(
                    self.good,
                    self._trade.shipments.today,
                    [
                        (number, lane, transit[lane] if at == "arrival" else np.zeros(1))
                        for number, lane, at in pairs
                    ],
                )
                for pairs in (self._pairs, self._others)
            )
            self._known = transit, everything, shipped
        return self._known


def _counted(good: Good, moved: F64, found: list[tuple[int, int, F64]]) -> _Counted:
    """Put lanes together that count towards a flow after as many days, ``[1 or replication]``."""
    named = [(lane, (number, delay.tobytes())) for number, lane, delay in found]
    keys = list(dict.fromkeys(key for _, key in named))
    of = np.array([keys.index(key) for _, key in named], dtype=np.intp)
    lanes = np.array([lane for lane, _ in named], dtype=np.intp)
    cells = tuple((number, delay_groups(np.frombuffer(delays))) for number, delays in keys)
    return _Counted(good, moved, lanes, cells, Groups(of, len(cells)))

"""Writes down what consumers need, get and hold, day by day."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import CONSUMERS
from sim.world.facility.all_consumers import AllConsumers
from sim.world.facility.consumer import Consumers
from sim.world.network.context import Context
from sim.world.record.series import Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

DEMAND = Series(
    name="demand_t",
    axes=("day", CONSUMERS),
    unit="t",
    doc="demand of each consumer by day",
    may_be_shared=True,
    kept="demand_t",
)
SERVED = Series(
    name="served_t",
    axes=("day", CONSUMERS),
    unit="t",
    doc="part of the day's own demand that is served on the day",
)
ON_HAND = Series(
    name="on_hand_t",
    axes=("day", CONSUMERS),
    unit="t",
    doc="what is on hand at the end of the day",
)
BACKLOG = Series(
    name="backlog_t",
    axes=("day", CONSUMERS),
    unit="t",
    doc="unmet demand still waiting at the end of the day; not recorded where every consumer "
    "loses what is not served",
)
CAUGHT_UP = Series(
    name="caught_up_t",
    axes=(CONSUMERS,),
    unit="t",
    doc="unmet demand served later, over the run",
)
UNMET = Series(
    name="unmet_t",
    axes=(CONSUMERS, "grades"),
    unit="t",
    doc="demand not served on its day, over the run; by element of those who use oxide or metal",
)
DESTROYED = Series(
    name="destroyed_t",
    axes=(CONSUMERS,),
    unit="t",
    doc="demand that prices have driven away, over the run: it is no part of demand and so of no "
    "shortfall; only with a market",
)
SAVED = Series(
    name="saved_t",
    axes=("day", CONSUMERS),
    unit="t",
    doc="normal demand that a consumer does without, as it redesigned what it builds: it is no "
    "part of demand any more; only where one has an `emergency`",
)
IDLE = Series(
    name="idle",
    axes=("day", CONSUMERS),
    unit="1",
    doc="part of the day's output that a consumer does not build, as it lacks something; only "
    "where one has an `output`, and 0 of others",
)
PARTS_DAYS = Series(
    name="parts_days",
    axes=(CONSUMERS,),
    unit="d",
    doc="days of output that parts between a consumer and its lines bridge, 0 of those without and "
    "where nothing was ever lacking; only where one has `output.parts_days`",
)
BUILT_LATE = Series(
    name="built_late",
    axes=(CONSUMERS,),
    unit="d",
    doc="output that was not built on its day and is later, as the consumer catches up and its "
    "parts are complete, over the run, in days of output; recorded with `parts_days`",
)


class ConsumerRecorder(SeriesRecorder):
    """Notes the days of consumers, over all grades or elements and in the order of their ids."""

    declares = (
        *(DEMAND, SERVED, ON_HAND, BACKLOG, CAUGHT_UP, UNMET, DESTROYED, SAVED, IDLE),
        *(PARTS_DAYS, BUILT_LATE),
    )

    def __init__(self, context: Context, consumers: AllConsumers) -> None:
        self._consumers = consumers
        scenario, width = context.scenario, context.state.width
        self._names = tuple(sorted(consumers.names))
        self._by_id = np.argsort(np.array(consumers.names), kind="stable")
        self._places = [
            np.array([self._names.index(name) for name in kind.names], dtype=np.intp)
            for kind in consumers.kinds
        ]
        """Where the consumers of each good stand among all."""
        shape = scenario.days, len(consumers.names)
        random_demand = consumers.demand_is_random
        self._demand = np.zeros((*shape, width if random_demand else 1), np.float32)
        self._served = np.zeros((*shape, width), np.float32)
        self._on_hand = np.zeros((*shape, width), np.float32)
        self._backlog = np.zeros((*shape, width), np.float32) if consumers.can_wait else None
        learns = any(kind.emergencies for kind in consumers.kinds)
        self._saved = np.zeros((*shape, width), np.float32) if learns else None
        builds = any(kind.builders for kind in consumers.kinds)
        self._idle = np.zeros((*shape, width), np.float32) if builds else None

    def record(self, day: int) -> None:
        """Note today."""
        consumers = self._consumers
        self._note(self._demand[day], lambda kind: kind.demand)
        self._note(self._served[day], lambda kind: kind.served)
        self._note(self._on_hand[day], lambda kind: kind.on_hand)
        if self._backlog is not None and consumers.anyone_waits:
            self._note(self._backlog[day], lambda kind: kind.waiting)
        for places, kind in zip(self._places, consumers.kinds, strict=True):
            if self._saved is not None:
                self._saved[day, places] = kind.saved
            if self._idle is not None:
                self._idle[day, places] = kind.builders.idle

    def _note(self, table: F32, read: Callable[[Consumers], F64]) -> None:
        """Write what a consumer has over all items, ``[consumer, 1 or replication]``, by id."""
        for places, kind in zip(self._places, self._consumers.kinds, strict=True):
            table[places] = _over_items(read(kind))

    def series(self) -> list[Recorded]:
        """Give the days, and the totals over the run."""
        consumers, names, by_id = self._consumers, self._names, self._by_id
        found = [
            DEMAND.of(self._demand, consumers=names),
            SERVED.of(self._served, consumers=names),
            ON_HAND.of(self._on_hand, consumers=names),
            CAUGHT_UP.of(consumers.of_each(lambda kind: kind.caught_up)[by_id], consumers=names),
            UNMET.of(
                consumers.by_entry(lambda kind: kind.unmet)[by_id],
                consumers=names,
                grades=consumers.entries,
            ),
        ]
        if self._backlog is not None:
            found.append(BACKLOG.of(self._backlog, consumers=names))
        if self._saved is not None:
            found.append(SAVED.of(self._saved, consumers=names))
        if self._idle is not None:
            found.append(IDLE.of(self._idle, consumers=names))
        if any(kind.builders.parts for kind in consumers.kinds):
            held = consumers.of_each(lambda kind: kind.builders.parts.needed())
            late = consumers.of_each(lambda kind: kind.builders.parts.built_late)
            found.append(PARTS_DAYS.of(held[by_id], consumers=names))
            found.append(BUILT_LATE.of(late[by_id], consumers=names))
        if consumers.follows_prices:
            destroyed = consumers.of_each(lambda kind: kind.destroyed)
            found.append(DESTROYED.of(destroyed[by_id], consumers=names))
        return found


def _over_items(table: F64) -> F64:
    return np.asarray(table[:, 0] if table.shape[1] == 1 else np.add.reduce(table, axis=1))

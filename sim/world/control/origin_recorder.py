"""Writes down what of the goods on each lane a consumer with a rule of origin may use."""

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Scenario
from sim.world.control.origin_rules import OriginRules
from sim.world.network.context import Context
from sim.world.record.series import Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.record.table import Column, Table
from sim.world.time.months import Months

F64 = NDArray[np.float64]


def buyer_and_lane(scenario: Scenario, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Give the consumer, its rule's place, the lane and its seller."""
    consumer, lane, seller = ids[0].split(":")
    rule = scenario.consumers[consumer].origin_rule
    return consumer, "" if rule is None else rule.not_from, lane, seller


USABLE = Series(
    name="usable_part",
    axes=("month", "ruled_lanes"),
    unit="share",
    doc="part of what each lane brings a consumer with an `origin_rule` that it may use at each "
    "month's end, before the rule holds, too; a row for consumer, lane and seller, joined by "
    "colons",
    kept="usable_part",
    table=Table(
        file="origin_rules.csv",
        rows="a row for each lane to a consumer with an `origin_rule` and month",
        doc="What a rule of origin leaves of the lanes of a consumer: a row for each lane, seller "
        "and month. Of a lane with 0 nothing is ordered while the rule holds; over one with less "
        "than 1 its seller sells that part of its output to all under the rule.",
        columns=(
            Column("consumer", "who has the rule"),
            Column("not_from", "the place of which it may use nothing"),
            Column("lane", "what brings it magnets"),
            Column("seller", "from whom"),
        ),
        cells=buyer_and_lane,
        note="Grades count by their shares in what the consumer uses. The undisrupted twin keeps "
        "the rule, too: what controls keep from other buyers leaves its consumer more that it may "
        "use, and its days caused by disruption can be below 0.",
    ),
)


class OriginRecorder(SeriesRecorder):
    """Notes at the end of each month what may be used."""

    declares = (USABLE,)

    def __init__(self, context: Context, rules: OriginRules) -> None:
        scenario, layout = context.scenario, context.layouts[rules.good]
        self._months, self._usable = Months(scenario), rules.usable
        self._lanes = np.concatenate([one.lanes for one in rules.ruled])
        routes = [layout.routes[lane] for lane in self._lanes]
        self._names = tuple(f"{r.buyer}:{r.lane}:{r.seller}" for r in routes)
        shares = [scenario.consumers[route.buyer].grades for route in routes]
        self._shares = np.array([[one.get(i, 0.0) for i in layout.items] for one in shares])
        shape = self._months.count, len(routes), context.state.width
        self._found = np.zeros(shape, np.float32)

    def record(self, day: int) -> None:
        """Note the month if it ends today."""
        if self._months.ends(day):
            parts = self._shares[..., None] * self._usable[self._lanes]
            self._found[self._months.of(day)] = np.add.reduce(parts, axis=1)

    def series(self) -> list[Recorded]:
        """Give the parts, ``[month, lane, replication]``."""
        return [USABLE.of(self._found, ruled_lanes=self._names)]

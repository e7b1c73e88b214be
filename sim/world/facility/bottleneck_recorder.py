"""Writes down what is missing of the planned flows, month by month, and what holds it up."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.rules.bottleneck import CONSTRAINTS
from sim.rules.sourcing import Groups
from sim.scenario.chain import BUYERS, DEPOTS, STAGE, STOCKPILES, Good
from sim.scenario.network import place_of
from sim.world.facility.binding import Binding
from sim.world.facility.converter import Plants
from sim.world.facility.facilities import Facilities
from sim.world.network.context import Context
from sim.world.record.series import ENTRY, Entry, Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.state.state import added
from sim.world.time.months import Months
from sim.world.trade.trade import Trade

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]
Codes = NDArray[np.int8]

HELD_UP = Series(
    name="held_up_t",
    axes=("month", "inflows", ENTRY),
    unit="t",
    doc="what comes to those who use a good, by month, and what is missing of the undisrupted "
    "flow over each lane, by what holds it up; the name of an inflow is good, block and place of "
    "those who order it to use it, joined by dots",
    entries=(
        Entry("planned", "flow of the undisrupted plan"),
        Entry("shipped", "shipped to them, over any lane"),
        Entry("lane", "missing, as lanes are closed or narrowed, or rules let nothing pass"),
        Entry("licence", "missing, as licences are waited for or were refused"),
        Entry("stock", "missing, as a depot is empty"),
        Entry("feed", "missing, as its maker lacks what it makes it of"),
        Entry("capacity", "missing, as its maker can make no more"),
        Entry("conversion", "missing, as its maker has it in process"),
    ),
    unit_note="of finished magnets, contained element of oxide, metal and scrap, or REO of "
    "concentrate",
    kept="held_up_t",
)


class _Inflows:
    """The lanes of a good to those who use it, and what held them up since the month began."""

    def __init__(self, context: Context, trade: Trade, makers: list[Plants]) -> None:
        scenario, layout = context.scenario, trade.layout
        self._trade = trade
        block = {row: name for name, rows in layout.buyer_rows.items()
                 for row in range(rows.start, rows.stop)}  # fmt: skip
        self._lanes = np.flatnonzero([_uses(block[row]) for row in layout.buyer.tolist()])
        whose = [
            f"{trade.good}.{block[int(layout.buyer[lane])]}."
            f"{place_of(scenario, layout.routes[lane].buyer)}"
            for lane in self._lanes
        ]
        self.names = tuple(sorted(set(whose)))
        at = np.array([self.names.index(one) for one in whose], dtype=np.intp)
        self._by_name = Groups(at, len(self.names))
        self._binding = Binding(trade, makers, self._lanes)
        self._shipped = trade.shipments.new_total()
        self._width = context.state.width
        shape = len(self._lanes), len(layout.items), self._width
        self._planned: F64 = np.zeros(shape)
        self._binds: NDArray[np.int8] = np.zeros((len(CONSTRAINTS), *shape), np.int8)
        self._looks = 0

    def look(self) -> None:
        """See what holds up each lane today."""
        self._looks += 1
        self._planned += self._trade.planned[self._lanes]
        found = self._binding.codes()
        for code, count in enumerate(self._binds):
            count += found == code

    def book(self, days: int) -> F64:
        """Give a month's entries, t, ``[inflow, entry, replication]``, and begin anew."""
        shipped = self._shipped[self._lanes]
        looks = max(self._looks, 1)
        planned = self._planned * (days / looks)
        bound = added(self._binds.astype(np.float64))
        # No more than what was to come while something bound: the rest was not ordered.
        missing = np.minimum(np.maximum(planned - shipped, 0.0), planned * (bound / looks))
        missing /= np.maximum(bound, 1.0)
        parts = [planned, shipped, *(missing * count for count in self._binds)]
        self._shipped.fill(0.0)
        self._planned.fill(0.0)
        self._binds.fill(0)
        self._looks = 0
        totals = [self._by_name.total(np.add.reduce(part, axis=1)) for part in parts]
        return np.stack(totals, axis=1)


def _uses(block: str) -> bool:
    """Tell whether those of a block order what they use: others pass it on, or take what comes."""
    if block in STAGE:
        return STAGE[block].orders
    return block not in (DEPOTS, STOCKPILES)


class BottleneckRecorder(SeriesRecorder):
    """Looks once every few days, when plants have produced, at what holds up the goods."""

    declares = (HELD_UP,)

    def __init__(
        self, context: Context, trades: Mapping[Good, Trade], facilities: Facilities
    ) -> None:
        self._months, self._every = Months(context.scenario), context.scenario.policy.review_days
        self._inflows = [
            _Inflows(context, trade, [one for one in facilities.plants if one.sold is trade])
            for trade in trades.values()
            if any(map(_uses, BUYERS[trade.good]))
        ]
        self._names = tuple(name for one in self._inflows for name in one.names)
        self._begun = 0
        """First day of the month."""
        shape = len(self._names), len(HELD_UP.entries), context.state.width
        self._held_up: F32 = np.zeros((self._months.count, *shape), np.float32)

    def record(self, day: int) -> None:
        """Look, on days on which plants produce; book the month if it ends today."""
        if day % self._every == 0:
            for one in self._inflows:
                one.look()
        if self._months.ends(day):
            month, days = self._held_up[self._months.of(day)], day + 1 - self._begun
            month[...] = np.concatenate([one.book(days) for one in self._inflows])
            self._begun = day + 1

    def series(self) -> list[Recorded]:
        """Give what was held up, t, ``[month, inflow, entry, replication]``."""
        return [HELD_UP.of(self._held_up, inflows=self._names)]

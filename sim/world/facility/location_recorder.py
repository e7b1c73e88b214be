"""Writes down what facilities make, in a world in which any has a place on maps."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import DEPOTS, FACILITY_BLOCKS, GOODS, STAGES
from sim.scenario.schema import Scenario
from sim.world.network.context import Context
from sim.world.network.layout import ordered_ids
from sim.world.record.series import Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.time.months import Months
from sim.world.trade.trade import Trades

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

LOCATED = Series(
    name="located_t",
    axes=("month", "sites"),
    unit="t",
    doc="what each facility makes of all items together (a depot: what leaves it), by month, "
    "single precision; block and id, joined by a dot; only where a facility has a `location`",
    unit_note="of magnets, in motors too, contained element of oxide and metal, or REO of "
    "concentrate",
    kept="located_t",
)


def any_located(scenario: Scenario) -> bool:
    """Tell whether any facility has a place on maps."""
    blocks = (getattr(scenario, block) for block in FACILITY_BLOCKS)
    return any(one.location is not None for block in blocks for one in block.values())


class LocationRecorder(SeriesRecorder):
    """Books what is made to its month."""

    declares = (LOCATED,)

    def __init__(self, context: Context, trades: Trades) -> None:
        self._months, width = Months(context.scenario), context.state.width
        found = list(_totals(context.scenario, trades))
        self._names = tuple(name for names, _ in found for name in names)
        self._totals = [total for _, total in found]
        self._before: F64 = np.zeros((len(self._names), width))
        shape = (self._months.count, len(self._names), width)
        self._by_month: F32 = np.zeros(shape, np.float32)

    def record(self, day: int) -> None:
        """Book to a month, on its last day, what was made in it."""
        if self._months.ends(day):
            total = np.concatenate([np.add.reduce(one, axis=1) for one in self._totals])
            self._by_month[self._months.of(day)] = total - self._before
            self._before = total

    def series(self) -> list[Recorded]:
        """Give what was made, t, ``[month, site, replication]``."""
        return [LOCATED.of(self._by_month, sites=self._names)]


def _totals(scenario: Scenario, trades: Trades) -> Iterator[tuple[list[str], F64]]:
    """Go through the blocks: names, and what counts up since the start, ``[site, item, ...]``."""
    for stage in STAGES:
        if stage.gives is not None and stage.gives in trades:
            trade = trades[stage.gives]
            # Of concentrate the bulk counts, not what it holds.
            made = trade.made[trade.layout.seller_rows[stage.block]][:, : trade.ordered_items]
            yield [f"{stage.block}.{name}" for name in ordered_ids(scenario, stage.block)], made
    for good in GOODS:
        if good in trades and (names := ordered_ids(scenario, DEPOTS, good)):
            trade = trades[good]
            yield (
                [f"{DEPOTS}.{name}" for name in names],
                trade.shipped[trade.layout.seller_rows[DEPOTS]],
            )

"""What holds up the goods on lanes, as it is at the end of a day."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.rules.bottleneck import CAPACITY, FEED, STOCK, binds_lane, binds_maker
from sim.scenario.chain import DEPOTS, MINES
from sim.world.facility.converter import Plants
from sim.world.trade.trade import Trade

F64 = NDArray[np.float64]
Index = NDArray[np.intp]
Mask = NDArray[np.bool_]
Codes = NDArray[np.int8]

LITTLE = 0.1
"""Days of use, or part of a day's plan, under which something counts as none (assumption)."""


class Binding:
    """What holds up some lanes of a good; of sellers it tells on days on which plants produce.

    Parameters
    ----------
    trade : Trade
    makers : sequence of Plants
        Who makes the good.
    lanes : array of int
    """

    def __init__(self, trade: Trade, makers: Sequence[Plants], lanes: Index) -> None:
        layout = trade.layout
        self._trade, self._makers, self._lanes = trade, makers, lanes
        self._push = (layout.push_split[lanes] > 0.0)[:, None, None]
        self._sellers = layout.seller[lanes]

    def codes(self) -> Codes:
        """Give what binds each lane, ``[lane, item, replication]``."""
        trade, lanes = self._trade, self._lanes
        limits, licences, backlog = trade.lanes.limits, trade.lanes.licences, trade.book.backlog
        some = backlog[lanes]
        waits = some > LITTLE * trade.planned[lanes]
        none = np.zeros(some.shape, dtype=bool)
        closed = limits.closed(lanes, slice(None))
        narrowed = none if closed is None else closed
        if limits.factor is not None:
            narrowed = narrowed | (limits.factor[lanes] < 1.0)
        licensed = none
        if licences is not None:
            held = waits & licences.required[lanes] & (some > licences.limit[lanes])
            licensed = held | licences.refusing[lanes] | licences.left[lanes]
        owed = trade.layout.by_seller.total(backlog)
        stock = trade.stock[:, : trade.ordered_items]
        has_some = (stock > LITTLE * owed) & (owed > 0.0)
        return binds_lane(
            narrowed,
            licensed,
            waits | self._push,
            has_some[self._sellers] & ~self._push,
            self._sellers_bound(owed)[self._sellers],
        )

    def _sellers_bound(self, owed: F64) -> Codes:
        """Give what binds each seller that has nothing to ship, ``[seller, item, replication]``."""
        found = np.full(owed.shape, FEED, np.int8)  # of what is left over from something else
        rows = self._trade.layout.seller_rows
        found[rows.get(DEPOTS, slice(0, 0))] = STOCK
        found[rows.get(MINES, slice(0, 0))] = CAPACITY
        for plants in self._makers:
            some = plants.out_rows
            wants = plants.lacking(owed[some]) > LITTLE * owed[some]
            found[some] = binds_maker(wants, _is_dry(plants)[:, None])
        return found


def _is_dry(plants: Plants) -> Mask:
    """Tell which plants have nothing left of something that they use, ``[plant, replication]``."""
    if plants.bought is None:
        return np.zeros((len(plants.names), plants.stock.shape[-1]), dtype=bool)
    held = plants.input[:, : plants.bought.ordered_items]
    lacks = (plants.daily_use > 0.0) & (held < LITTLE * plants.daily_use)
    return np.asarray(np.logical_or.reduce(lacks, axis=1))

"""Where the stocks of facilities and consumers stand in the arrays of a world."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Good
from sim.scenario.stock import Part
from sim.world.facility.facilities import Facilities
from sim.world.trade.trade import Trades

F64 = NDArray[np.float64]


def stock_table(
    trades: Trades, facilities: Facilities, part: Part, block: str, good: Good
) -> tuple[F64, Sequence[str]]:
    """Find the table that holds a part of what a block has of a good, and whose rows it has.

    Returns
    -------
    array, t, ``[row, item, replication]``
        The table itself, which follows what happens. Concentrate is its bulk, t REO.
    sequence of str
        Whose each row is.
    """
    if part == "in_process":
        plants = facilities.by_block[block]
        return plants.in_process, plants.names
    trade = trades[good]
    if part == "output":
        return trade.stock[:, : trade.ordered_items], trade.layout.sellers
    return trade.input[:, : trade.ordered_items], trade.layout.buyers

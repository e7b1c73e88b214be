"""Orders that buyers take back before they are shipped."""

import numpy as np
from numpy.typing import NDArray

from sim.rules.sourcing import Groups
from sim.world.trade.trade import Trade

F64 = NDArray[np.float64]
Index = NDArray[np.intp]


class Withdrawals:
    """The orders of some pairs of a lane and an item.

    Parameters
    ----------
    trade : Trade
        Where they were placed.
    lane, item : array of int, ``[pair]``
        The pairs.
    """

    def __init__(self, trade: Trade, lane: Index, item: Index) -> None:
        self._trade, self._lane, self._item = trade, lane, item
        items = trade.ordered_items
        sellers, buyers = len(trade.layout.sellers), len(trade.layout.buyers)
        self._by_seller = Groups(trade.layout.seller[lane] * items + item, sellers * items)
        self._by_buyer = Groups(trade.layout.buyer[lane] * items + item, buyers * items)

    def give_up(self, amount: F64) -> None:
        """Take back some of what is ordered today or was before, t, ``[pair, replication]``."""
        trade, place = self._trade, (self._lane, self._item)
        trade.orders_today()[place] -= amount
        trade.backorders -= self._by_seller.total(amount).reshape(trade.backorders.shape)
        if trade.content is None:
            trade.on_order -= self._by_buyer.total(amount).reshape(trade.on_order.shape)
        else:
            orders = np.zeros(trade.backlog.shape)
            orders[place] = amount
            whole = orders * trade.content[trade.layout.seller]
            trade.on_order -= trade.layout.by_buyer.total(whole)

"""Orders that buyers take back before they are shipped."""

import numpy as np
from numpy.typing import NDArray

from sim.rules.sourcing import Groups
from sim.world.network.layout import Layout
from sim.world.trade.order_book import OrderBook

F64 = NDArray[np.float64]
Index = NDArray[np.intp]


class Withdrawals:
    """The orders of some pairs of a lane and an item.

    Parameters
    ----------
    book : OrderBook
        Where they were placed.
    layout : Layout
    lane, item : array of int, ``[pair]``
        The pairs.
    """

    def __init__(self, book: OrderBook, layout: Layout, lane: Index, item: Index) -> None:
        self._book, self._lane, self._item = book, lane, item
        self._in_bulk = book.in_bulk
        items = len(layout.items)
        sellers, buyers = len(layout.sellers), len(layout.buyers)
        self._by_seller = Groups(layout.seller[lane] * items + item, sellers * items)
        self._by_buyer = Groups(layout.buyer[lane] * items + item, buyers * items)

    def give_up(self, amount: F64) -> None:
        """Take back some of what is ordered today or was before, t, ``[pair, replication]``."""
        book, place = self._book, (self._lane, self._item)
        book.all_today()[place] -= amount
        book.backorders -= self._by_seller.total(amount).reshape(book.backorders.shape)
        if self._in_bulk:
            orders = np.zeros(book.backlog.shape)
            orders[place] = amount
            book.forget(orders)
        else:
            book.on_order -= self._by_buyer.total(amount).reshape(book.on_order.shape)

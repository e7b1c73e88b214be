"""What the ore of mines holds where its basket changes: what is dug mixes with what is on hand."""

import numpy as np
from numpy.typing import NDArray

from sim.world.network.context import Context
from sim.world.network.layout import Layout
from sim.world.time.course import Course

F64 = NDArray[np.float64]

EMPTY = 1e-9
"""Stock, t REO, below which a mine's ore is as the one that it digs."""


class ChangingContent:
    """The content of ore of mines that change theirs by the date.

    Parameters
    ----------
    context : Context
    layout : Layout
        Of concentrate.
    stock : array, t, ``[seller, item, replication]``
        On hand at the sellers.
    content : array, t per t REO, ``[seller, item, 1 or replication]``
        What it holds on the first day.

    Attributes
    ----------
    table : array, t per t REO, ``[seller, item, replication]``
        What is shipped today.
    """

    def __init__(self, context: Context, layout: Layout, stock: F64, content: F64) -> None:
        self._mined: Course = context.coefficients.content
        self._layout, self._clock = layout, context.clock
        self.table = context.state.array(f"{layout.good}.content", *stock.shape[:-1])
        self.table[...] = content
        self._stock = stock[: len(context.scenario.mines)]

    def follow(self, orders: F64) -> F64:
        """Follow what is on hand after today's mining.

        Parameters
        ----------
        orders : array, t REO, ``[lane, 1, replication]``
            Ordered and not shipped.

        Returns
        -------
        array, t, ``[buyer, item, replication]``
            By how much what is ordered holds more than it did.
        """
        before, mined = self.table.copy(), self._mined.on(self._clock.day)
        known, bulk = self.table[: len(mined), 1:], self._stock[:, :1]
        mixed = np.broadcast_to(mined, known.shape).copy()
        np.divide(np.maximum(self._stock[:, 1:], 0.0), bulk, out=mixed, where=bulk > EMPTY)
        # Ore of the same content leaves the mixture as it is, to the bit.
        np.copyto(known, mixed, where=known != mined)
        change = orders * (self.table - before)[self._layout.seller]
        return self._layout.by_buyer.total(change)


def content_of_ore(
    context: Context, layout: Layout, stock: F64
) -> tuple[F64, ChangingContent | None]:
    """Give t of each item in a t REO of each seller of ore; what makes it change, if anything.

    Items are the bulk and its elements. Mines come first; heavies are pushed on, never ordered.

    Returns
    -------
    array, t per t REO, ``[seller, item, 1 or replication]``
    ChangingContent or None
    """
    mined = context.coefficients.content.on(context.clock.day)
    content = np.zeros((*stock.shape[:-1], mined.shape[-1]))
    content[:, 0] = 1.0
    content[: len(mined), 1:] = mined
    if not context.coefficients.content.changes:
        return content, None
    changing = ChangingContent(context, layout, stock, content)
    return changing.table, changing

"""Accounts of a good: with its sellers, on its lanes, with its buyers."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.world.state.account import Account

if TYPE_CHECKING:
    from sim.world.trade.trade import Trade

F64 = NDArray[np.float64]


def stock_account(trade: "Trade", rows: slice, lost: F64 | float = 0.0) -> Account:
    """Give the account of what some sellers hold for sale, of which they have *lost* some, t."""
    made, gone, names = trade.made[rows], trade.shipped[rows] + lost, trade.layout.sellers[rows]
    return Account(f"stock of {trade.good}", names, trade.stock[rows], made, gone)


def input_account(trade: "Trade", rows: slice, used: F64) -> Account:
    """Give the account of what some buyers hold, of which they have *used* some, t."""
    came, names = trade.received[rows] + trade.relief[rows], trade.layout.buyers[rows]
    return Account(f"input of {trade.good}", names, trade.input[rows], came, used)


def transit_account(trade: "Trade") -> Account:
    """Give the account of what is on the lanes, all of them together."""
    sent = np.add.reduce(trade.shipped, axis=0)[None]
    came = np.add.reduce(trade.received, axis=0)[None]
    if trade.book.seized is not None:
        came = came + np.add.reduce(trade.book.seized, axis=0)[None]
    on_way = np.add.reduce(trade.transport.in_transit.total(), axis=0)[None]
    return Account(f"lanes of {trade.good}", (trade.good,), on_way, sent, came)

"""Prices that a stockpile pays."""

from collections.abc import Callable
from typing import cast

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Bloc, Form
from sim.world.market.market import Market
from sim.world.market.market_balance import BLOCS, bloc_of
from sim.world.network.context import Context

F64 = NDArray[np.float64]
Price = Callable[[], F64]
"""Gives the prices of today, USD a t as held, ``[item, 1 or replication]``."""


def price_in(context: Context, market: Market | None, stockpile: str, form: Form) -> Price | None:
    """Give what tells the price in the stockpile's bloc; None without a market."""
    if market is None:
        return None
    country = context.scenario.stockpiles[stockpile].country
    bloc = cast("Bloc", BLOCS[bloc_of(context.scenario, country)])
    items = context.layouts[form].items
    return lambda: market.value(form, items, bloc)

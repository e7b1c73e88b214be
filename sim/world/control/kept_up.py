"""How far makers whose feed is short have made what they were to make."""

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from sim.world.control.bound_trade import Whereabouts
from sim.world.network.context import Context
from sim.world.trade.trade import Trade

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]

MONTHS = 3
"""Months that count: of what was made the best, as a plant that stands still has its feed; of what
was short any."""


class KeptUp:
    """What sellers of a good made of late, as a part of their plan, where free feed is short.

    The part of what a seller makes that is free of a place is a part of its plan: what others do
    not buy makes it no less. Where it makes less as what is free of its feed is short, that would
    be more than there is.

    Parameters
    ----------
    context : Context
    trade : Trade
    whereabouts : Whereabouts
    """

    def __init__(self, context: Context, trade: Trade, whereabouts: Whereabouts) -> None:
        self._clock, self._plan, self._whereabouts = context.clock, context.plan, whereabouts
        self._good = trade.good
        self._made = np.ones((MONTHS, *trade.stock.shape))
        self._short = np.zeros((MONTHS, *trade.stock.shape), dtype=bool)

    def look(self, day: int, short: Mask) -> F64:
        """Give the part, 0 to 1, ``[seller, item, replication]``; 1 where nothing is short.

        Parameters
        ----------
        day : int
            The first one, or that of a month.
        short : array of bool, shaped likewise
            Where free feed is short today.
        """
        if day > 0:
            date = self._clock.date(day)
            days = min((date - dt.timedelta(days=1)).day, day)
            planned = days * self._plan.at(self._good, "sold", day - days / 2)
            made = self._whereabouts.made(self._good)
            part = np.divide(made, planned, out=np.ones_like(made), where=planned > 0.0)
            self._made = np.concatenate([self._made[1:], np.minimum(part, 1.0)[None]])
            self._short = np.concatenate([self._short[1:], short[None]])
        best = np.maximum.reduce(self._made)
        return np.where(np.logical_or.reduce(self._short), best, 1.0)

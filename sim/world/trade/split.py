"""How orders are split in normal times, for some buyers and some days at once."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.rules.sourcing import Groups, normal_weights
from sim.world.network.availability import Availability
from sim.world.trade.buyers_lanes import BuyersLanes

F64 = NDArray[np.float64]

DAYS_AT_ONCE = 32
"""Days that are split together where replications are alike."""


@dataclass(frozen=True)
class Split:
    """Orders of some buyers in normal times.

    The last axis is the replication; or the day, where all replications are alike.
    """

    weight: F64
    """Part of its buyer's orders that each lane gets, ``[lane, item, ...]``."""
    has_source: F64
    """1 where a buyer has a lane, else 0, ``[buyer, item, ...]``."""

    def on(self, place: int) -> "Split":
        """Take one day out of several."""
        part = slice(place, place + 1)
        return Split(self.weight[..., part], self.has_source[..., part])


def split(share: F64, offtake: F64, running: F64, of: BuyersLanes) -> Split:
    """Split orders by shares and by what sellers with an offtake can make.

    Parameters
    ----------
    share, offtake : array, ``[lane, item, 1 or replication]``
    running : array, 0 to 1, ``[lane, 1, ...]``
        Running part of the seller's full capacity.
    of : BuyersLanes
    """
    weight = normal_weights(share, offtake, running, of.by_buyer)
    return Split(weight, (of.by_buyer.total(weight) > 0.0).astype(float))


def mean_lead(weight: F64, days: F64, by_buyer: Groups) -> F64:
    """Give the mean days from order to arrival, ``[buyer, item, ...]``; 0 without a lane.

    Parameters
    ----------
    weight : array, ``[lane, item, 1 or replication]``
        Part of its buyer's orders that each lane gets.
    days : array, days, ``[lane, 1 or item, 1 or replication]``
        Time from order to arrival.
    by_buyer : Groups
        Buyer of each lane.
    """
    whole, lead = by_buyer.total(weight), by_buyer.total(weight * days)
    known = np.broadcast_to(whole > 0.0, lead.shape)
    return np.divide(lead, whole, out=np.zeros_like(lead), where=known)


def side_by_side(*tables: F64) -> F64:
    """Put tables ``[row, ..., 1 or replication]`` into one, ``[row, 1 or replication]``."""
    rows = [table.reshape(-1, table.shape[-1]) for table in tables]
    width = max(table.shape[-1] for table in rows)
    return np.concatenate([np.broadcast_to(table, (len(table), width)) for table in rows])


class Ahead:
    """Splits of the days to come, made many at once where all replications are alike.

    Parameters
    ----------
    make : callable
        Makes splits of what growing sellers can make, ``[growing seller, day]``.
    step : float
        Change of what a seller can make that counts as a step.
    """

    def __init__(self, make: Callable[[F64], Split], step: float) -> None:
        self._make, self._step = make, step
        self._days = range(0)
        self._changes: list[bool] = []
        self._steps: list[bool] = []
        self._gains: list[bool] = []
        self._splits: Split | None = None
        self._stepped: F64 | None = None
        self._last: F64 | None = None

    def on(self, day: int, offers: Availability) -> tuple[Split, bool, bool] | None:
        """Give what changes on a day; None if nothing does.

        Returns
        -------
        split : Split
        step : bool
            Whether what a seller can make has changed by a step since it last did.
        gains : bool
            Whether a lane may have a part that had none the day before.
        """
        if self._splits is None or day not in self._days:
            self._days = range(day, day + DAYS_AT_ONCE)
            offered = offers.over(day, DAYS_AT_ONCE)
            self._splits = self._make(offered)
            used = self._splits.weight > 0.0
            gains = (used[..., 1:] & ~used[..., :-1]).any(axis=(0, 1))
            self._gains = [True, *np.asarray(gains).tolist()]
            self._look_at(offered)
        place = day - self._days.start
        if not self._changes[place]:
            return None
        return self._splits.on(place), self._steps[place], self._gains[place]

    def _look_at(self, offered: F64) -> None:
        """Find the days of change, and among them the steps, ``[growing seller, day]``."""
        before = offered[:, :1] if self._last is None else self._last
        changes = (offered != np.concatenate([before, offered[:, :-1]], axis=1)).any(axis=0)
        self._changes = (changes | (self._last is None)).tolist()
        self._steps = [False] * offered.shape[1]
        for place in np.flatnonzero(self._changes).tolist():
            today = offered[:, place]
            if self._stepped is None or np.abs(today - self._stepped).max() > self._step:
                self._steps[place], self._stepped = True, today
        self._last = offered[:, -1:]

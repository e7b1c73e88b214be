"""Export quotas in tonnes: calendar periods, each with its tonnes."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Good
from sim.scenario.schema.disruption.effect import Tonnes
from sim.world.network.context import Context
from sim.world.time.clock import DAYS_PER_MONTH, Clock
from sim.world.timing.timing import Timing
from sim.world.trade.tonnage import Tonnage

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class TonnageQuota:
    """The quota of a control on one good.

    What a period leaves unused lapses. A period in which the control begins has all its tonnes.
    """

    tonnage: Tonnage
    """What is left of it."""
    tonnes: F64
    """t a period, ``[1 or replication]``."""
    months: int
    """Length of a period."""
    _was: Mask
    """Where the control was in force yesterday, ``[replication]``."""

    @classmethod
    def of(
        cls, context: Context, timing: Timing, good: Good, said: Tonnes, hit: Mask
    ) -> "TonnageQuota":
        """Draw the quota that a control puts on what it hits of a good."""
        tonnes = context.values.at("disruptions", timing.name, *said.path(good))
        width = context.chance.width
        return cls(
            Tonnage((*hit.shape[:2], width)), tonnes, said.months, np.zeros(width, dtype=bool)
        )

    def begin_day(self, clock: Clock, active: Mask, counts: Mask) -> Mask:
        """Begin a period, if one begins today.

        Parameters
        ----------
        clock : Clock
        active : array of bool, ``[replication]``
            Where the control is in force.
        counts : array of bool, ``[lane, ordered item, 1 or replication]``
            What it hits today.

        Returns
        -------
        array of bool, ``[replication]``
            Where it was used up, and is not any more.
        """
        before = self.used_up
        first = self.begins(clock.date(clock.day))
        self.tonnage.open(self.tonnes, active if first else active & ~self._was)
        self.tonnage.count(counts)
        np.copyto(self._was, active)
        return before & ~self.used_up

    def begins(self, date: dt.date) -> bool:
        """Tell whether a period of the calendar begins on a date."""
        return date.day == 1 and (date.month - 1) % self.months == 0

    @property
    def used_up(self) -> Mask:
        """Where nothing may leave any more in this period, ``[replication]``."""
        return np.asarray(self.tonnage.left <= 0.0)

    def binds(self, planned: F64, hit: Mask) -> Mask:
        """Tell where it is no more than a period's undisrupted flow, ``[replication]``.

        Parameters
        ----------
        planned : array, t a day, ``[lane, item, 1 or replication]``
        hit : array of bool, shaped likewise
        """
        a_day = np.add.reduce(np.where(hit, planned, 0.0), axis=(0, 1))
        return np.asarray(self.tonnes <= a_day * DAYS_PER_MONTH * self.months)

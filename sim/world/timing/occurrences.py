"""How long a disruption lasts each time, and when it comes again."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Disruption
from sim.world.chance.anew import Anew
from sim.world.chance.values import Values
from sim.world.time.clock import Clock
from sim.world.timing.duration import Duration, duration_of

F64 = NDArray[np.float64]
SHORTEST_GAP = 1 / 16
"""Least time between two occurrences, days: so a run holds no more than can be counted."""

Window = tuple[F64, F64]
"""Start and end, days, ``[1 or replication]`` each."""


@dataclass(frozen=True)
class Occurrences:
    """What is drawn of the windows of a disruption, their first start excepted.

    What recurs is reckoned in moments, each rounded up to the day that begins then: so times to
    failure and to repair keep their means, whatever they are distributed like.
    """

    lasts: Duration
    """How long each is in force."""
    last: F64
    """First day no longer in force at the latest, ``[1 or replication]``; inf if none is given."""
    gap_days: Anew | None
    """Days from the end of one to the start of the next; none if it does not recur."""
    starts_by_gap: bool
    """Whether a gap comes before the first, too."""
    times: float
    """Most of them; inf for no limit."""
    horizon: int
    """Days of the run: after them none begins again."""

    def first_moment(self) -> F64:
        """Give the moment of the first start where none is given, ``[1 or replication]``."""
        return self._gap(0) if self.starts_by_gap else np.zeros(1)

    def window(self, moment: F64, number: int = 0) -> Window:
        """Give the window that opens at a moment, as the one of a number from 0."""
        end = np.ceil(self.lasts.end(moment, number))
        return np.ceil(moment), np.minimum(end, self.last)

    def set_off(self, day: F64, numbers: NDArray[np.intp]) -> Window:
        """Give the window where something sets it off.

        Parameters
        ----------
        day : array, days, ``[replication]``
            The lag being over; nan or inf where it never is.
        numbers : array of int, ``[replication]``
            How often it was set off before.

        Returns
        -------
        start, end : array, days, ``[replication]``
            nan where it never is in force.
        """
        end = np.minimum(np.ceil(self.lasts.end(day, numbers)), self.last)
        # What comes again may have lasted no day the first time.
        never = ~(np.isfinite(day) & (day < (self.last if self.gap_days else end)))
        return np.where(never, np.nan, day), np.where(never, np.nan, end)

    def recurring(self, first: Window, moment: F64) -> Iterator[Window]:
        """Give a first window, and those in which it comes again until the end of the run.

        Parameters
        ----------
        first : Window
            nan where it never is in force.
        moment : array, days, ``[1 or replication]``
            Moment of the first start.
        """
        yield first
        if self.gap_days is None:
            return
        moment, number = np.where(np.isnan(first[0]), np.nan, moment), 1
        while number < self.times:
            ended = self.lasts.end(moment, number - 1)
            moment = ended + self._gap(number - (not self.starts_by_gap))
            over = np.ceil(moment) >= np.minimum(self.horizon, self.last)
            moment = np.where(over, np.nan, moment)
            if np.isnan(moment).all():
                return
            yield self.window(moment, number)
            number += 1

    def _gap(self, number: int) -> F64:
        assert self.gap_days is not None
        return np.maximum(self.gap_days.of(number), SHORTEST_GAP)


def occurrences(name: str, d: Disruption, clock: Clock, values: Values, days: int) -> Occurrences:
    """Draw how long a disruption lasts, and what lies between its occurrences.

    Parameters
    ----------
    name : str
        Its id.
    d : Disruption
        One that does not count from the dates of projects.
    days : int
        Days of the run.
    """
    path, last, recurs = ("disruptions", name), np.array([inf]), d.recurs
    if isinstance(d.end, dt.date):
        last = np.array([float(clock.number(d.end))])
    elif d.end is not None:
        last = np.ceil(values.at(*path, "end"))
    times = inf if recurs is None else recurs.most_times
    starts_by_gap = recurs is not None and d.start is None and d.trigger is None
    recurs_ever = recurs is not None and (times > 1 or starts_by_gap)
    return Occurrences(
        lasts=duration_of(name, d, clock, values),
        last=last,
        gap_days=values.anew(*path, "recurs", "after_days") if recurs_ever else None,
        starts_by_gap=starts_by_gap,
        times=times,
        horizon=days,
    )

"""Calendar months: those that a run touches, by number (month 0 holds the start date), and dates
that are some months apart.
"""

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Scenario

F64 = NDArray[np.float64]
MOST_MONTHS = 100_000.0
"""Months after which no run goes on: more is as much."""


def month_of(start: dt.date, date: dt.date) -> int:
    """Give the number of the month that holds a date."""
    return (date.year - start.year) * 12 + date.month - start.month


def months_later(start: dt.date, day: F64, months: F64) -> F64:
    """Give the day some months after a day, by the calendar.

    A whole month leads to the same day of the next month, or to its last one where that has no such
    day: 28 February follows on 31 January. A part of a month is that part of the days to the month
    after, and rounds up.

    Parameters
    ----------
    start : date
        Date of day 0.
    day : array, whole days, ``[1 or replication]``
        nan or inf where there is none.
    months : array, months, ``[1 or replication]``

    Returns
    -------
    array, whole days, ``[1 or replication]``
        nan or inf where *day* is.
    """
    known = np.isfinite(day)
    months = np.minimum(months, MOST_MONTHS)
    date = np.datetime64(start, "D") + np.where(known, day, 0.0).astype("m8[D]")
    whole = np.floor(months)
    here, after = (_same_day(date, whole + more) for more in (0.0, 1.0))
    reached = (here - date).astype(float) + np.ceil((months - whole) * (after - here).astype(float))
    return np.where(known, day + reached, day)


def _same_day(date: NDArray[np.datetime64], months: F64) -> NDArray[np.datetime64]:
    """Give the same day of the month, or the last one, whole months later."""
    month = date.astype("M8[M]")
    target = month + months.astype("m8[M]")
    one_month, one_day = np.timedelta64(1, "M"), np.timedelta64(1, "D")
    first, last = target.astype("M8[D]"), (target + one_month).astype("M8[D]") - one_day
    same: NDArray[np.datetime64] = np.minimum(first + (date - month.astype("M8[D]")), last)
    return same


class Months:
    """The months of a scenario, for what is booked by month.

    Attributes
    ----------
    count : int
        Number of months; the first and the last may be incomplete.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._start, self._last = scenario.start, scenario.days - 1
        self.count = month_of(scenario.start, scenario.end) + 1

    def of(self, day: int) -> int:
        """Give the number of the month that holds a day."""
        return month_of(self._start, self._date(day))

    def ends(self, day: int) -> bool:
        """Tell whether a day is the last of its month, or of the run."""
        return day == self._last or self._date(day + 1).day == 1

    def _date(self, day: int) -> dt.date:
        return self._start + dt.timedelta(days=day)

"""Months and calendar years of a run: the times of tables that have both."""

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from sim.output.month import first_of_month, month_text
from sim.world.time.months import month_of

F64 = NDArray[np.float64]


def with_years(start: dt.date, monthly: F64) -> F64:
    """Put totals of calendar years, of which the first and the last may be cut, behind months.

    Parameters
    ----------
    start : date
        Date of day 0, in month 0.
    monthly : array, ``[month, ...]``

    Returns
    -------
    array, ``[month and year, ...]``
    """
    years = np.array([first_of_month(start, month).year for month in range(len(monthly))])
    firsts = np.flatnonzero(np.diff(years, prepend=0))
    return np.concatenate([monthly, np.add.reduceat(monthly, firsts, axis=0)])


def period_text(start: dt.date, end: dt.date, at: int) -> str:
    """Write a month of a run as ``2026-11``, and a year, which stands behind all, as ``2026``."""
    year = at - month_of(start, end) - 1
    return month_text(start, at) if year < 0 else str(start.year + year)

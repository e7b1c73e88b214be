"""Quantities that depend on the date: schedules, growth, seasons."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Distribution, Number, Season
from sim.world.state.state import stacked
from sim.world.time.clock import DAYS_PER_YEAR

F64 = NDArray[np.float64]

ANCHOR = dt.date(2024, 7, 1)
"""The date for which consumers' demand is stated: mid-2024."""


def expected_value(number: Number | None, default: float = 0.0) -> float:
    """Give the expected value of a number."""
    if number is None:
        return default
    return float(number.mean if isinstance(number, Distribution) else number)


class Timeline:
    """A schedule: straight lines between dated values, constant before and after.

    Parameters
    ----------
    dated : mapping of date to array, ``[1 or replication]``
        Its values.
    start : date
        Date of day 0.
    """

    def __init__(self, dated: Mapping[dt.date, F64], start: dt.date) -> None:
        self._days = np.array([(date - start).days for date in sorted(dated)], dtype=float)
        self._values = stacked([dated[date] for date in sorted(dated)], len(dated))
        self._same = np.logical_and.reduce(self._values == self._values[0], axis=0)

    @property
    def changes(self) -> bool:
        """Whether it has values of several dates, be they the same."""
        return len(self._values) > 1

    @property
    def most(self) -> F64:
        """The highest value it ever has, ``[1 or replication]``."""
        return np.asarray(np.maximum.reduce(self._values, axis=0))

    def on(self, day: float) -> F64:
        """Give the values on a day, ``[1 or replication]``; they are not to be written to."""
        values: F64 = self.over(np.array([day])) if self.changes else self._values
        return np.asarray(values[0])

    def over(self, days: F64) -> F64:
        """Give the values on some days, ``[day, 1 or replication]``.

        Parameters
        ----------
        days : array, days, ``[day]`` or ``[day, 1 or replication]``
        """
        days, values = days.reshape(len(days), -1), self._values
        if not self.changes:
            return np.asarray(values + np.zeros(days.shape))
        dates = self._days
        before = np.searchsorted(dates, days, side="right") - 1
        before = np.minimum(np.maximum(before, 0), len(dates) - 2)
        lasts = dates[before + 1] - dates[before]
        share = np.minimum(np.maximum((days - dates[before]) / lasts, 0.0), 1.0)
        if days.shape[-1] == 1:  # whole rows, as most ask
            lower, upper = values[before[:, 0]], values[before[:, 0] + 1]
        else:
            column = np.arange(values.shape[-1])
            lower, upper = values[before, column], values[before + 1, column]
        value: F64 = lower * (1.0 - share) + upper * share
        # Where all are the same, nothing is rounded: it is a plain number.
        return np.where(self._same, values[0], value)


@lru_cache(maxsize=4096)
def always(value: float, start: dt.date) -> Timeline:
    """Give the schedule of a plain number; a world has some thousands of them, many alike."""
    found = Timeline({start: np.array([value + 0.0])}, start)  # no negative zero
    found._values.setflags(write=False)
    return found


def rounded_up(days: F64, line: Timeline) -> F64:
    """Round days of a timeline up; on a straight line a last digit may miss a whole number."""
    return np.ceil(days.round(9) if line.changes else days)


def growth(rates: Mapping[dt.date, F64], first: dt.date, days: F64) -> F64:
    """Give the growth factor against the anchor date, ``[day, ..., 1 or replication]``.

    A rate g in force for y years multiplies by (1 + g)^y; dated rates hold from their date on,
    the first also before it.

    Parameters
    ----------
    rates : mapping of date to array, ``[..., 1 or replication]``
        Growth a year, in force from each date on.
    first : date
        Date of day 0.
    days : array, days
        Days asked for.
    """
    dates = sorted(rates)
    starts = np.array([-np.inf, *((date - first).days for date in dates[1:])])
    ends = np.append(starts[1:], np.inf)
    anchor = float((ANCHOR - first).days)
    # The logarithm of growth is a broken line: add up what each rate gives while it lasts.
    log: F64 = np.zeros(1)
    for date, start, end in zip(dates, starts, ends, strict=True):
        lasted = np.clip(days, start, end) - min(max(anchor, start), end)
        logs_a_day = np.log1p(rates[date]) / DAYS_PER_YEAR
        log = log + lasted.reshape(-1, *[1] * logs_a_day.ndim) * logs_a_day
    return np.asarray(np.exp(log))


def season_factors(seasons: list[Season], dates: list[dt.date]) -> F64:
    """Give the share of capacity that the seasons leave, ``[date]``."""
    factors = np.ones(len(dates))
    for season in seasons:
        for i, date in enumerate(dates):
            key = f"{date:%m-%d}"
            wraps = season.first > season.last
            inside = (
                key >= season.first or key <= season.last
                if wraps
                else season.first <= key <= season.last
            )
            if inside:
                factors[i] *= season.factor
    return factors

"""Quantities that depend on the date: schedules, growth, seasons."""

import datetime as dt
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Distribution, Number, Schedule, Season
from sim.world.clock import DAYS_PER_YEAR

F64 = NDArray[np.float64]

ANCHOR = dt.date(2024, 7, 1)
"""The date for which consumers' demand is stated: mid-2024."""


def typical(number: Number | None, default: float = 0.0) -> float:
    """Give the expected value of a number."""
    if number is None:
        return default
    return float(number.mean if isinstance(number, Distribution) else number)


class Timeline:
    """A schedule: straight lines between dated values, constant before and after.

    Parameters
    ----------
    schedule : Schedule
        A number or dated numbers.
    start : date
        Date of day 0.
    draw : callable
        Turns a number (and a label for it) into an array, ``[1 or history]``.
    """

    def __init__(self, schedule: Schedule, start: dt.date, draw: Callable[[str, Number], F64]) -> None:
        dated = schedule if isinstance(schedule, dict) else {start: schedule}
        self._days = [(date - start).days for date in sorted(dated)]
        self._values = [draw(date.isoformat(), dated[date]) for date in sorted(dated)]

    @property
    def constant(self) -> bool:
        """Whether it is the same on all days."""
        return len(self._days) == 1

    def at(self, day: float) -> F64:
        """Give the value on a day, ``[1 or history]``."""
        if day <= self._days[0]:
            return self._values[0]
        for (before, after), (low, high) in zip(
            pairwise(self._days), pairwise(self._values), strict=True
        ):
            if day < after:
                return low + (high - low) * ((day - before) / (after - before))
        return self._values[-1]


def growth(rate: Number | dict[dt.date, Number], dates: list[dt.date], draw: Callable[[str, Number], F64]) -> F64:
    """Give the growth factor against the anchor date, ``[date, 1 or history]``.

    A rate g in force for y years multiplies by (1 + g)^y; dated rates hold from their date on,
    the first also before it.
    """
    dated = rate if isinstance(rate, dict) else {ANCHOR: rate}
    steps = sorted(dated)
    rates = [draw(date.isoformat(), dated[date]) for date in steps]

    def log_growth(date: dt.date) -> F64:
        """Integrate the logarithm of growth from the first step to the date."""
        total = np.log1p(rates[0]) * (min(date, steps[1] if len(steps) > 1 else date) - steps[0]).days
        for i in range(1, len(steps)):
            last = steps[i + 1] if i + 1 < len(steps) else date
            total = total + np.log1p(rates[i]) * max((min(date, last) - steps[i]).days, 0)
        return np.asarray(total / DAYS_PER_YEAR)

    anchor = log_growth(ANCHOR)
    return np.exp(np.stack([log_growth(date) - anchor for date in dates]))


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
                factors[i] *= typical(season.factor)
    return factors

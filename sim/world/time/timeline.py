"""Quantities that depend on the date: schedules, growth, seasons."""

import datetime as dt
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Distribution, Number, Schedule, Season
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


Draw = Callable[[str, Number], F64]
"""Turns a number (and a label for it) into an array, ``[1 or history]``."""


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

    def __init__(self, schedule: Schedule, start: dt.date, draw: Draw) -> None:
        dated = schedule if isinstance(schedule, dict) else {start: schedule}
        self._days = [(date - start).days for date in sorted(dated)]
        self._values = [draw(date.isoformat(), dated[date]) for date in sorted(dated)]

    @property
    def most(self) -> F64:
        """The highest value it ever has, ``[1 or history]``."""
        return np.asarray(np.maximum.reduce(stacked(self._values, len(self._values)), axis=0))

    def over(self, days: F64) -> F64:
        """Give the values on some days, ``[day, 1 or history]``."""
        values = stacked(self._values, len(self._values))
        columns = [np.interp(days, self._days, column) for column in values.T]
        return np.stack(columns, axis=1)


def growth(rate: Number | dict[dt.date, Number], first: dt.date, days: F64, draw: Draw) -> F64:
    """Give the growth factor against the anchor date, ``[day, 1 or history]``.

    A rate g in force for y years multiplies by (1 + g)^y; dated rates hold from their date on,
    the first also before it.

    Parameters
    ----------
    rate : Number, or dated Numbers
        Growth a year.
    first : date
        Date of day 0.
    days : array, days
        Days asked for.
    draw : callable
        Turns a number (and a label for it) into an array, ``[1 or history]``.
    """
    dated = rate if isinstance(rate, dict) else {ANCHOR: rate}
    starts = np.array([(date - first).days for date in sorted(dated)], dtype=float)
    drawn = stacked([draw(date.isoformat(), dated[date]) for date in sorted(dated)], len(dated))
    rates = np.log1p(drawn) / DAYS_PER_YEAR
    # The logarithm of growth is a broken line: add up what each rate gives while it lasts.
    ends = np.append(starts[1:], np.inf)
    starts[0] = -np.inf
    points = np.append(days, (ANCHOR - first).days)[:, None]
    origin = points.min()
    lasted = np.clip(np.minimum(points, ends) - np.maximum(starts, origin), 0.0, None)
    logs = np.add.reduce(lasted[..., None] * rates, axis=1)
    factors: F64 = np.exp(logs[:-1] - logs[-1])
    return factors


def expected(label: str, number: Number) -> F64:
    """Draw nothing: give the expected value, ``[1]``."""
    return np.array([expected_value(number)])


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

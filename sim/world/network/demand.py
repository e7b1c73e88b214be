"""What consumers are expected to ask for, by date."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import CONSUMERS
from sim.scenario.schema import Scenario
from sim.world.chance.values import Values
from sim.world.network.layout import ordered_ids
from sim.world.state.state import stacked
from sim.world.time.clock import DAYS_PER_YEAR
from sim.world.time.timeline import ANCHOR, growth

F64 = NDArray[np.float64]

LEAST_GROWTH = -0.99
"""Least growth a year that can be drawn: some demand is left."""


class _Growth(NamedTuple):
    """Consumers whose growth changes on the same dates."""

    rows: list[int]
    rates: dict[dt.date, F64]
    """Growth a year from each date on, ``[consumer, 1 or replication]``."""


class PlannedDemand:
    """Demand that follows from level, growth and thrift, in every replication.

    What varies from day to day and what disruptions or prices do to it comes on top.

    Parameters
    ----------
    scenario : Scenario
    values : Values
        Its numbers in the replications.
    """

    def __init__(self, scenario: Scenario, values: Values) -> None:
        self._scenario = scenario
        names = ordered_ids(scenario, CONSUMERS)
        annual = [values.at(CONSUMERS, name, "demand_t_per_year") for name in names]
        self._per_day = stacked(annual, len(names)) / DAYS_PER_YEAR
        rates = [
            values.dated(CONSUMERS, name, "growth_per_year", at=ANCHOR, low=LEAST_GROWTH)
            for name in names
        ]
        self._growth = []
        for dates in dict.fromkeys(tuple(rate) for rate in rates):
            rows = [row for row, rate in enumerate(rates) if tuple(rate) == dates]
            together = {date: stacked([rates[r][date] for r in rows], len(rows)) for date in dates}
            self._growth.append(_Growth(rows, together))

    @property
    def width(self) -> int:
        """1, or the number of replications where they differ."""
        rates = [rate for one in self._growth for rate in one.rates.values()]
        return max(int(array.shape[-1]) for array in [self._per_day, *rates])

    def over(self, days: Sequence[float] | F64) -> F64:
        """Give demand on some days, t of magnets, ``[day, consumer, grade, 1 or replication]``."""
        at = np.asarray(days, dtype=float)
        level = np.zeros((len(at), len(self._per_day), self.width))
        for rows, rates in self._growth:
            level[:, rows] = growth(rates, self._scenario.start, at)
        by_grade = grade_shares(self._scenario, at)
        return np.asarray((self._per_day * level)[:, :, None] * by_grade[..., None])

    def at(self, day: float) -> F64:
        """Give demand of a day, t of magnets, ``[consumer, grade, 1 or replication]``."""
        found: F64 = self.over([day])[0]
        return found


def grade_shares(scenario: Scenario, days: F64) -> F64:
    """Split demand by grade, ``[day, consumer, grade]``: thrift moves it to the first grade."""
    grades = list(scenario.grades)
    out = np.zeros((len(days), len(scenario.consumers), len(grades)))
    years = np.maximum((days - (ANCHOR - scenario.start).days) / DAYS_PER_YEAR, 0.0)
    for c, name in enumerate(ordered_ids(scenario, CONSUMERS)):
        consumer = scenario.consumers[name]
        shares = np.array([consumer.grades.get(grade, 0.0) for grade in grades])
        by_grade = shares * ((1.0 - consumer.thrift_per_year) ** years)[:, None]
        by_grade[:, 0] += shares.sum() - by_grade.sum(axis=1)
        out[:, c] = by_grade
    return out

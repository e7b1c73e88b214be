"""What consumers are expected to ask for, by date."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import CONSUMERS, MAGNETS, USED
from sim.scenario.network import items
from sim.scenario.schema import Good, Scenario
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
    good : Good
        Whose consumers.
    """

    def __init__(self, scenario: Scenario, values: Values, good: Good = MAGNETS) -> None:
        self._scenario, self._good = scenario, good
        names = ordered_ids(scenario, CONSUMERS, good)
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
        """Give demand on some days, t of the good, ``[day, consumer, item, 1 or replication]``."""
        at = np.asarray(days, dtype=float)
        level = np.zeros((len(at), len(self._per_day), self.width))
        for rows, rates in self._growth:
            level[:, rows] = growth(rates, self._scenario.start, at)
        by_item = item_shares(self._scenario, self._good, at)
        return np.asarray((self._per_day * level)[:, :, None] * by_item[..., None])

    def at(self, day: float) -> F64:
        """Give demand of a day, t of the good, ``[consumer, item, 1 or replication]``."""
        found: F64 = self.over([day])[0]
        return found


def planned_demand(scenario: Scenario, values: Values) -> dict[Good, PlannedDemand]:
    """Plan the demand for each good that consumers use."""
    used = {consumer.good for consumer in scenario.consumers.values()}
    return {good: PlannedDemand(scenario, values, good) for good in USED if good in used}


def item_shares(scenario: Scenario, good: Good, days: F64) -> F64:
    """Split demand for a good by grade or element, ``[day, consumer, item]``.

    Thrift moves it to the first grade.
    """
    names, of = ordered_ids(scenario, CONSUMERS, good), items(scenario, good)
    out = np.zeros((len(days), len(names), len(of)))
    years = np.maximum((days - (ANCHOR - scenario.start).days) / DAYS_PER_YEAR, 0.0)
    for c, name in enumerate(names):
        consumer = scenario.consumers[name]
        shares = np.array([consumer.shares.get(item, 0.0) for item in of])
        by_item = shares * ((1.0 - consumer.thrift_per_year) ** years)[:, None]
        by_item[:, 0] += shares.sum() - by_item.sum(axis=1)
        out[:, c] = by_item
    return out

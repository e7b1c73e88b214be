"""What consumers are expected to ask for, by date."""

import datetime as dt
from collections.abc import Sequence
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import CONSUMERS, MAGNETS, USED
from sim.scenario.network import items
from sim.scenario.numbers import expected
from sim.scenario.schema import Good, Scenario
from sim.scenario.uncertainty.inputs import AFTER_2024
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


class ItemShares:
    """How demand for a good splits by grade or element; thrift moves it to the first grade.

    Parameters
    ----------
    scenario : Scenario
    good : Good
        Whose consumers.
    """

    def __init__(self, scenario: Scenario, good: Good) -> None:
        consumers = [scenario.consumers[c] for c in ordered_ids(scenario, CONSUMERS, good)]
        self._start, self._items = scenario.start, items(scenario, good)
        self._of = [
            (np.array([one.shares.get(item, 0.0) for item in self._items]), one.thrift_per_year)
            for one in consumers
        ]

    def over(self, days: F64) -> F64:
        """Give the shares on some days, ``[day, consumer, item]``."""
        out = np.zeros((len(days), len(self._of), len(self._items)))
        years = np.maximum((days - (ANCHOR - self._start).days) / DAYS_PER_YEAR, 0.0)
        for c, (shares, thrift) in enumerate(self._of):
            by_item = shares * ((1.0 - thrift) ** years)[:, None]
            by_item[:, 0] += shares.sum() - by_item.sum(axis=1)
            out[:, c] = by_item
        return out


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

    DERIVED: ClassVar = {"_known"}

    def __init__(self, scenario: Scenario, values: Values, good: Good = MAGNETS) -> None:
        self._known: tuple[float, F64] | None = None
        self._start, self._shares = scenario.start, ItemShares(scenario, good)
        names = ordered_ids(scenario, CONSUMERS, good)
        annual = [values.at(CONSUMERS, name, "demand_t_per_year") for name in names]
        self._per_day = stacked(annual, len(names)) / DAYS_PER_YEAR
        rates = [_rates(scenario, values, name) for name in names]
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
            level[:, rows] = growth(rates, self._start, at)
        by_item = self._shares.over(at)
        return np.asarray((self._per_day * level)[:, :, None] * by_item[..., None])

    def at(self, day: float) -> F64:
        """Give demand of a day, t of the good, ``[consumer, item, 1 or replication]``.

        It is not to be written to.
        """
        if self._known is None or self._known[0] != day:
            self._known = day, self.over([day])[0]
        return self._known[1]


def _rates(scenario: Scenario, values: Values, name: str) -> dict[dt.date, F64]:
    """Give growth a year from each date on, ``[1 or replication]``; uncertain after 2024 only."""
    path = CONSUMERS, name, "growth_per_year"
    drawn = values.dated(*path, at=ANCHOR, low=LEAST_GROWTH)
    if not values.is_uncertain(path):
        return drawn
    given = scenario.consumers[name].growth_per_year
    written = given if isinstance(given, dict) else {ANCHOR: given}
    first, *_ = dates = sorted(written)
    known = {date: written[date] for date in dates if date < AFTER_2024} or {ANCHOR: written[first]}
    last = max((date for date in dates if date <= AFTER_2024), default=first)
    return {
        **{date: np.array([expected(rate)]) for date, rate in known.items()},
        AFTER_2024: drawn[last],
        **{date: drawn[date] for date in dates if date > AFTER_2024},
    }


def planned_demand(scenario: Scenario, values: Values) -> dict[Good, PlannedDemand]:
    """Plan the demand for each good that consumers use."""
    used = {consumer.good for consumer in scenario.consumers.values()}
    return {good: PlannedDemand(scenario, values, good) for good in USED if good in used}

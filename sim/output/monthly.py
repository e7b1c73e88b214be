"""Monthly means over histories, for figures."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim import measures
from sim.output.fan import Series
from sim.scenario.schema import Scenario

F64 = NDArray[np.float64]

WHOLE_MONTH = 15
"""Fewest days of a month that is shown as one."""


@dataclass(frozen=True)
class Months:
    """The calendar months that a run touches."""

    first_day: NDArray[np.intp]
    """First simulated day of each month, ``[month]``."""
    days: NDArray[np.intp]
    """Simulated days in each month, ``[month]``."""

    @property
    def ends(self) -> NDArray[np.intp]:
        """First day after each month, ``[month]``.

        Figures draw what is of a month there, so that nothing shows before it happens.
        """
        return self.first_day + self.days

    @property
    def are_whole(self) -> NDArray[np.bool_]:
        """Whether each is long enough to be shown: a few days are no month, ``[month]``."""
        return np.asarray(self.days >= min(WHOLE_MONTH, int(self.days.max())))

    def touch(self, first: int, end: int) -> NDArray[np.bool_]:
        """Tell which of them have a day from *first* on and before *end*, ``[month]``."""
        return np.asarray((self.ends > first) & (self.first_day < end))

    @classmethod
    def of(cls, scenario: Scenario) -> "Months":
        """Find the months of a scenario; the first and the last may be incomplete."""
        days = scenario.days
        dates = [scenario.start + dt.timedelta(days=day) for day in range(days)]
        first = np.array([d for d, date in enumerate(dates) if d == 0 or date.day == 1])
        return cls(first, np.diff(np.append(first, days)))


def monthly_fill(months: Months, series: Sequence[Series]) -> F64:
    """Give fill rates by month, mean over histories, ``[month, group]``.

    A month's rate is that of its days weighted by their mean demand, which is served over demand
    wherever demand is the same in every history.
    """
    demand = np.column_stack([one.demand_t for one in series])
    served = demand * (1.0 - np.column_stack([one.shortfall.mean for one in series]))
    return measures.fill_rate(
        np.add.reduceat(demand, months.first_day), np.add.reduceat(served, months.first_day)
    )


def monthly_demand(months: Months, daily: F64) -> F64:
    """Give each consumer's demand by month, t a day, ``[month, consumer]``, from that by day."""
    total = np.add.reduceat(daily, months.first_day)
    demand: F64 = total / months.days[:, None]
    return demand


def monthly_supply(months: Months, shipped: F64) -> F64:
    """Give the magnets shipped, t a day, from those of each month, ``[month, origin, region]``.

    A mean over the month and the two before: a single month holds four or five of the weekly
    lots that plants make, which would show as waves that are not there. A month that comes after
    is in none: what happens in it would show before.
    """
    days = months.days.astype(np.float64)
    supply: F64 = _with_two_before(shipped) / _with_two_before(days)[:, None, None]
    return supply


def _with_two_before(monthly: F64) -> F64:
    """Add to each month the two before, where there are such."""
    total = monthly.copy()
    total[1:] += monthly[:-1]
    total[2:] += monthly[:-2]
    return total

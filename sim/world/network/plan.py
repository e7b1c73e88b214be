"""The plan: the flows of an undisrupted world, by date.

Consumers' demand of a date is followed up the chain through the normal sourcing shares, recipes
and yields of that date. The world uses the plan for what firms would call normal: order-up-to
levels, contract volumes, what a quota is a share of. It holds no disruption; what is drawn of
yields, demand or capacities it holds as drawn, so every replication is planned by its own numbers.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Good, Scenario
from sim.world.network.capacity import Capacity
from sim.world.network.coefficients import Coefficients
from sim.world.network.demand import PlannedDemand
from sim.world.network.layout import Layout
from sim.world.network.planned_day import Flows, PlannedDay

F64 = NDArray[np.float64]

STEP_DAYS = 28
"""Days between two dates of the plan; straight lines between."""
DATES_KEPT = 16
"""Dates kept at a time of a plan that differs between replications."""
Quantity = Literal["sold", "used", "lane", "content"]


class Plan:
    """Planned flows of every good on a grid of dates.

    A date is planned when it is first asked for. Where all replications are alike, all dates are
    planned at once and kept; where they differ, only the last few are kept.

    Parameters
    ----------
    days : array, days, ``[date]``
        Days of the grid.
    follow : callable, optional
        Plans a day; without it all dates are in *known*.
    known : mapping of int to dict, optional
        What is planned already, by place on the grid.
    width : int
        1, or the number of replications where they may differ.
    """

    DERIVED: ClassVar = {"_known"}

    def __init__(
        self,
        days: F64,
        follow: Callable[[float], dict[Good, Flows]] | None = None,
        known: Mapping[int, dict[Good, Flows]] | None = None,
        width: int = 1,
    ) -> None:
        self._days, self._follow, self.width = days, follow, width
        self._known = OrderedDict(known or {})
        self._start = float(days[0])

    def at(self, good: Good, quantity: Quantity, day: float) -> F64:
        """Give planned flows of a day, t a day, ``[row, item, 1 or replication]``."""
        last = len(self._days) - 1
        position = min(max((day - self._start) / STEP_DAYS, 0.0), float(last))
        before = min(int(position), last - 1)
        share = position - before
        value: F64 = self._table(good, quantity, before) * (1.0 - share)
        return value + self._table(good, quantity, before + 1) * share

    def ahead(self, good: Good, quantity: Quantity, rows: slice, day: float, lags: F64) -> F64:
        """Give planned flows of some rows, each *lags* days ahead, t a day.

        Parameters
        ----------
        lags : array, days, ``[row, 1 or replication]``

        Returns
        -------
        array, ``[row, item, 1 or replication]``
        """
        last = len(self._days) - 1
        position = np.clip((day + lags - self._days[0]) / STEP_DAYS, 0, last)
        before = np.minimum(position.astype(int), last - 1)
        share = (position - before)[:, None]
        first = int(before.min(initial=last))
        dates = range(first, int(before.max(initial=first)) + 2)
        tables = np.array([self._table(good, quantity, date)[rows] for date in dates])
        date, row = before - first, np.arange(len(lags))
        if lags.shape[-1] == 1:
            one = date[:, 0]
            return np.asarray(tables[one, row] * (1.0 - share) + tables[one + 1, row] * share)
        item, column = np.arange(tables.shape[2])[:, None], np.arange(tables.shape[-1])
        there = row[:, None, None], item, column
        value = tables[date[:, None], *there] * (1.0 - share)
        return np.asarray(value + tables[date[:, None] + 1, *there] * share)

    def _table(self, good: Good, quantity: Quantity, date: int) -> F64:
        if self._follow is not None:
            if date in self._known:
                self._known.move_to_end(date)
            else:
                self._known[date] = self._follow(float(self._days[date]))
                if len(self._known) > DATES_KEPT:
                    self._known.popitem(last=False)
        table: F64 = getattr(self._known[date][good], quantity)
        return table


def make_plan(
    scenario: Scenario,
    layouts: dict[Good, Layout],
    coefficients: Coefficients,
    capacities: dict[str, Capacity],
    demand: Mapping[Good, PlannedDemand],
    first_day: int,
    width: int,
) -> Plan:
    """Follow demand up the chain for every date of the grid.

    Parameters
    ----------
    scenario : Scenario
    layouts : dict of Good to Layout
        Rows of each good.
    coefficients
        In every replication.
    capacities
        In every replication, without disruptions.
    demand : mapping of Good to PlannedDemand
    first_day : int
        First day of the warm-up.
    width : int
        1 where all replications are alike, so that all dates are planned at once; else how many
        there are.
    """

    def follow(day: float) -> dict[Good, Flows]:
        used = {good: planned.at(day) for good, planned in demand.items()}
        return PlannedDay(layouts, coefficients, capacities, day).follow(used)

    count = int(np.ceil((scenario.days - first_day) / STEP_DAYS)) + 2
    days = first_day + STEP_DAYS * np.arange(count, dtype=float)
    if width > 1:
        return Plan(days, follow, width=width)
    return Plan(days, known={date: follow(float(day)) for date, day in enumerate(days)})

"""What the facilities of a block can make: schedules, projects, seasons and outages together."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.rules.recovery import capacity_factor
from sim.scenario.chain import STAGE
from sim.scenario.schema import Scenario
from sim.world.chance.values import Values
from sim.world.network.layout import Layout, ordered_ids
from sim.world.network.project import ProjectPath
from sim.world.time.clock import DAYS_PER_YEAR, Clock
from sim.world.time.timeline import Timeline, season_factors
from sim.world.time.weekly import Weekly, weeks_between
from sim.world.timing.timing import Timing

F64 = NDArray[np.float64]

LONGEST_REVIEW = 28
"""Longest time between two production plans, days."""


class Capacity:
    """Capacity of one block of facilities.

    Parameters
    ----------
    block : str
        Block of the scenario.
    projects : list of ProjectPath
        All projects; those of this block count.
    outages : list of Timing
        All outages; those of this block count.
    """

    def __init__(
        self,
        scenario: Scenario,
        block: str,
        clock: Clock,
        values: Values,
        projects: list[ProjectPath],
        outages: list[Timing],
    ) -> None:
        first_day = clock.day
        self.names, field = ordered_ids(scenario, block), STAGE[block].capacity
        weeks = weeks_between(first_day, scenario.days)
        self._weeks = weeks
        self.paths: dict[str, ProjectPath] = {}
        """Projects of this block, by id."""
        self._made_of: dict[str, tuple[Timeline, list[ProjectPath], F64]] = {}
        running, available = [], []
        for name in self.names:
            facility = getattr(scenario, block)[name]
            mine = [p for p in projects if p.facility == name]
            schedule = getattr(facility, field)
            if schedule is None:
                running.append(np.full((len(weeks), 1), np.inf))
                available.append(np.ones((len(weeks), 1)))
                continue
            own = Timeline(values.dated(block, name, field, at=clock.start), clock.start)
            # What is drawn into process today can be offered when it is done.
            lag = np.zeros(1)
            if hasattr(facility, "processing_days"):
                lag = values.days(block, name, "processing_days")
            self._made_of[name] = own, mine, weeks[:, None] - lag - scenario.policy.review_days
            self.paths |= {path.name: path for path in mine}
            rows = self._rows(name)
            running.append(rows[0])
            available.append(rows[1])
        self._running = Weekly(running, weeks)
        self._available = Weekly(available, weeks)
        self._outages = [[o for o in outages if name in o.facilities] for name in self.names]
        self._season = self._season_sums(scenario, block, clock, first_day)

    def _rows(self, name: str) -> tuple[F64, F64]:
        """Give capacity and availability of a facility, ``[week, 1 or replication]`` each."""
        own, mine, offered = self._made_of[name]
        running = sum((p.added(self._weeks) for p in mine), start=own.over(self._weeks))
        return running, _available(own, mine, offered)

    def redo(self, name: str) -> None:
        """Lay a facility out anew after one of its projects was put off in some replications."""
        at = self.names.index(name)
        running, available = self._rows(name)
        self._running.put(at, running)
        self._available.put(at, np.broadcast_to(available, running.shape))

    def _season_sums(
        self, scenario: Scenario, block: str, clock: Clock, first_day: int
    ) -> F64 | None:
        """Add up the season factors by day, ``[facility, day]``; None if there are no seasons."""
        seasons = [getattr(getattr(scenario, block)[n], "seasons", []) for n in self.names]
        if not any(seasons):
            return None
        self._season_start = first_day - LONGEST_REVIEW
        dates = [clock.date(day) for day in range(self._season_start, scenario.days)]
        return np.cumsum([season_factors(s, dates) for s in seasons], axis=1)

    def per_year(self, day: float) -> F64:
        """Give capacity before seasons and outages, t a year, ``[facility, 1 or replication]``."""
        return self._running.at(day)

    def availability(self, day: float) -> F64:
        """Give the running, qualified part of full capacity, ``[facility, 1 or replication]``."""
        return self._available.at(day)

    def made_in(self, day: int, days: int) -> F64:
        """Give what can be made in the *days* that end today, t, ``[facility, 1 or replication]``.

        Seasons and outages count by their days.
        """
        made = self.per_year(day) * (days / DAYS_PER_YEAR)
        if self._season is not None:
            i = day - self._season_start
            made = _less(made, ((self._season[:, i] - self._season[:, i - days]) / days)[:, None])
        for row, outages in enumerate(self._outages):
            if outages:
                made = np.broadcast_to(made, (len(made), len(outages[0].start))).copy()
                made[row] = _less(made[row], _outage_factor(outages, day, days))
        return made


def availability(layout: Layout, capacities: Mapping[str, Capacity], day: float) -> F64:
    """Give the running, qualified part of sellers' capacity, ``[seller, 1 or replication]``."""
    rows = [
        capacities[block].availability(day)
        if block in capacities
        else np.ones((places.stop - places.start, 1))
        for block, places in layout.seller_rows.items()
    ]
    width = max(row.shape[-1] for row in rows)
    return np.concatenate([np.broadcast_to(row, (len(row), width)) for row in rows])


def _less(made: F64, factor: F64) -> F64:
    """Multiply; nothing of unlimited is nothing."""
    with np.errstate(invalid="ignore"):
        return np.where(factor > 0.0, made * factor, 0.0)


def _available(own: Timeline, projects: list[ProjectPath], days: F64) -> F64:
    """Give the running, qualified part on some days, ``[week, 1 or replication]`` both."""
    full = sum((p.adds for p in projects), start=own.most)
    running = sum((p.qualified(days) for p in projects), start=own.over(days))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.clip(np.where(full > 0, running / full, 0.0), 0.0, 1.0)


def _outage_factor(outages: list[Timing], day: int, days: int) -> F64:
    total = np.zeros(1)
    for past in range(day - days + 1, day + 1):
        factor = np.ones(1)
        for o in outages:
            left = capacity_factor(past, o.start, o.end, o.left, o.recovery_days, o.curve)
            factor = factor * left
        total = total + factor
    return total / days

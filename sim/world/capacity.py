"""What the facilities of a block can make: schedules, projects, seasons and outages together."""

import numpy as np
from numpy.typing import NDArray

from sim.rules.recovery import capacity_factor
from sim.scenario.schema import Scenario
from sim.world.chance import Chance
from sim.world.clock import DAYS_PER_YEAR, Clock
from sim.world.coefficients import stacked
from sim.world.disruption import Timing
from sim.world.layout import ordered_ids
from sim.world.project import ProjectPath
from sim.world.timeline import Timeline, season_factors

F64 = NDArray[np.float64]

FIELDS = {
    "mines": "capacity_t_reo_per_year",
    "separation_plants": "capacity_t_reo_per_year",
    "recyclers": "capacity_t_reo_per_year",
    "metal_makers": "capacity_t_metal_per_year",
    "magnet_makers": "capacity_t_blanks_per_year",
}
"""Where each block states its capacity."""


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
        chance: Chance,
        projects: list[ProjectPath],
        outages: list[Timing],
    ) -> None:
        self.names = ordered_ids(scenario, block)
        self._clock = clock
        entries = getattr(scenario, block)
        self._own: list[Timeline | None] = []
        for name in self.names:
            schedule = getattr(entries[name], FIELDS[block])
            label = f"{block}.{name}.{FIELDS[block]}"
            self._own.append(
                None
                if schedule is None
                else Timeline(
                    schedule, clock.start, lambda key, n, label=label: chance.draw(f"{label}.{key}", n, 0.0)
                )
            )
        self._projects = [[p for p in projects if p.facility == name] for name in self.names]
        self._outages = [[o for o in outages if name in o.facilities] for name in self.names]
        self._seasons = [getattr(entries[name], "seasons", []) for name in self.names]
        self._constant = not any(self._projects + self._outages + self._seasons) and all(
            own is None or own.constant for own in self._own
        )
        self._made: F64 | None = None
        self._full = [self._full_capacity(i, clock, scenario.days) for i in range(len(self.names))]

    def _full_capacity(self, i: int, clock: Clock, days: int) -> F64:
        own = self._own[i]
        if own is None:
            return np.array([np.inf])
        most = np.maximum.reduce([own.at(day) for day in range(0, days + 365, 91)])
        for project in self._projects[i]:
            most = most + project.adds
        return np.asarray(most)

    def per_year(self, day: float, *, qualified: bool = False) -> F64:
        """Give capacity on a day before seasons and outages, t a year, ``[facility, 1 or history]``."""
        rows = []
        for own, projects in zip(self._own, self._projects, strict=True):
            total = np.array([np.inf]) if own is None else own.at(day)
            for project in projects:
                total = total + (project.qualified(day) if qualified else project.added(day))
            rows.append(total)
        return stacked(rows, len(rows))

    def made_in(self, day: int, days: int) -> F64:
        """Give what can be made in the *days* that end today, t, ``[facility, 1 or history]``.

        Seasons and outages count by their days.
        """
        if self._constant and self._made is not None:
            return self._made
        per_day = self.per_year(day) / DAYS_PER_YEAR
        factors = [self._factor(i, day, days) for i in range(len(self.names))]
        with np.errstate(invalid="ignore"):
            made = per_day * days * stacked(factors, len(factors))
        self._made = np.nan_to_num(made, nan=0.0, posinf=np.inf)
        return self._made

    def _factor(self, i: int, day: int, days: int) -> F64:
        total = np.zeros(1)
        if not self._seasons[i] and not self._outages[i]:
            return total + 1.0
        for past in range(day - days + 1, day + 1):
            factor = season_factors(self._seasons[i], [self._clock.date(past)])
            for outage in self._outages[i]:
                factor = factor * capacity_factor(
                    past, outage.start, outage.end, outage.left, outage.recovery_days, outage.curve
                )
            total = total + factor
        return total / days

    def availability(self, day: float) -> F64:
        """Give the running, qualified part of full capacity, 0 to 1, ``[facility, 1 or history]``."""
        full = stacked(self._full, len(self._full))
        running = self.per_year(day, qualified=True)
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.where(np.isinf(full), 1.0, np.where(full > 0, running / full, 0.0))
        return np.clip(share, 0.0, 1.0)

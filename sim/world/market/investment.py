"""Projects that are put off, or given up, where the price is low when they are decided."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.scenario.network import block_of, place_of
from sim.scenario.schema import ProjectPrice
from sim.world.market.market_balance import bloc_of
from sim.world.network.capacity import Capacity
from sim.world.network.context import Context
from sim.world.network.project import ProjectPath
from sim.world.time.clock import DAYS_PER_MONTH, PLANNING_DAYS

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

WEEKS = 52
"""Weeks over which a price counts: the year before the decision."""


@dataclass(frozen=True)
class _Decision:
    """What is decided of one project, once."""

    day: float
    rule: ProjectPrice
    path: ProjectPath
    capacity: Capacity
    bloc: int
    element: int
    least: F64
    """Price from which it goes on, USD per kg, ``[1 or replication]``."""
    months: F64
    """Months by which it slips, ``[1 or replication]``."""


class ProjectDecisions:
    """All projects with a price test. A project whose sales have a floor is not tested.

    Parameters
    ----------
    context : Context
        Of a scenario with a market; its capacities are changed where a project slips.
    """

    def __init__(
        self,
        context: Context,
    ) -> None:
        scenario, clock, capacities = context.scenario, context.clock, context.capacities
        assert scenario.market is not None
        block, blocks = scenario.market, block_of(scenario)
        self._waiting: list[_Decision] = []
        for name, rule in sorted(block.projects.items()):
            project = scenario.projects[name]
            path = "market", "projects", name
            least = context.values.at(*path, "below_usd_per_kg")
            months = context.values.at(*path, "slip_months")
            day = clock.number(project.first_product) - rule.lead_months * DAYS_PER_MONTH
            kept = any(
                project.facility in floor.facilities and floor.element == rule.element
                for floor in block.floors.values()
            )
            capacity = capacities[blocks[project.facility]]
            if kept or day < 0 or name not in capacity.paths:
                continue
            bloc = bloc_of(scenario, place_of(scenario, project.facility))
            element = sorted(scenario.elements).index(rule.element)
            built = capacity.paths[name]
            self._waiting.append(
                _Decision(day, rule, built, capacity, bloc, element, least, months)
            )

    def review(self, day: int, price: F32) -> None:
        """Decide what is due.

        Parameters
        ----------
        day : int
            Today, the first day of a week.
        price : array, USD per kg of oxide, ``[week, element, bloc, replication]``
            Filled up to this week.
        """
        due = [one for one in self._waiting if one.day <= day]
        self._waiting = [one for one in self._waiting if one.day > day]
        week = day // PLANNING_DAYS
        for one in due:
            past = price[max(week + 1 - WEEKS, 0) : week + 1, one.element, one.bloc]
            mean = np.add.reduce(past.astype(np.float64), axis=0) / len(past)
            low = mean < one.least
            if low.any():
                one.path.put_off(low, None if one.rule.cancelled else one.months)
                one.capacity.redo(one.path.facility)

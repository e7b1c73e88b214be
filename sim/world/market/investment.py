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
Mask = NDArray[np.bool_]

WEEKS = 52
"""Weeks over which a price counts: the year before the decision."""


@dataclass
class _Decision:
    """What is decided of one project, once, or again and again where a milestone waits for it."""

    day: float
    """Day on which it is taken, where none waits."""
    rule: ProjectPrice
    path: ProjectPath
    capacity: Capacity
    bloc: int
    element: int
    least: F64
    """Price from which it goes on, USD per kg, ``[1 or replication]``."""
    months: F64
    """Months by which it slips, ``[1 or replication]``."""
    open: Mask
    """Where it is still to be taken, ``[1 or replication]``."""

    def due(self, day: int) -> Mask:
        """Tell where it is taken on a day, ``[1 or replication]``."""
        if self.rule.milestone is None:
            return self.open & (self.day <= day)
        return self.open & (self.path.begins(self.rule.milestone) <= day)

    def take(self, day: int, due: Mask, low: Mask) -> None:
        """Put the project off, or give it up, where it is due on a day and the price is low."""
        again = self.rule.milestone is not None and not self.rule.cancelled
        self.open = self.open & ~(due & ~low if again else due)
        if not low.any():
            return
        if self.rule.cancelled:
            self.path.give_up(low)
        elif self.rule.milestone is not None:
            self.path.wait(self.rule.milestone, low, self.months)
        else:
            self.path.put_off(low, self.months, float(day))
        self.capacity.redo(self.path.facility)


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
            at = "market", "projects", name
            least = context.values.at(*at, "below_usd_per_kg")
            months = context.values.at(*at, "slip_months")
            day = clock.number(project.first_product) - rule.lead_months * DAYS_PER_MONTH
            kept = any(
                project.facility in floor.facilities and floor.element == rule.element
                for floor in block.floors.values()
            )
            capacity = capacities[blocks[project.facility]]
            if kept or name not in capacity.paths:
                continue
            bloc = bloc_of(scenario, place_of(scenario, project.facility))
            element = sorted(scenario.elements).index(rule.element)
            path, open_ = capacity.paths[name], np.array([day >= 0])
            if rule.milestone is not None:
                open_ = path.begins(rule.milestone) >= 0.0
            if open_.any():
                self._waiting.append(
                    _Decision(day, rule, path, capacity, bloc, element, least, months, open_)
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
        week = day // PLANNING_DAYS
        for one in self._waiting:
            due = one.due(day)
            if not due.any():
                continue
            past = price[max(week + 1 - WEEKS, 0) : week + 1, one.element, one.bloc]
            mean = np.add.reduce(past.astype(np.float64), axis=0) / len(past)
            one.take(day, due, due & (mean < one.least))
        self._waiting = [one for one in self._waiting if one.open.any()]

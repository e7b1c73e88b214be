"""When each project was planned, and when it comes: what the figure of projects shows."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.measures import quantiles
from sim.output.histories import Histories
from sim.output.label import label_of
from sim.output.milestones import milestone_dates
from sim.scenario.network import block_of
from sim.scenario.schema import Scenario
from sim.world.network.project_recorder import LATE

F64 = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Line:
    """First product of a project, or a step of it."""

    name: str
    """How reports call it."""
    of_several: str
    """Which of several projects of its facility it is, where the name does not say that."""
    planned: float
    """Planned day, from the start of the run."""
    reached: F64
    """Day on which it comes, ``[history]``; inf where it never does."""
    is_step: bool = False

    @property
    def is_as_planned(self) -> bool:
        """Whether it comes as planned in every history."""
        return bool((self.reached == self.planned).all())

    @property
    def never(self) -> float:
        """Share of histories in which it never comes."""
        return float(np.isinf(self.reached).mean())

    @property
    def band(self) -> tuple[float, float, float]:
        """Days before which it comes in 5, 50 and 95 % of the histories in which it does."""
        known = self.reached[np.isfinite(self.reached)]
        low, middle, high = quantiles(known, (0.05, 0.5, 0.95)) if len(known) else [np.nan] * 3
        return float(low), float(middle), float(high)


def projects(histories: Histories) -> list[list[Line]]:
    """List the projects of a run as planned, each before its steps; none where none may be late."""
    found: dict[str, list[Line]] = {}
    for name, reached in _first_products(histories):
        planned = _day(histories, histories.scenario.projects[name].first_product)
        found[name] = [Line(*called(histories.scenario, name), planned, reached)]
    for one in milestone_dates(histories):
        if one.step is not None:
            label, planned = one.milestone.replace("_", " "), _day(histories, one.planned.end)
            found[one.project].append(Line(label, "", planned, one.reached, is_step=True))
    return sorted(found.values(), key=lambda lines: (lines[0].planned, lines[0].name))


def called(scenario: Scenario, name: str) -> tuple[str, str]:
    """Give the label of a project, or that of its facility, and which of several there it is."""
    project = scenario.projects[name]
    facility = getattr(scenario, block_of(scenario)[project.facility])[project.facility]
    if project.label or not facility.label:
        return label_of(project.label, name.replace("_", " ")), ""
    there = {key: p for key, p in scenario.projects.items() if p.facility == project.facility}
    in_order = sorted(there, key=lambda key: (there[key].first_product, key))
    which = f", {in_order.index(name) + 1} of {len(there)}" if len(there) > 1 else ""
    return label_of(facility.label, name), which


def _first_products(histories: Histories) -> Iterator[tuple[str, F64]]:
    """Go through the projects: day of first product, ``[history]``; inf where it never is."""
    if histories.has(LATE.name):
        for name, late in zip(histories.ids("projects"), histories.read(LATE.name), strict=True):
            yield name, _day(histories, histories.scenario.projects[name].first_product) + late


def _day(histories: Histories, date: dt.date) -> float:
    return float((date - histories.start).days)

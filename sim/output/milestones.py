"""Planned and realised dates of the milestones of projects, for their table and figure."""

import datetime as dt
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from sim.output.histories import Histories
from sim.rules.ramp import time_to_nameplate
from sim.scenario.critical_path import FIRST_PRODUCT, NAMEPLATE, Span
from sim.scenario.numbers import expected
from sim.scenario.schema import Milestone, Project, Rise
from sim.world.network.milestone_recorder import GIVEN_UP, REACHED
from sim.world.time.clock import DAYS_PER_MONTH

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class MilestoneDates:
    """One milestone of a project: a step that acts, first product, or nameplate."""

    project: str
    milestone: str
    step: Milestone | None
    """Its block; none for first product and nameplate."""
    planned: Span
    """Dates by plan; of first product and nameplate both are the same."""
    reached: F64
    """Day on which it is reached, from the start, ``[history]``; inf where it never is."""
    given_up: F64
    """Day on which the project is given up by it, ``[history]``; inf where it is not."""

    def days_late(self, start: dt.date) -> F64:
        """Give days after the plan, ``[history]``; inf where it is never reached."""
        return self.reached - (self.planned.end - start).days


def milestone_dates(histories: Histories) -> list[MilestoneDates]:
    """List the milestones of all projects, each project's as planned; none where none act."""
    if not histories.has(REACHED.name):
        return []
    reached, given_up = histories.read(REACHED.name), histories.read(GIVEN_UP.name)
    found = []
    for row, name in enumerate(histories.ids("milestones")):
        project, milestone = name.split(".")
        block = histories.scenario.projects[project]
        step, planned = block.steps.get(milestone), planned_dates(block)[milestone]
        found.append(MilestoneDates(project, milestone, step, planned, reached[row], given_up[row]))
    return sorted(found, key=lambda one: (one.project, one.planned))


def planned_dates(project: Project) -> dict[str, Span]:
    """Give the planned dates of the milestones of a project, nameplate among them."""
    found = project.plan
    curve, months = project.curve, expected(project.ramp_months)
    if isinstance(curve, Rise):
        months = float(time_to_nameplate(expected(curve.half_months), expected(curve.shape)))
    nameplate = found[FIRST_PRODUCT].end + dt.timedelta(days=ceil(months * DAYS_PER_MONTH))
    return {**found, NAMEPLATE: Span(nameplate, nameplate)}

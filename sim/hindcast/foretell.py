"""What a schedule foretells of announcements, each from the day of its promise."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.hindcast.announcements import Announcement, Announcements
from sim.hindcast.past_slips import past_slips
from sim.scenario.schema import Project, Scenario
from sim.world.chance.chance import Chance
from sim.world.chance.values import Values
from sim.world.network.schedule import Schedule
from sim.world.time.clock import DAYS_PER_MONTH

F64 = NDArray[np.float64]

DRAWS = 4096
"""Histories of a forecast, a multiple of 64."""


@dataclass(frozen=True)
class Foretold:
    """What was to be expected of announcements.

    Attributes
    ----------
    names : tuple of str
        Their names.
    days_late : array, days, ``[announcement, draw]``
        After the promised date; inf where it is given up.
    ahead : array, days, ``[announcement]``
        From the promised date to the day on which what became of them was known.
    """

    names: tuple[str, ...]
    days_late: F64
    ahead: F64

    @property
    def runs(self) -> F64:
        """Chance that each runs by that day, ``[announcement]``."""
        return np.asarray((self.days_late <= self.ahead[:, None]).mean(axis=1))

    @property
    def running(self) -> NDArray[np.intp]:
        """How many run by that day, ``[draw]``."""
        return np.asarray((self.days_late <= self.ahead[:, None]).sum(axis=0))

    def quantiles(self, name: str, places: tuple[float, ...]) -> F64:
        """Give quantiles of the days that one is late, inf for never."""
        return _quantiles(self.days_late[self.names.index(name)], places)

    def if_built(self, name: str, places: tuple[float, ...]) -> F64:
        """Give quantiles of the days that one is late where it is not given up."""
        late = self.days_late[self.names.index(name)]
        return _quantiles(late[np.isfinite(late)], places)


def foretell(block: Announcements, scenario: Scenario, *, leave_one_out: bool) -> Foretold:
    """Draw what becomes of announcements.

    Parameters
    ----------
    block : Announcements
    scenario : Scenario
        With the schedule: its kinds, and what draws have in common.
    leave_one_out : bool
        Take the slips of each from the record of the others, not from the schedule, which was made
        of all of them.
    """
    assert scenario.schedule is not None
    promises = {
        name: _project(block.announcements, name, leave_one_out=leave_one_out)
        for name in block.announcements
    }
    since = min(one.promised for one in block.announcements.values()) - dt.timedelta(days=1)
    # The record counts from promises, so that nothing is nearer to its date than the record was.
    schedule = scenario.schedule.model_copy(update={"after": since, "lead_months": 0.0})
    world = scenario.model_copy(update={"projects": promises, "schedule": schedule})
    drawn = Schedule(world, Values(world, Chance(scenario.seed, 0, DRAWS)))
    late = np.empty((len(promises), DRAWS))
    for row, name in enumerate(promises):
        days = np.ceil(drawn.months(name) * DAYS_PER_MONTH)
        late[row] = np.where(drawn.cancelled(name), np.inf, days)
    ahead = [(block.known - one.promised).days for one in block.announcements.values()]
    return Foretold(tuple(promises), late, np.array(ahead, dtype=float))


def _quantiles(late: F64, places: tuple[float, ...]) -> F64:
    return np.asarray(np.quantile(late, places, method="inverted_cdf"))


def _project(
    announcements: Mapping[str, Announcement], name: str, *, leave_one_out: bool
) -> Project:
    """Give an announcement as a project, with numbers of its own if it is to have any."""
    one = announcements[name]
    promise = Project(
        facility=name,
        adds_per_year=1.0,
        first_product=one.promised,
        owner=one.owner,
        kind=one.kind,
    )
    if not leave_one_out:
        return promise
    others = past_slips(announcements, one.kind, without=name)
    own = {"slip_months": others.distribution, "cancel_probability": others.cancelled}
    return promise.model_copy(update=own)

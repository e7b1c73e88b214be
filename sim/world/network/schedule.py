"""The schedule: how late projects come of themselves, and where they are never built."""

import numpy as np
from numpy.typing import NDArray

from sim.scenario.origin import dotted
from sim.scenario.scheduled import GIVEN_UP, LATE, is_scheduled, where_written
from sim.scenario.schema import Scenario
from sim.world.chance.chance import Loadings
from sim.world.chance.values import Values
from sim.world.time.clock import DAYS_PER_MONTH

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Schedule:
    """What is drawn of projects, be it by their own numbers or by those of their kinds.

    A project has its streams to itself, named after the place of its own numbers: another project
    moves nothing, and a number means the same in the project and in its kind.

    Parameters
    ----------
    scenario : Scenario
    values : Values
        Of the scenario.
    """

    def __init__(self, scenario: Scenario, values: Values) -> None:
        self._scenario, self._values = scenario, values
        known = scenario.as_of or scenario.start
        self.known = float((known - scenario.start).days)
        """Day on which the time is lost by which projects are late without a cause that has a date:
        that up to which the world is known, or the first of the run."""

    def months(self, name: str) -> F64:
        """Give how late a project comes, ``[1 or replication]``."""
        path = where_written(self._scenario, name, LATE)
        if path is None:
            return np.zeros(1)
        months = self._values.drawn_as(("projects", name, LATE), path, self._loadings(name, 1.0))
        return months if path[0] == "projects" else months * self._nearness(name)

    def cancelled(self, name: str) -> Mask:
        """Tell where a project is never built, ``[1 or replication]``."""
        path = where_written(self._scenario, name, GIVEN_UP)
        if path is None or self._values.chance.expected_value:
            return np.zeros(1, dtype=bool)
        odds = self._values.drawn_as(("projects", name, GIVEN_UP), path)
        if path[0] != "projects":
            odds = odds * self._nearness(name)
        if np.isin(odds, (0.0, 1.0)).all():
            return odds > 0.0
        # Low draws give up, and late ones are high: so the factors count against it.
        loadings = self._loadings(name, -1.0)
        happens = dotted(("projects", name, "happens"))
        return np.asarray(self._values.chance.uniform(happens, loadings) < odds)

    def _nearness(self, name: str) -> F64:
        """Give the part of the record's lead that a project has before it, 0 to 1."""
        schedule = self._scenario.schedule
        assert schedule is not None
        ahead = (self._scenario.projects[name].first_product - schedule.after).days
        lead = DAYS_PER_MONTH * self._values.at("schedule", "lead_months")
        return np.minimum(ahead / np.maximum(lead, 1.0), 1.0)

    def _loadings(self, name: str, sign: float) -> Loadings:
        """Give what a project's draws have in common with those of others."""
        if not is_scheduled(self._scenario, name):
            return {}
        project, found = self._scenario.projects[name], {}
        for factor, one in (("owner", project.owner), ("kind", project.kind)):
            share = self._values.at("schedule", "common", factor)
            if one is not None and share.any():
                found[dotted(("schedule", "common", factor, one))] = sign * np.sqrt(share)
        return found

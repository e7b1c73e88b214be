"""How one plant learns, by the numbers of its scenario."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.rules.learning import learned
from sim.scenario.learning import learning_of
from sim.scenario.origin import Path
from sim.scenario.schema import Scenario
from sim.scenario.value import value_at
from sim.world.chance.values import Values
from sim.world.network.project import ProjectPath
from sim.world.state.state import added
from sim.world.time.clock import DAYS_PER_YEAR

F64 = NDArray[np.float64]


class Learner:
    """One plant that learns.

    Parameters
    ----------
    values : Values
    path : Path
        Where its numbers stand.
    before : array, t, ``[1 or replication]``
        What it has made before the start.
    """

    def __init__(self, values: Values, path: Path, before: F64) -> None:
        self.before = before
        self._at_first = values.at(*path, "yield_at_first")
        self._on_spec_at_first = values.at(*path, "on_spec_at_first")
        self._to_half = values.at(*path, "t_to_half")

    def reached(self, worked: F64) -> F64:
        """Give the part of its yield that it reaches, by t made since the start."""
        return learned(self._at_first, self.before + worked, self._to_half)

    def on_spec(self, worked: F64) -> F64:
        """Give the part of its share to grade that it reaches, by t made since the start."""
        return learned(self._on_spec_at_first, self.before + worked, self._to_half)


def learner_of(
    scenario: Scenario, block: str, name: str, values: Values, projects: Sequence[ProjectPath]
) -> Learner | None:
    """Give how a plant learns; none if it has learned all.

    Parameters
    ----------
    projects : sequence of ProjectPath
        Its own.
    """
    path = learning_of(scenario, block, name)
    if path is None:
        return None
    if value_at(scenario, (*path, "made_before_t")).value is not None:
        return Learner(values, path, values.at(*path, "made_before_t"))
    first = min((float(p.first_product.min()) for p in projects), default=0.0)
    made = np.zeros(1)
    if first < 0.0:
        made = sum((added(p.added(np.arange(first, 0.0))) for p in projects), start=made)
    return Learner(values, path, made / DAYS_PER_YEAR)

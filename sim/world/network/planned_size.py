"""How large facilities are beside what is written: what is bought of them by offtake moves with it.

An offtake is the part of a buyer's need that comes of a plant in full work. A plant that is planned
larger is to sell more, one that is smaller less: else large plants would stand idle, and small ones
be asked for what they cannot make.
"""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import STAGE
from sim.scenario.network import block_of
from sim.scenario.numbers import greatest
from sim.scenario.origin import Path
from sim.scenario.schema import Scenario
from sim.world.chance.drawn import Drawn

F64 = NDArray[np.float64]


class PlannedSizes:
    """Capacities in full work with all projects, parts of what is written.

    Parameters
    ----------
    scenario : Scenario
    drawn : Drawn or None
        Its uncertain numbers; none leaves all as written.
    """

    def __init__(self, scenario: Scenario, drawn: Drawn | None) -> None:
        self._scenario, self._drawn = scenario, drawn
        self._known: dict[str, F64] = {}

    def of(self, facility: str) -> F64:
        """Give that of a facility, ``[1 or replication]``; 1 of one without limit."""
        if facility not in self._known:
            self._known[facility] = self._found(facility)
        return self._known[facility]

    def _found(self, facility: str) -> F64:
        parts = self._parts(facility)
        whole = sum(parts.values())
        if self._drawn is None or not whole or not any(map(self._drawn.has, parts)):
            return np.ones(1)
        size = sum((most * self._drawn.unlifted(path) for path, most in parts.items()), np.zeros(1))
        return np.asarray(size / whole)

    def _parts(self, facility: str) -> dict[Path, float]:
        """Give what its own capacity and its projects are in full work, as written, by path."""
        block = self._blocks[facility]
        key = STAGE[block].capacity if block in STAGE else None
        own = None if key is None else getattr(getattr(self._scenario, block)[facility], key)
        if key is None or own is None:
            return {}
        parts: dict[Path, float] = {(block, facility, key): greatest(own)}
        for name, project in self._scenario.projects.items():
            if project.facility == facility:
                parts["projects", name, "adds_per_year"] = greatest(project.adds_per_year)
        return parts

    @cached_property
    def _blocks(self) -> dict[str, str]:
        return dict(block_of(self._scenario))

"""How large facilities are beside what is written: what is bought of them by offtake moves with it.

An offtake is the part of a buyer's need that comes of a plant in full work. A plant that is planned
larger is to sell more, one that is smaller less: else large plants would stand idle, and small ones
be asked for what they cannot make.
"""

from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import STAGE
from sim.scenario.network import block_of
from sim.scenario.numbers import Value, each, expected
from sim.scenario.origin import Path, dotted
from sim.scenario.schema import Scenario
from sim.world.chance.values import Values
from sim.world.chance.varied import Varied

F64 = NDArray[np.float64]


class PlannedSizes:
    """Capacities in full work with all projects, parts of what is written.

    Parameters
    ----------
    scenario : Scenario
    values : Values
        Draws of its numbers; where none is uncertain, all is as written.
    """

    def __init__(self, scenario: Scenario, values: Values) -> None:
        self._scenario, self._values = scenario, values
        self._known: dict[str, F64] = {}

    def of(self, facility: str) -> F64:
        """Give that of a facility, ``[1 or replication]``; 1 of one without limit."""
        if facility not in self._known:
            self._known[facility] = self._found(facility)
        return self._known[facility]

    def _found(self, facility: str) -> F64:
        drawn, parts = self._values.drawn, self._parts(facility)
        if drawn is None or not any(map(drawn.has, parts)):
            return np.ones(1)
        most = {path: self._most(path, value) for path, value in parts.items()}
        whole = sum(most.values(), np.zeros(1))
        size = sum((one * drawn.unlifted(path) for path, one in most.items()), np.zeros(1))
        return np.asarray(np.divide(size, whole, out=np.ones(size.shape), where=whole > 0.0))

    def _most(self, path: Path, value: Value) -> F64:
        """Give the highest of the expected values of a number over its dates, at each point."""
        found = [
            self._values.chance.draw(dotted(path), one.expected(), 0.0, np.inf)
            if isinstance(one, Varied)
            else np.array([expected(one)])
            for one in each(value)
        ]
        return np.asarray(reduce(np.maximum, found))

    def _parts(self, facility: str) -> dict[Path, Value]:
        """Give what its own capacity and its projects are in full work, as written, by path."""
        block = self._blocks[facility]
        key = STAGE[block].capacity if block in STAGE else None
        own = None if key is None else getattr(getattr(self._scenario, block)[facility], key)
        if key is None or own is None:
            return {}
        parts: dict[Path, Value] = {(block, facility, key): own}
        for name, project in self._scenario.projects.items():
            if project.facility == facility:
                parts["projects", name, "adds_per_year"] = project.adds_per_year
        return parts

    @cached_property
    def _blocks(self) -> dict[str, str]:
        return dict(block_of(self._scenario))

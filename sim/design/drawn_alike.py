"""Tells whether what is uncertain of some points is drawn alike: then they fit into one world."""

from functools import cached_property
from typing import Any

from sim.scenario.chain import STOCKPILES
from sim.scenario.origin import Path
from sim.scenario.schema import Scenario
from sim.scenario.uncertainty.inputs import inputs_of
from sim.scenario.uncertainty.meant import meant
from sim.scenario.uncertainty.uncertain import Uncertain
from sim.scenario.value import value_at
from sim.world.network.draw import foundation, is_of

EMPTIED = frozenset({"fill_days", "fill_t"})
"""Keys of a stockpile that are 0 at points that do not have it."""


class UncertainPoint:
    """What is uncertain of a point of a design.

    Parameters
    ----------
    point : Scenario
        Its uncertainty is asked for, or not.
    """

    def __init__(self, point: Scenario) -> None:
        self._point = point

    def fits(self, other: "UncertainPoint") -> bool:
        """Tell whether no uncertain number differs, nor what all of them are reconciled by."""
        ours, theirs = self._point, other._point
        if not self._drawn and not other._drawn:
            return True
        if ours.uncertainty != theirs.uncertainty or self._worlds != other._worlds:
            return False
        if self._foundation != other._foundation or self._within != other._within:
            return False
        return all(
            self._beside.get(path) == other._beside.get(path)
            or _is_lacked(path, ours)
            or _is_lacked(path, theirs)
            for path in self._beside | other._beside
        )

    @cached_property
    def _worlds(self) -> dict[str, Any]:
        """Which worlds its replications are in."""
        found = meant(self._point)
        return {} if found is None else {**found.as_dict(), "asked": self._point.worlds}

    @cached_property
    def _foundation(self) -> Scenario:
        return foundation(self._point)

    @cached_property
    def _drawn(self) -> tuple[Uncertain, ...]:
        inputs = inputs_of(self._point)
        return () if inputs is None else inputs.drawn

    @cached_property
    def _within(self) -> tuple[Uncertain, ...]:
        """Uncertain numbers of the foundation."""
        return tuple(one for one in self._drawn if is_of(self._foundation, one.path))

    @cached_property
    def _beside(self) -> dict[Path, tuple[Uncertain, Any]]:
        """The others, and what is written there."""
        return {
            one.path: (one, value_at(self._point, one.path).value)
            for one in self._drawn
            if not is_of(self._foundation, one.path)
        }


def _is_lacked(path: Path, point: Scenario) -> bool:
    """Tell whether a number is of a stockpile that a point lacks, and stays if that is emptied."""
    lacks = path[0] == STOCKPILES and path[1] not in point.stockpiles
    return lacks and EMPTIED.isdisjoint(path)

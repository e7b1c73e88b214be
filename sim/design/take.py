"""What is kept of the histories of a point: no more than what a study reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.output.bills import bills
from sim.output.finance import accounts
from sim.output.groups import Group
from sim.output.observed import observed
from sim.output.outcomes import outcomes_of
from sim.scenario.schema import Scenario
from sim.world.record.record import Record

F64 = NDArray[np.float64]

Taken = Mapping[str, F64]
"""Arrays by name, ``[..., history]``."""

Take = Callable[[Scenario, Record], Taken]
"""Makes of some histories of a point what is kept of them; runs where they were run.

A function of a module, or an instance of a class of one: it travels to other processes. What it
makes of a history must not depend on the others.
"""


def name_of(group: Group, measure: str) -> str:
    """Name what is kept of a measure of a group, ``region.US.shortfall_days``."""
    return f"{group.kind}.{group.name}.{measure}"


@dataclass(frozen=True)
class Outcomes:
    """Keeps measures of groups, by :func:`name_of`; those of items (grades, elements) are left out.

    Attributes
    ----------
    measures : frozenset of str
        Names of measures, without differences to the twin.
    kinds : frozenset of str
        Kinds of group.
    """

    measures: frozenset[str]
    kinds: frozenset[str]

    def __call__(self, scenario: Scenario, record: Record) -> Taken:
        """Measure some histories of a point."""
        found: dict[str, F64] = {}
        for source in (observed, accounts, bills):
            for group, seen in source(scenario, record):
                if group.kind in self.kinds:
                    for one in outcomes_of(group, seen, only=self.measures):
                        if one.item is None:
                            found[name_of(group, one.measure)] = one.values
        return found

"""Branchings: futures of which each history takes one."""

from typing import Annotated

from pydantic import Field

from sim.scenario.schema.base import LONGEST_NAME, Block, Date, Id, Label, SourceIds, Text
from sim.scenario.schema.quantity import FixedLapse, FixedWeight

Branch = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$", max_length=2 * LONGEST_NAME + 1),
]
"""A branch of a branching, as november.lapsed."""


class Branching(Block):
    """Futures of which each history takes exactly one.

    One draw decides for a history. It is cut by the weights in the order of the branches' names, so
    a branch that is renamed may be taken in other histories.
    """

    label: Label | None = None
    """How reports call it."""
    note: Text | None = None
    """A remark for readers."""
    start: Date | FixedLapse | None = None
    """First day in force, a date or a day from the scenario's start, of the disruptions of its
    branches that have no start and no trigger, do not recur, and do not count from a project's
    date."""
    weights: dict[Id, FixedWeight] = Field(min_length=1)
    """Weight of each branch beside the others: its chance is its part of their sum, so one may be
    changed alone. A branch needs no disruption: then nothing happens in it. With 0 it is never
    taken."""
    sources: SourceIds = {}
    """Sources of the numbers."""

    @property
    def shares(self) -> dict[str, float]:
        """Chance of each branch, 1, in the order of their names."""
        total = sum(self.weights.values())
        return {name: weight / total for name, weight in sorted(self.weights.items())}


def branching_of(branch: str | None) -> str | None:
    """Give the branching of a branch, ``november`` of ``november.lapsed``."""
    return None if branch is None else branch.partition(".")[0]

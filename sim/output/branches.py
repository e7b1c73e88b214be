"""What the histories of each branch come to: means and quantiles where that branch is taken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import nan

import numpy as np
from numpy.typing import NDArray

from sim.measures import QUANTILES, Statistics, describe
from sim.measures.measure import headlines
from sim.output.groups import is_headline
from sim.output.histories import Histories
from sim.output.label import label_of
from sim.output.outcomes import Outcome
from sim.scenario.branches import branchings_in_use
from sim.world.timing.timing_recorder import BRANCH

NOTHING = Statistics(0, nan, nan, nan, (nan,) * len(QUANTILES), nan)
"""What is known of a branch that no history takes."""


@dataclass(frozen=True)
class BranchResult:
    """The histories in which a branch is taken."""

    branching: str
    label: str
    """How reports call the branching."""
    branch: str
    weight: float
    """Chance of the branch: its part of the sum of the weights."""
    histories: int
    """How many take it."""
    measured: tuple[tuple[Outcome, Statistics], ...]
    """Headline measures of the headline groups over these histories."""


def branches_taken(histories: Histories) -> dict[str, NDArray[np.str_]]:
    """Give the branch that each history takes, ``[history]``, by branching."""
    if not histories.has(str(BRANCH.kept)):
        return {}
    names = histories.ids("branchings")
    return {
        name: np.array(sorted(histories.scenario.branches[name].weights))[places]
        for name, places in zip(names, histories.read(str(BRANCH.kept)), strict=True)
    }


def branch_results(histories: Histories) -> Iterator[BranchResult]:
    """Measure the histories of each branch, branch by branch as they are written."""
    taken, wanted = branches_taken(histories), headlines()
    outcomes = [
        one
        for one in histories.outcomes
        if one.measure in wanted and is_headline(one.group.kind, one.group.name)
    ]
    for name, branching in branchings_in_use(histories.scenario).items():
        for branch in branching.weights:
            where = taken[name] == branch
            yield BranchResult(
                name,
                label_of(branching.label, name),
                branch,
                branching.shares[branch],
                int(where.sum()),
                tuple(_among(histories, outcomes, where)),
            )


def _among(
    histories: Histories, outcomes: Sequence[Outcome], where: NDArray[np.bool_]
) -> Iterator[tuple[Outcome, Statistics]]:
    """Summarise outcomes over some histories."""
    replicates, exact = histories.replicates, not histories.is_random
    among = None if replicates is None else replicates[where]
    for outcome in outcomes:
        kept = replace(outcome, values=outcome.values[where])
        found = describe(kept.values, among, exact=exact) if where.any() else NOTHING
        yield kept, found

"""Which branch of each branching every replication takes."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.scenario.branches import branchings_in_use
from sim.scenario.schema import Scenario
from sim.world.chance.values import Values

Places = NDArray[np.intp]
"""Place of a branch in the order of the names of its branching, ``[replication]``."""


def branches_taken(scenario: Scenario, values: Values) -> Mapping[str, Places]:
    """Draw which branch is taken, by branching: of those in whose branches something happens.

    One draw a replication, from 0 to 1, is cut by the weights in the order of the branches' names.
    So a weight that rises adds to the replications of its branch, and takes none from it.
    """
    return {
        name: _taken(sorted(one.weights), name, values)
        for name, one in branchings_in_use(scenario).items()
    }


def happens_in(branch: str, scenario: Scenario, taken: Mapping[str, Places]) -> NDArray[np.bool_]:
    """Tell where a branch, ``november.lapsed``, is taken, ``[replication]``."""
    branching, _, name = branch.partition(".")
    return np.asarray(taken[branching] == sorted(scenario.branches[branching].weights).index(name))


def _taken(names: Sequence[str], name: str, values: Values) -> Places:
    upper = np.cumsum(values.table("branches", name, "weights", keys=names), axis=0)
    width = values.chance.width
    if upper.shape[-1] == 1 and np.count_nonzero(np.diff(upper[:, 0], prepend=0.0)) == 1:
        return np.full(width, int(np.argmax(upper[:, 0] > 0.0)), dtype=np.intp)
    drawn = values.chance.uniform(f"branches.{name}")
    return np.broadcast_to(np.sum(drawn >= upper[:-1] / upper[-1], axis=0), width)

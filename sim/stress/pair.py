"""Two nodes out at once: what that costs beyond what each costs by itself."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.stress.findings import Findings
from sim.stress.node import Node

F64 = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Pair:
    """Two nodes out for the longest time."""

    one: Node
    other: Node
    lost: F64
    """What they cost together, days, ``[history]``."""
    beyond: F64
    """That less what each costs by itself, days, ``[history]``."""


def worst_pairs(found: Findings) -> list[Pair]:
    """Rank the pairs that were run by what they cost together, the worst first."""
    by_number = {node.number: node for node in found.test.nodes}
    group, days = found.test.group, found.longest
    pairs = []
    for first, second in found.pairs:
        one, other = by_number[first], by_number[second]
        lost = found.lost_of_pair(one, other, group)
        alone = found.lost(one, days, group) + found.lost(other, days, group)
        pairs.append(Pair(one, other, lost, lost - alone))
    return sorted(pairs, key=lambda pair: -float(pair.lost.mean()))

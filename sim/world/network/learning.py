"""Learning: how near new plants have come to their yields, by what they have made."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.world.network.capacity import Capacity
from sim.world.state.state import State, stacked
from sim.world.time.clock import Clock
from sim.world.time.course import Course

F64 = NDArray[np.float64]


class Experience:
    """What the plants of a block have made, and the part of their own yields that they reach by it.

    Parameters
    ----------
    block : str
    capacity : Capacity
        Of the block, some of whose plants learn.
    clock : Clock
    state : State

    Attributes
    ----------
    course : Course
        The part, as it is today, ``[plant, replication]``; 1 for those that have learned all.
    """

    def __init__(self, block: str, capacity: Capacity, clock: Clock, state: State) -> None:
        self._learners, self._clock = capacity.learners, clock
        self._worked = state.total(f"{block}.worked", len(capacity.names))
        self.course = Course(lambda _: self._today(), changes=True)

    def add(self, amount: F64) -> None:
        """Count what is made today, t, ``[plant, replication]``, in the unit of the capacity.

        A warm-up teaches nothing: what was made before the start is known.
        """
        if self._clock.day >= 0:
            self._worked += amount

    def _today(self) -> F64:
        rows = [
            np.ones(1) if learner is None else learner.reached(self._worked[row])
            for row, learner in enumerate(self._learners)
        ]
        return stacked(rows, len(rows))


def in_full_use(capacities: Mapping[str, Capacity]) -> dict[str, Course]:
    """Give the part of their yields that plants reach in full use, of blocks that learn.

    Returns
    -------
    dict of str to Course
        ``[plant, 1 or replication]``, by block.
    """

    def of(capacity: Capacity) -> Course:
        return Course(capacity.learned, changes=True)

    return {block: of(capacity) for block, capacity in capacities.items() if capacity.learns}

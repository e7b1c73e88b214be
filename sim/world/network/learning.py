"""Learning: how near new plants have come to their yields, by what they have made."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import SEPARATION_PLANTS
from sim.world.network.capacity import Capacity
from sim.world.network.coefficients import ON_SPEC
from sim.world.network.learner import Learner
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
    learners : list of Learner or None
        How each plant learns; none has learned all.
    worked : array, t, ``[plant, replication]``
        What it has made since the start, in the unit of the capacity.
    course : Course
        The part, as it is today, ``[plant, replication]``; 1 for those that have learned all.
    on_spec : Course
        The same of the share of their oxide that is to grade.
    """

    def __init__(self, block: str, capacity: Capacity, clock: Clock, state: State) -> None:
        self.learners, self._clock = capacity.learners, clock
        self.worked = state.total(f"{block}.worked", len(capacity.names))
        self.course = Course(lambda _: self._today(Learner.reached), changes=True)
        self.on_spec = Course(lambda _: self._today(Learner.on_spec), changes=True)

    def add(self, amount: F64) -> None:
        """Count what is made today, t, ``[plant, replication]``, in the unit of the capacity.

        A warm-up teaches nothing: what was made before the start is known.
        """
        if self._clock.day >= 0:
            self.worked += amount

    def _today(self, what: Callable[[Learner, F64], F64]) -> F64:
        rows = [
            np.ones(1) if learner is None else what(learner, self.worked[row])
            for row, learner in enumerate(self.learners)
        ]
        return stacked(rows, len(rows))


def as_it_is(experience: Mapping[str, Experience]) -> dict[str, Course]:
    """Give what plants reach today, for :class:`~sim.world.network.coefficients.Coefficients`."""
    found = {block: one.course for block, one in experience.items()}
    if SEPARATION_PLANTS in experience:
        found[ON_SPEC] = experience[SEPARATION_PLANTS].on_spec
    return found


def in_full_use(capacities: Mapping[str, Capacity]) -> dict[str, Course]:
    """Give the same as it would be if they had made all they can."""

    def of(capacity: Capacity, what: Callable[[Learner, F64], F64]) -> Course:
        return Course(partial(capacity.learned, what), changes=True)

    learning = {block: capacity for block, capacity in capacities.items() if capacity.learns}
    found = {block: of(capacity, Learner.reached) for block, capacity in learning.items()}
    if SEPARATION_PLANTS in learning:
        found[ON_SPEC] = of(learning[SEPARATION_PLANTS], Learner.on_spec)
    return found

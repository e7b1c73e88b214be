"""A number of which each replication meets one draw after another."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.world.state.state import stacked

F64 = NDArray[np.float64]


class Anew:
    """A number that is drawn anew each time.

    A draw depends on its number alone: who has got how far elsewhere does not matter.

    Parameters
    ----------
    first : array, ``[1 or replication]``
        The first draw.
    further : iterator of array, ``[1 or replication]`` each
        Those that follow. Only as many are made as are asked for.
    """

    DERIVED: ClassVar = {"_drawn", "_further"}

    def __init__(self, first: F64, further: Iterator[F64]) -> None:
        self._drawn, self._further = [first], further

    def of(self, number: int) -> F64:
        """Give a draw, counted from 0, ``[1 or replication]``."""
        while len(self._drawn) <= number:
            self._drawn.append(next(self._further).copy())
        return self._drawn[number]

    def at(self, numbers: NDArray[np.intp]) -> F64:
        """Give to each replication the draw of its own number, ``[replication]``."""
        self.of(int(numbers.max()))
        table = stacked(self._drawn, len(self._drawn))
        table = np.broadcast_to(table, (len(table), len(numbers)))
        return np.asarray(np.take_along_axis(table, numbers[None], axis=0)[0])

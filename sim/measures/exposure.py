"""Exposure: which part of what a group used has been in a place."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Exposure:
    """What every consumer used by month, in contained element, and what of it was in some places.

    An axis marked ``history`` may be of any length.
    """

    places: tuple[str, ...]
    """Countries or blocs."""
    used_each_t: F32
    """Used, ``[month, consumer, element, history]``."""
    part_each_t: F32
    """What of it passed any stage in each place, ``[month, place, consumer, element, history]``."""
    first_day: NDArray[np.intp]
    """First day of each month, ``[month]``."""

    def share(self, members: tuple[int, ...]) -> F64:
        """Give the part of what a group used that was in each place, ``[month, place, history]``.

        All elements together; 0 where nothing was used.
        """
        return share(self._of(self.part_each_t, members), self._of(self.used_each_t, members))

    def share_over_run(self, members: tuple[int, ...]) -> F64:
        """Give the same of the whole run, ``[place, history]``."""
        part, used = (
            self._of(each, members).sum(axis=0) for each in (self.part_each_t, self.used_each_t)
        )
        return share(part, used)

    @staticmethod
    def _of(each: F32, members: tuple[int, ...]) -> F64:
        """Add up elements and members, one after the other: the bits hang on nothing else."""
        total = np.zeros((*each.shape[:-3], each.shape[-1]))
        for member in members:
            for element in range(each.shape[-2]):
                total += each[..., member, element, :]
        return total


def share(part: F64, whole: F64) -> F64:
    """Divide, 0 where there is nothing: ``[month, place, history]`` by ``[month, history]``.

    Examples
    --------
    >>> share(np.array([[1.0, 0.0]]), np.array([4.0, 0.0])).tolist()
    [[0.25, 0.0]]
    >>> share(np.array([[[1.0, 3.0]], [[1.0, 2.0]]]), np.array([[4.0, 6.0], [2.0, 8.0]])).tolist()
    [[[0.25, 0.5]], [[0.5, 0.25]]]
    """
    if part.ndim > whole.ndim:
        whole = np.expand_dims(whole, -2)
    whole = np.broadcast_to(whole, part.shape)
    found: F64 = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0.0)
    return found


def days_met(fill: F64, first_day: NDArray[np.intp]) -> F64:
    """Give days of demand met on time by month, ``[month, history]``, of fill rates by day.

    Examples
    --------
    >>> days_met(np.array([[1.0], [0.5], [0.25]]), np.array([0, 2])).tolist()
    [[1.5], [0.25]]
    """
    found: F64 = np.add.reduceat(fill, first_day, axis=0)
    return found

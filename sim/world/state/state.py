"""The register of all that a world remembers, so that a warm state can be kept and copied."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Index = NDArray[np.intp]

BATCH = 64
"""Replications come in multiples of this: numpy adds the same way at all such widths."""


class UnlikeError(ValueError):
    """Two worlds are not built alike, so that neither can go on where the other is."""


class State:
    """Makes the arrays of a world, each with the replications as last axis.

    Parameters
    ----------
    width : int
        Number of replications, a multiple of 64.
    """

    def __init__(self, width: int) -> None:
        if width % BATCH:
            raise ValueError(f"width {width} must be a multiple of {BATCH}")
        self.width = width
        self._arrays: dict[str, F64] = {}
        self._totals: set[str] = set()

    def array(self, name: str, *shape: int) -> F64:
        """Make an array of zeros, ``[*shape, replication]``, and remember it by name."""
        if name in self._arrays:
            raise ValueError(f"state {name!r} exists already")
        self._arrays[name] = np.zeros((*shape, self.width))
        return self._arrays[name]

    def total(self, name: str, *shape: int) -> F64:
        """Make an array that adds up a flow; it begins at zero after a warm-up."""
        self._totals.add(name)
        return self.array(name, *shape)

    def snapshot(self, *, alike: bool) -> dict[str, F64]:
        """Copy everything; of replications that are all alike the first."""
        kept = slice(1 if alike else None)
        return {name: array[..., kept].copy() for name, array in self._arrays.items()}

    def restore(self, snapshot: dict[str, F64]) -> None:
        """Set what is in a snapshot, in every replication; what adds up begins at zero.

        Raises
        ------
        ValueError
            If the snapshot is of another world.
        """
        if snapshot.keys() - self._arrays.keys():
            raise ValueError("the snapshot is of another world")
        for name, then in snapshot.items():
            self._arrays[name][...] = 0.0 if name in self._totals else then

    @property
    def arrays(self) -> Mapping[str, F64]:
        """All arrays by name."""
        return self._arrays

    def take(self, other: "State", columns: Index) -> None:
        """Take over everything, what adds up included.

        Parameters
        ----------
        other : State
            Of another world, built alike.
        columns : array of int, ``[replication]``
            Which replication there each one here goes on from.

        Raises
        ------
        UnlikeError
            If the arrays are not those of this world.
        """
        if other.arrays.keys() != self._arrays.keys():
            raise UnlikeError("registers of other arrays")
        for name, array in self._arrays.items():
            if array.shape[:-1] != other.arrays[name].shape[:-1]:
                raise UnlikeError(f"arrays {name} of other shapes")
            np.take(other.arrays[name], columns, axis=-1, out=array, mode="clip")


def stacked(rows: list[F64], *shape: int) -> F64:
    """Stack arrays ``[1 or replication]`` to ``[*shape, 1 or replication]``."""
    if not rows:
        return np.zeros((*shape, 1))
    found = np.empty((len(rows), max(len(row) for row in rows)))
    for place, row in enumerate(rows):
        found[place] = row
    return found.reshape(*shape, found.shape[-1])


def added(rows: F64) -> F64:
    """Add up a leading axis, one row after the other, whatever the other axes are."""
    total: F64 = np.zeros(rows.shape[1:])
    for row in rows:
        total += row
    return total

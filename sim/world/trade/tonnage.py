"""Quotas in tonnes on the lanes of one good: who ships first uses them up, whoever sells."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]

DUST = 1e-9
"""Part of a quota below which what is left of it is rounding."""


class Tonnage:
    """What may still leave under one quota.

    Parameters
    ----------
    shape : tuple of int
        ``[lane, ordered item, replication]``.

    Attributes
    ----------
    left : array, t, ``[replication]``
        What may still leave; inf before it comes into force.
    counts : array of bool, ``[lane, ordered item, 1 or replication]``
        What it counts today.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.left = np.full(shape[-1], np.inf)
        self.counts: Mask = np.zeros(shape, dtype=bool)
        self._dust = np.zeros(shape[-1])

    def open(self, tonnes: F64, where: Mask) -> None:
        """Begin a period, with so many tonnes, in some replications, ``[1 or replication]``."""
        np.copyto(self.left, tonnes, where=where)
        np.copyto(self._dust, DUST * tonnes, where=where)

    def count(self, lanes: Mask) -> None:
        """Count what leaves over these from now on, ``[lane, ordered item, 1 or replication]``."""
        self.counts = lanes

    def counted(self, wanted: Sequence[tuple[slice, F64]]) -> F64:
        """Add up what counts of some amounts, t, ``[replication]``."""
        total = np.zeros_like(self.left)
        for lanes, amount in wanted:
            total += np.add.reduce(np.where(self.counts[lanes], amount, 0.0), axis=(0, 1))
        return total

    def use(self, gone: F64) -> None:
        """Take off what has left, t, ``[replication]``."""
        self.left -= gone
        self.left[self.left <= self._dust] = 0.0


class Tonnages:
    """All quotas in tonnes on the lanes of one good."""

    def __init__(self) -> None:
        self._all: list[Tonnage] = []

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self._all)

    def add(self, tonnage: Tonnage) -> None:
        """Let a quota count from now on."""
        self._all.append(tonnage)

    def passing(self, wanted: Sequence[tuple[slice, F64]]) -> list[F64 | None]:
        """Tell which part of what is about to leave may do so, and book it.

        On the day on which a quota runs out all who would ship get the same part.

        Parameters
        ----------
        wanted : sequence of (slice, array)
            Lanes, and what would leave over them, t, ``[lane, ordered item, replication]``.

        Returns
        -------
        list of array, ``[lane, ordered item, replication]``, or None
            The part for each of these; None where all may leave.
        """
        parts: list[F64 | None] = [None] * len(wanted)
        leaving = list(wanted)
        for one in self._all:
            total = one.counted(leaving)
            if not (total > one.left).any():
                continue
            part = np.divide(one.left, total, out=np.ones_like(total), where=total > one.left)
            for at, (lanes, amount) in enumerate(leaving):
                cut = np.where(one.counts[lanes], part, 1.0)
                before = parts[at]
                parts[at] = cut if before is None else before * cut
                leaving[at] = lanes, amount * cut
        for one in self._all:
            one.use(one.counted(leaving))
        return parts

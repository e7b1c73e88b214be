"""What is shipped over each lane, for those who ask for it."""

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


class Shipments:
    """Shipments of one good, kept only once somebody has asked for them.

    Parameters
    ----------
    shape : tuple of int
        ``[lane, ordered item, replication]``.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._shape = shape
        self._today: F64 | None = None
        self._totals: list[F64] = []

    @property
    def kept(self) -> bool:
        """Whether anybody has asked for them."""
        return self._today is not None or bool(self._totals)

    @property
    def today(self) -> F64:
        """Shipped today, t, ``[lane, ordered item, replication]``."""
        if self._today is None:
            self._today = np.zeros(self._shape)
        return self._today

    def new_total(self) -> F64:
        """Give an array of its reader's own: shipped since that emptied it, t, shaped likewise."""
        self._totals.append(np.zeros(self._shape))
        return self._totals[-1]

    def begin_day(self) -> None:
        """Forget what was shipped yesterday."""
        if self._today is not None:
            self._today.fill(0.0)

    def note(self, lanes: slice, amount: F64) -> None:
        """Note what leaves over some lanes, t."""
        if self._today is not None:
            self._today[lanes] += amount
        for total in self._totals:
            total[lanes] += amount

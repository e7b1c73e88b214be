"""A tally: what has flowed since it was last read, kept only once somebody has asked for it."""

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


class Tally:
    """What has flowed over some rows, t, ``[row, item, replication]``; one reads it.

    Parameters
    ----------
    shape : tuple of int
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._shape = shape
        self._total: F64 | None = None

    def keep(self) -> None:
        """Keep it from now on."""
        self._total = np.zeros(self._shape)

    def note(self, rows: slice, amount: F64) -> None:
        """Note what flows over some rows, t; where nobody has asked, do nothing."""
        if self._total is not None:
            total = self._total[rows]
            total += amount  # into the view: an assignment by rows would copy it once more

    def read(self) -> F64:
        """Give all since it was last read.

        Raises
        ------
        ValueError
            If nobody has asked for it.
        """
        if self._total is None:
            raise ValueError("this tally is not kept")
        total, self._total = self._total, np.zeros(self._shape)
        return total

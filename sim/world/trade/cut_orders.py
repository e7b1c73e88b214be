"""What is cut of a day's orders, as the lanes over which it is ordered cannot carry it."""

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Index = NDArray[np.intp]


class CutOrders:
    """Collects what is cut, lane by lane, until buyers forget it.

    Parameters
    ----------
    lanes, items, width : int
        Lanes and ordered items of a good, and replications.
    """

    def __init__(self, lanes: int, items: int, width: int) -> None:
        self._cut = np.zeros((lanes, items, width))
        self._any = False

    def note(self, lanes: Index, cut: F64, *, any_is: bool) -> None:
        """Note what is cut over some lanes, t, ``[one of these, ordered item, replication]``.

        Parameters
        ----------
        any_is : bool
            Whether anything is.
        """
        self._cut[lanes] = cut
        self._any = self._any or any_is

    def hand_over(self) -> F64 | None:
        """Hand over what was cut since it was last handed over, if anything.

        Returns
        -------
        array, t, ``[lane, ordered item, replication]``, or None
        """
        if not self._any:
            return None
        cut = self._cut.copy()
        self._cut.fill(0.0)
        self._any = False
        return cut

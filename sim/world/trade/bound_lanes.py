"""Lanes over which a part of what sellers that keep batches apart send must be free of a place."""

import numpy as np
from numpy.typing import NDArray

from sim.scenario.provenance import Origin

F64 = NDArray[np.float64]


class BoundLanes:
    """What buyers need free of a place as those need it to whom they sell.

    They take what comes: what of it is not free they sell to others.

    Parameters
    ----------
    origin : Origin
        What some of it must not be.
    bound : array, 0 to 1, ``[lane, item, replication]``
        Part of what each lane carries that must be free of it.
    """

    def __init__(self, origin: Origin, bound: F64) -> None:
        self.origin, self._most = origin, 1.0 - bound

    def limits(self, lanes: slice) -> bool:
        """Tell whether anything is bound over a seller's lanes."""
        return bool((self._most[lanes] < 1.0).any())

    def most(self, lanes: slice) -> F64:
        """Give the part of what lanes carry that may be of the origin, shaped as *bound*."""
        return self._most[lanes]

"""Plants that make each item by itself: what they take in follows from what they make."""

from abc import abstractmethod

import numpy as np
from numpy.typing import NDArray

from sim.world.facility.converter import Plants

F64 = NDArray[np.float64]


class Makers(Plants):
    """All plants of one kind through whose hands what a stockpile releases may go."""

    @abstractmethod
    def feed_for(self, output: F64) -> F64:
        """Give what output, t ``[maker, item, replication]``, is made of, ``[maker, element, ..]``.

        Losses count.
        """

    @abstractmethod
    def most_in(self, day: int, days: int) -> F64:
        """Give what can be made in the days that end today, t, ``[maker, 1 or replication]``."""

"""Parts that products are built of: under way and in store between who makes and who builds."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

F64 = NDArray[np.float64]


class Bridged(NamedTuple):
    """A day of a line that has parts; all in days of normal output."""

    idle: F64
    """Not built today."""
    gone: F64
    """Parts that are missing in the evening."""
    late: F64
    """Built today of what was not built before."""


def bridged(lacking: ArrayLike, late: ArrayLike, gone: ArrayLike, held: ArrayLike) -> Bridged:
    """Let a line go on with the parts that are there while none are made.

    Parts that are made late fill up what is missing first. The line is late only with the rest.

    Parameters
    ----------
    lacking : array, 0 to 1
        Part of the day's parts that is not made.
    late : array, days
        Parts made today of what was lacking before.
    gone, held : array, days
        Parts that are missing in the morning, and all that there are normally.

    Examples
    --------
    With one day of parts the first of two idle days is bridged. Of the one and a half days that
    are made late, one fills parts up again:

    >>> first = bridged(1.0, 0.0, 0.0, 1.0)
    >>> second = bridged(1.0, 0.0, first.gone, 1.0)
    >>> third = bridged(0.0, 1.5, second.gone, 1.0)
    >>> [float(day.idle) for day in (first, second, third)], float(third.gone), float(third.late)
    ([0.0, 1.0, 0.0], 0.0, 0.5)
    """
    refill = np.minimum(late, gone)
    missing = np.asarray(gone - refill)
    taken = np.minimum(lacking, np.maximum(held - missing, 0.0))
    return Bridged(np.asarray(lacking - taken), missing + taken, np.asarray(late - refill))

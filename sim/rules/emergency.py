"""What consumers that are short for long learn to do without."""

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


def redesigned(short: F64, after: F64, over: F64) -> F64:
    """Give the part of a redesign that is in production.

    Parameters
    ----------
    short : array, days
        Days on which a consumer was short.
    after, over : array, days
        Such days until the first of it is, and from then on until all is.

    Returns
    -------
    array, 0 to 1

    Examples
    --------
    >>> short = np.array([89.0, 91.0, 135.0, 200.0])
    >>> redesigned(short, np.full(4, 90.0), np.full(4, 90.0)).round(3).tolist()
    [0.0, 0.011, 0.5, 1.0]
    >>> redesigned(short, np.full(4, 90.0), np.zeros(4)).tolist()
    [0.0, 1.0, 1.0, 1.0]
    """
    begun = np.maximum(short - after, 0.0)
    part = np.divide(begun, over, out=np.ones(np.broadcast(begun, over).shape), where=over > 0.0)
    return np.where(begun > 0.0, np.minimum(part, 1.0), 0.0)

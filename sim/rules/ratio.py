"""The part of a whole, where there is a whole."""

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


def ratio(part: F64, whole: F64) -> F64:
    """Give the part of a whole; 0 where there is none.

    Parameters
    ----------
    part, whole : array
        Of shapes that go together.

    Examples
    --------
    >>> ratio(np.array([1.0, 2.0, 0.0]), np.array([4.0, 2.0, 0.0])).tolist()
    [0.25, 1.0, 0.0]
    """
    found = np.zeros(np.broadcast(part, whole).shape)
    return np.divide(part, whole, out=found, where=whole > 0.0)

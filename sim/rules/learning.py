"""How a plant learns by what it has made."""

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


def learned(at_first: F64 | float, worked: F64, to_half: F64 | float) -> F64:
    """Give what a plant reaches, as a part of what it will when it has learned all.

    What it lacks halves with every so many tonnes: 1 - (1 - first) 2^-(worked / half).

    Parameters
    ----------
    at_first : array or float, 0 to 1
        What it reaches with its first product.
    worked : array, t
        What it has made since; infinite for a plant that has learned all.
    to_half : array or float, t
        Tonnes after which half of what it lacks is learned; above 0.

    Returns
    -------
    array, 0 to 1

    Examples
    --------
    >>> learned(0.5, np.array([0.0, 100.0, 200.0, np.inf]), 100.0).tolist()
    [0.5, 0.75, 0.875, 1.0]
    """
    return np.asarray(1.0 - (1.0 - at_first) * 2.0 ** -(worked / to_half))

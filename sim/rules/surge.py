"""How fast makers raise their output above what they were planned to make."""

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


def base_after(base: F64, worked: F64, step: F64) -> F64:
    """Give what a maker is manned for after some days, from what it made in them.

    It hires and trains only for what it makes: it comes nearer to that by at most a step, and keeps
    what it has reached.

    Parameters
    ----------
    base : array, t a day
        What it was manned for.
    worked : array, t a day
        What it made.
    step : array, t a day
        How much it can take on in these days.

    Returns
    -------
    array, t a day

    Examples
    --------
    >>> worked = np.array([8.0, 11.0, 15.0])
    >>> base_after(np.full(3, 10.0), worked, np.full(3, 2.0)).tolist()
    [10.0, 11.0, 12.0]
    """
    return np.maximum(base, np.minimum(worked, base + step))

"""How long stock lasts at the current rate of use."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

F64 = NDArray[np.float64]


def days_of_cover(stock: ArrayLike, use: ArrayLike) -> F64:
    """Give the days that a stock lasts: ``stock / use``.

    Parameters
    ----------
    stock : array, t, ``[day, ..., history]``
        Usable stock, in the form that is used.
    use : array, t a day, ``[day, ..., history*]``
        Current daily use.

    Returns
    -------
    array, days, ``[day, ..., history]``
        ``inf`` where nothing is used: no use can exhaust a stock.

    Examples
    --------
    >>> days_of_cover([30.0, 5.0], [1.0, 0.0]).tolist()
    [30.0, inf]
    """
    stock, use = np.broadcast_arrays(
        np.asarray(stock, dtype=np.float64), np.asarray(use, dtype=np.float64)
    )
    cover: F64 = np.divide(stock, use, out=np.full(stock.shape, np.inf), where=use > 0.0)
    return cover

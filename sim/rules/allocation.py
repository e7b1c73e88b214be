"""How a seller that is short shares out what it has."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


def pro_rata(stock: F64, orders: F64) -> F64:
    """Serve orders in proportion to their size, in full where the stock suffices.

    Parameters
    ----------
    stock : array, t, ``[item, history]``
        What there is.
    orders : array, t, ``[order, item, history]``
        What is asked for.

    Returns
    -------
    array, t, ``[order, item, history]``
        What is shipped; never more than ordered, in sum never more than the stock.
    """
    asked = np.add.reduce(orders, axis=0)
    ratio = np.ones_like(asked)
    np.divide(stock, asked, out=ratio, where=asked > stock)
    shipped: F64 = orders * ratio
    return shipped


def ration(
    stock: F64,
    orders: F64,
    classes: Sequence[slice],
    contracts: F64 | None = None,
) -> F64:
    """Serve strictly by class, and within a class the contract volumes before the rest.

    Parameters
    ----------
    stock : array, t, ``[item, history]``
        What there is.
    orders : array, t, ``[order, item, history]``
        What is asked for.
    classes : sequence of slices
        Rows of *orders* in each priority class, the first served first.
    contracts : array, t, ``[order, item, 1 or history]``, optional
        Planned volume of each order; up to it an order goes before anybody's extra.

    Returns
    -------
    array, t, ``[order, item, history]``
        What is shipped.

    Examples
    --------
    >>> demand = np.array([5.0, 40.0, 25.0, 30.0]).reshape(4, 1, 1)
    >>> stock = np.array([[60.0]])
    >>> ration(stock, demand, [slice(i, i + 1) for i in range(4)]).ravel().tolist()
    [5.0, 40.0, 15.0, 0.0]
    >>> ration(stock, demand, [slice(0, 4)]).ravel().tolist()
    [3.0, 24.0, 15.0, 18.0]
    """
    shipped = np.empty_like(orders)
    left = stock.copy()
    for rows in classes:
        asked = orders[rows]
        if contracts is None:
            granted = pro_rata(left, asked)
        else:
            granted = pro_rata(left, np.minimum(asked, contracts[rows]))
            rest = np.maximum(left - np.add.reduce(granted, axis=0), 0.0)
            granted += pro_rata(rest, asked - granted)
        shipped[rows] = granted
        left -= np.add.reduce(granted, axis=0)
        np.maximum(left, 0.0, out=left)
    return shipped

"""How a seller that is short shares out what it has."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


def ration(
    stock: F64,
    orders: F64,
    classes: Sequence[slice],
    contracts: F64 | None = None,
) -> F64:
    """Serve strictly by class, and within a class the contract volumes before the rest.

    Within a class, and there within contracts and within the rest, orders are served in
    proportion to their size.

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
    if len(orders) == 1:
        return np.minimum(orders, stock)
    shipped = np.empty_like(orders)
    left = stock
    for rows in classes:
        asked = orders[rows]
        total = np.add.reduce(asked, axis=0)
        if not (total > left).any():
            shipped[rows] = asked
        elif contracts is None:
            shipped[rows] = _pro_rata(left, asked)
        else:
            first = np.minimum(asked, contracts[rows])
            extra = asked - first
            first = _pro_rata(left, first)
            rest = np.maximum(left - np.add.reduce(first, axis=0), 0.0)
            first += _pro_rata(rest, extra)
            # Where there is enough, all is shipped, to the last bit.
            shipped[rows] = np.where(total > left, first, asked)
        left = np.maximum(left - np.add.reduce(shipped[rows], axis=0), 0.0)
    return shipped


def _pro_rata(stock: F64, orders: F64) -> F64:
    """Serve orders in proportion to their size."""
    asked = np.add.reduce(orders, axis=0)
    ratio = np.ones_like(asked)
    np.divide(stock, asked, out=ratio, where=asked > stock)
    return np.asarray(orders * ratio)

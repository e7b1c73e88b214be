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
        if contracts is None:
            shipped[rows], left = _pro_rata(left, asked)
            continue
        first = np.minimum(asked, contracts[rows])
        extra = asked - first
        first, left = _pro_rata(left, first)
        extra, left = _pro_rata(left, extra)
        np.add(first, extra, out=shipped[rows])
    if contracts is not None:
        # Contract and extra need not add up to the order to the bit: in full means in full.
        np.copyto(shipped, orders, where=np.add.reduce(orders, axis=0) <= stock)
    return shipped


def _pro_rata(stock: F64, orders: F64) -> tuple[F64, F64]:
    """Serve orders in proportion; give what is shipped and what is left."""
    asked = np.add.reduce(orders, axis=0)
    if not (asked > stock).any():
        return orders, np.maximum(stock - asked, 0.0)
    ratio = np.ones_like(asked)
    np.divide(stock, asked, out=ratio, where=asked > stock)
    shipped = orders * ratio
    return shipped, np.maximum(stock - asked * ratio, 0.0)

"""How a seller that is short shares out what it has."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]

NOTHING = 1e-200
"""Less than anybody asks for, t; stands for 0 where it would divide."""


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
    stock : array, t, ``[item, replication]``
        What there is.
    orders : array, t, ``[order, item, replication]``
        What is asked for.
    classes : sequence of slices
        Rows of *orders* in each priority class, the first served first.
    contracts : array, t, ``[order, item, 1 or replication]``, optional
        Planned volume of each order; up to it an order goes before anybody's extra.

    Returns
    -------
    array, t, ``[order, item, replication]``
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
        asked, granted = orders[rows], shipped[rows]
        total = np.add.reduce(asked, axis=0)
        if not (total > left).any():
            granted[...] = asked
        elif contracts is None:
            np.multiply(asked, _ratio(left, total), out=granted)
        else:
            first = np.minimum(asked, contracts[rows])
            firsts = np.add.reduce(first, axis=0)
            # Written so that an order that is served whole is served to the last bit.
            rest = _ratio(np.maximum(left - firsts, 0.0), total - firsts)
            np.copyto(rest, 1.0, where=total <= left)
            np.multiply(asked, rest, out=granted)
            first *= _ratio(left, firsts) - rest
            granted += first
            np.minimum(granted, asked, out=granted)
        left = np.maximum(left - total, 0.0)
    return shipped


def _ratio(stock: F64, asked: F64) -> F64:
    """Give the part of what is asked that the stock covers, at most 1."""
    ratio = np.maximum(asked, NOTHING)
    np.divide(stock, ratio, out=ratio)
    return np.minimum(ratio, 1.0, out=ratio)

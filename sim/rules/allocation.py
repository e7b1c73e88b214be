"""How a seller that is short shares out what it has."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Classes = Sequence[slice | NDArray[np.intp]]
"""Rows in each priority class, the first served first."""

NOTHING = 1e-200
"""Less than anybody asks for, t; stands for 0 where it would divide."""


def ration(
    stock: F64,
    orders: F64,
    classes: Classes,
    claims: Sequence[F64] = (),
) -> F64:
    """Serve strictly by class, and within a class what has a claim before the rest.

    Within a class, and there within each claim and within the rest, orders are served in proportion
    to their size.

    Parameters
    ----------
    stock : array, t, ``[item, replication]``
        What there is.
    orders : array, t, ``[order, item, replication]``
        What is asked for.
    classes : sequence of slices or arrays of int
        Rows of *orders* in each priority class, the first served first.
    claims : sequence of array, t, ``[order, item, 1 or replication]``
        Volumes of each order up to which it comes first: up to the first before anything else, then
        up to the second, and so on.

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

    Who asks for 40 to fill a shelf, and needs 5, does not come before who needs all it asks for:

    >>> orders, needs = np.array([[40.0], [15.0]])[..., None], np.array([[5.0], [15.0]])[..., None]
    >>> ration(np.array([[22.0]]), orders, [slice(0, 2)], [needs]).ravel().tolist()
    [7.0, 15.0]
    """
    if len(orders) == 1:
        return np.minimum(orders, stock)
    shipped = np.empty_like(orders)
    left = stock
    for rows in classes:
        asked = orders[rows]
        total = np.add.reduce(asked, axis=0)
        enough = total <= left
        if enough.all():
            shipped[rows] = asked
        else:
            granted = _by_claim(left, asked, [claim[rows] for claim in claims])
            # What is served whole is served to the last bit.
            np.copyto(granted, asked, where=enough)
            shipped[rows] = granted
        left = np.maximum(left - total, 0.0)
    return shipped


def ration_by_value(stock: F64, orders: F64, values: F64) -> F64:
    """Serve strictly by falling value, and who is of equal value in proportion to its order.

    Parameters
    ----------
    stock : array, t, ``[item, replication]``
        What there is.
    orders : array, t, ``[order, item, replication]``
        What is asked for.
    values : array, ``[order, 1 or replication]``
        What a tonne is worth to each.

    Returns
    -------
    array, t, ``[order, item, replication]``
        What is shipped.

    Examples
    --------
    >>> orders = np.array([2.0, 2.0, 2.0]).reshape(3, 1, 1)
    >>> ration_by_value(np.array([[3.0]]), orders, np.array([[1.0], [5.0], [1.0]])).ravel().tolist()
    [0.5, 2.0, 0.5]
    """
    shipped, by = np.empty_like(orders), values[:, None]
    for row, value in enumerate(by):
        before = np.add.reduce(np.where(by > value, orders, 0.0), axis=0)
        alike = np.add.reduce(np.where(by == value, orders, 0.0), axis=0)
        left = np.maximum(stock - before, 0.0)
        part = np.where(alike <= left, 1.0, _ratio(left, alike))
        np.multiply(orders[row], part, out=shipped[row])
    return shipped


def _by_claim(left: F64, asked: F64, claims: Sequence[F64]) -> F64:
    """Share out what is left, claim by claim, and then in proportion to the rest."""
    parts = chain((np.minimum(asked, claim) for claim in claims), [asked])
    reached = np.maximum(next(parts), 0.0)
    claimed = np.add.reduce(reached, axis=0)
    granted: F64 = reached * _ratio(left, claimed)
    for upto in parts:
        left = np.maximum(left - claimed, 0.0)
        if not left.any():
            break
        part = upto - reached
        np.maximum(part, 0.0, out=part)
        claimed = np.add.reduce(part, axis=0)
        part *= _ratio(left, claimed)
        granted += part
        reached = np.maximum(upto, reached)
    return np.minimum(granted, asked, out=granted)


def _ratio(stock: F64, asked: F64) -> F64:
    """Give the part of what is asked that the stock covers, at most 1."""
    ratio = np.maximum(asked, NOTHING)
    np.divide(stock, ratio, out=ratio)
    return np.minimum(ratio, 1.0, out=ratio)

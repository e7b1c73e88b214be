"""What a stockpile aims at, can pay for, and can bring to its members in time."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


def planned_stock(day: float, first: float, last: float, opening: F64, target: F64) -> F64:
    """Give the stock that a programme of purchases plans for a day.

    Parameters
    ----------
    day, first, last : float
        Today, the day of the first order, and the day by which all is ordered.
    opening, target : array, t, ``[item, 1 or replication]``
        Stock before and after.

    Returns
    -------
    array, t, ``[item, 1 or replication]``
        A straight line from the opening stock on the day before *first* to the target on *last*.

    Examples
    --------
    >>> opening, target = np.array([[10.0]]), np.array([[30.0]])
    >>> [planned_stock(d, 0, 9, opening, target).item() for d in (-1, 0, 4, 9, 20)]
    [10.0, 12.0, 20.0, 30.0, 30.0]
    """
    if day < first:
        return opening
    if day >= last:
        return target
    share = (day - first + 1.0) / (last - first + 1.0)
    return opening + share * (target - opening)


def affordable(need: F64, price: F64, left: F64) -> F64:
    """Cut orders to what money is left, all items alike.

    Parameters
    ----------
    need : array, t, ``[item, replication]``
    price : array, USD/t, ``[item, 1 or replication]``
    left : array, million USD, ``[1 or replication]``
        What may be spent.

    Returns
    -------
    array, t, ``[item, replication]``

    Examples
    --------
    >>> affordable(np.array([[4.0], [1.0]]), np.array([[1e6], [4e6]]), np.array([2.0])).tolist()
    [[1.0], [0.25]]
    """
    cost = np.add.reduce(need * price, axis=0) / 1e6
    part = np.divide(
        np.maximum(left, 0.0), cost, out=np.ones(cost.shape), where=cost > np.maximum(left, 0.0)
    )
    return np.asarray(need * part)


def over_use(amount: F64, use: F64, unused: float = np.inf) -> F64:
    """Give an amount over what is used of it, and something else where nothing is.

    Parameters
    ----------
    amount, use : array, t or t a day, ``[1 or replication]``
    unused : float
        What stands where use is 0.

    Examples
    --------
    >>> over_use(np.array([6.0, 6.0]), np.array([2.0, 0.0])).tolist()
    [3.0, inf]
    """
    part = np.full(np.broadcast(amount, use).shape, unused)
    np.divide(amount, use, out=part, where=use > 0.0)
    return part


def usable_days(stock_days: F64, conversion: F64, rate_days: F64, over_days: F64) -> F64:
    """Give the days of members' use that a stock can bring to them within a time.

    Parameters
    ----------
    stock_days : array, days, ``[replication]``
        The stock over the members' use of a day in the form held.
    conversion : array, ``[1 or replication]``
        What can be converted in a day over the members' use of a day; inf for what needs none.
    rate_days : array, ``[1 or replication]``
        What may be released in a day over the members' use of a day; inf without a limit.
    over_days : array, days, ``[1 or replication]``
        The time.

    Examples
    --------
    >>> one, never = np.array([1.0]), np.array([np.inf])
    >>> round(usable_days(60 * one, 0.1 * one, never, 106 * one).item(), 3)
    10.6
    >>> usable_days(60 * one, never, never, 106 * one).item()
    60.0
    """
    return np.asarray(np.minimum(stock_days, np.minimum(conversion, rate_days) * over_days))


def ranked(values: Sequence[float]) -> tuple[NDArray[np.intp], list[slice]]:
    """Order rows by falling value; equal values make one class.

    Returns
    -------
    order : array of int, ``[row]``
        Rows, the highest value first, those of equal value as they stand.
    classes : list of slices
        Places in *order* of each class.

    Examples
    --------
    >>> order, classes = ranked([1.0, 3.0, 1.0])
    >>> order.tolist(), classes
    ([1, 0, 2], [slice(0, 1, None), slice(1, 3, None)])
    """
    order = np.argsort(-np.asarray(values, dtype=float), kind="stable")
    sorted_values = [values[row] for row in order]
    starts = [k for k, v in enumerate(sorted_values) if k == 0 or v != sorted_values[k - 1]]
    ends = [*starts[1:], len(sorted_values)]
    return order, [slice(first, last) for first, last in zip(starts, ends, strict=True)]

"""What a stockpile costs those who pay for it, from its books."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

F64 = NDArray[np.float64]


SINGLE = 1e-6
"""Part of an amount below which a difference is the rounding of single precision."""


def payback_day(loan: ArrayLike) -> F64:
    """Give the first day from which nothing is owed until the end.

    Parameters
    ----------
    loan : array, million USD, ``[day, history]``
        Owed at the end of the day.

    Returns
    -------
    array, day, ``[history]``
        ``inf`` where something is still owed on the last day, 0 where nothing ever was.

    Examples
    --------
    >>> payback_day([[1.0, 1.0, 0.0], [0.0, 2.0, 0.0], [0.0, 2.0, 0.0]]).tolist()
    [1.0, inf, 0.0]
    """
    owes = np.asarray(loan) > 0.0
    days = len(owes)
    last = days - 1 - np.argmax(owes[::-1], axis=0)
    day = np.where(owes[-1], np.inf, last + 1.0)
    return np.where(owes.any(axis=0), day, 0.0)


def largest_paper_loss(unrealised: ArrayLike) -> tuple[F64, F64]:
    """Give the largest loss on paper, and the first day of it.

    Parameters
    ----------
    unrealised : array, million USD, ``[day, history]``
        Inventory marked to market less its cost, at the end of the day.

    Returns
    -------
    array, million USD, ``[history]``
        0 or more.
    array, day, ``[history]``
        ``inf`` where there is no loss.

    Examples
    --------
    >>> loss, day = largest_paper_loss([[1.0, 0.0], [-3.0, 0.0], [-2.0, 5.0]])
    >>> loss.tolist(), day.tolist()
    ([3.0, 0.0], [1.0, inf])
    """
    series = np.asarray(unrealised, dtype=np.float64)
    loss = np.maximum(-series.min(axis=0), 0.0)
    return loss, np.where(loss > 0.0, series.argmin(axis=0), np.inf)


def loss_on_dear(bought: ArrayLike, paid: ArrayLike, stock: ArrayLike, price: ArrayLike) -> F64:
    """Give the loss, at the last prices, on what was bought above them and is still held.

    Purchases of a month count at their mean price. What has left is taken from all purchases
    alike, as the mean cost of the books does.

    Parameters
    ----------
    bought : array, t, ``[month, item, history]``
        Bought in the month.
    paid : array, million USD, ``[month, item, history]``
        Paid for it.
    stock : array, t, ``[item, history]``
        Held at the end.
    price : array, USD per kg as held, ``[item, history]``
        At the end.

    Returns
    -------
    array, million USD, ``[history]``

    Examples
    --------
    Ten tonnes at 90 and ten at 40 USD/kg, of which half is left when a kg costs 60:

    >>> tonnes, paid = [[[10.0]], [[10.0]]], [[[0.9]], [[0.4]]]
    >>> loss_on_dear(tonnes, paid, [[10.0]], [[60.0]]).round(3).tolist()
    [0.15]
    """
    bought, stock = np.asarray(bought, np.float64), np.asarray(stock, np.float64)
    value = bought * (np.asarray(price, np.float64) / 1e3)
    paid = np.asarray(paid, np.float64)
    above = paid - value
    dear = np.where(above > SINGLE * paid, above, 0.0)
    total = _added(bought)
    kept = np.divide(stock, total, out=np.zeros_like(stock), where=total > 0.0)
    return _added(_added(dear) * np.minimum(kept, 1.0))


def _added(table: F64) -> F64:
    """Add up the first axis, one after the other."""
    found: F64 = np.add.reduce(table, axis=0)
    return found

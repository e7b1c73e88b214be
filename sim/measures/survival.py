"""When a shortage begins after a disruption's onset, and when it is over.

Days are numbers of days from the start of the run; ``inf`` means never within the run. An onset
that is ``nan`` or ``inf`` is a disruption that does not happen: no shortage is its doing.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

F64 = NDArray[np.float64]


ROUNDING = 1e-6
"""Part of a day's demand that fill rates are rounded by: they are stored in single precision."""


def first_short_day(fill: F64, onset: ArrayLike, short_below: float, lost: float = 0.0) -> F64:
    """Find the first day with ``fill < short_below`` by which enough is lost since *onset*.

    Parameters
    ----------
    fill : array, 1, ``[day, ..., history]``
        Fill rate of each day.
    onset : array, day, ``[history*]``
        First day of the disruption.
    short_below : float, 1
        Threshold under which a day is short.
    lost : float, days
        Days of demand not served since the onset, that day's included: ``sum of (1 - fill)``.

    Returns
    -------
    array, day, ``[..., history]``
        ``inf`` where no such day is short.

    Examples
    --------
    >>> fill = np.array([[0.5], [1.0], [0.9], [0.2]])
    >>> first_short_day(fill, 1, 0.99).tolist(), first_short_day(fill, 1, 0.99, 0.5).tolist()
    ([2.0], [3.0])
    """
    after = _days(fill) >= np.asarray(onset, dtype=np.float64)
    short = (fill < short_below) & after
    if lost > 0.0:
        short &= np.cumsum(np.where(after, 1.0 - fill, 0.0), axis=0) >= lost - ROUNDING
    return _first(short)


def first_stop_day(fill: F64, onset: ArrayLike, part: float) -> F64:
    """Find the first day from *onset* on at which a further part of demand or more stands still.

    Further than on the day before the onset: what something else stopped by then is not counted.

    Parameters
    ----------
    fill : array, 1, ``[day, ..., history]``
        Fill rate of each day; the rest stands still.
    onset : array, day, ``[history*]``
        First day of the disruption.
    part : float, 1

    Returns
    -------
    array, day, ``[..., history]``
        ``inf`` where so much never does.

    Examples
    --------
    >>> fill = np.array([[0.5], [1.0], [0.9], [0.2]])
    >>> first_stop_day(fill, 2, 0.1).tolist(), first_stop_day(fill, 2, 0.5).tolist()
    ([2.0], [3.0])
    >>> first_stop_day(fill, 3, 0.7).tolist(), first_stop_day(fill, 3, 0.8).tolist()
    ([3.0], [inf])
    """
    onset = np.asarray(onset, dtype=np.float64)
    further = _day_before(fill, onset) - fill >= part - ROUNDING
    return _first(further & (_days(fill) >= onset))


def time_to_survive(first_short: F64, onset: ArrayLike) -> F64:
    """Give the days from onset to the first short day: ``first_short - onset``.

    Parameters
    ----------
    first_short : array, day, ``[..., history]``
        Of :func:`first_short_day`.
    onset : array, day, ``[history*]``
        First day of the disruption.

    Returns
    -------
    array, days, ``[..., history]``
        ``inf`` where no day is short.
    """
    onset = np.nan_to_num(np.asarray(onset, dtype=np.float64), nan=0.0, posinf=0.0)
    days: F64 = first_short - onset
    return days


def time_to_recover(fill: F64, end: ArrayLike, up_above: float, days: int) -> F64:
    """Give the days from the disruption's end until the fill rate is back for good.

    Back for good is the first day at or after *end* from which ``fill >= up_above`` holds for
    *days* days running, all of them within the run; the wait to confirm it does not count, so a
    group that is never hurt has 0.

    Parameters
    ----------
    fill : array, 1, ``[day, ..., history]``
        Fill rate of each day.
    end : array, day, ``[history*]``
        First day after the disruption; ``inf`` where it does not end, ``nan`` where it does not
        happen (then there is nothing to recover from: 0).
    up_above : float, 1
        Recovery threshold.
    days : int, days
        How long it must hold.

    Returns
    -------
    array, days, ``[..., history]``
        ``inf`` where it does not recover within the run.
    """
    end = np.asarray(end, dtype=np.float64)
    above = np.cumsum(fill >= up_above, axis=0, dtype=np.int32)
    held = np.zeros(fill.shape, dtype=bool)
    last = fill.shape[0] - days  # last day a full window can begin
    if last >= 0:
        before = np.concatenate([np.zeros_like(above[:1]), above[:last]])
        held[: last + 1] = above[days - 1 :] - before == days
    recovered = _first(held & (_days(fill) >= end))
    waited = recovered - np.where(np.isfinite(end), end, 0.0)
    return np.where(np.isnan(end), 0.0, np.maximum(waited, 0.0))


def _day_before(fill: F64, onset: F64) -> F64:
    """Give the fill rate of the day before *onset*, ``[..., history]``; 1 on a day not given."""
    day = np.broadcast_to(onset - 1.0, fill.shape[1:])
    given = (day >= 0.0) & (day < fill.shape[0])
    at = np.where(given, day, 0.0).astype(np.intp)
    return np.where(given, np.take_along_axis(fill, at[np.newaxis], axis=0)[0], 1.0)


def _days(fill: F64) -> F64:
    """Number the days, shaped as *fill*."""
    return np.arange(fill.shape[0], dtype=np.float64).reshape(-1, *[1] * (fill.ndim - 1))


def _first(hit: NDArray[np.bool_]) -> F64:
    """Give the first day that is hit, ``inf`` where none is."""
    return np.where(hit.any(axis=0), hit.argmax(axis=0).astype(np.float64), np.inf)

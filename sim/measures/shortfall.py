"""How much demand is not served on its day, in days and in tonnes.

A day's fill rate is served over demand; what is served later counts as caught up, never as
negative shortfall. A group's rate is the sum of served over the sum of demand of its members,
never a mean of their rates: sum the tonnes first.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

F64 = NDArray[np.float64]
Bool = NDArray[np.bool_]


def fill_rate(demand: ArrayLike, served: ArrayLike) -> F64:
    """Give the share of demand that is served: ``served / demand``, 1 where demand is 0.

    Parameters
    ----------
    demand : array, t, ``[day, ..., history*]``
        Demand; its history axis may have length one.
    served : array, t, ``[day, ..., history]``
        Part of that demand served on the day.

    Returns
    -------
    array, 1, ``[day, ..., history]``

    Examples
    --------
    >>> fill_rate([10.0, 10.0, 0.0], [10.0, 4.0, 0.0]).tolist()
    [1.0, 0.4, 1.0]
    """
    demand, served = np.broadcast_arrays(
        np.asarray(demand, dtype=np.float64), np.asarray(served, dtype=np.float64)
    )
    fill: F64 = np.divide(served, demand, out=np.ones(served.shape), where=demand > 0.0)
    return fill


def daily_shortfall(fill: F64) -> F64:
    """Give the part of each day's demand not served on it: ``1 - fill``, days, as *fill*."""
    return 1.0 - fill


def cumulative(daily: F64) -> F64:
    """Add up daily values along the day axis, in the unit and shape of *daily*.

    The last row is :func:`total` to the bit.
    """
    return np.cumsum(daily, axis=0)


def total(daily: F64) -> F64:
    """Add up daily values over the days, in the unit of *daily*, ``[..., history]``.

    The days are added in their order whatever the number of histories: numpy adds a single
    history pairwise, which gives other bits than the same history has among others.
    """
    alone = daily[0].size == 1
    found: F64 = cumulative(daily)[-1] if alone else np.add.reduce(daily, axis=0)
    return found


def shortage(fill: F64) -> slice:
    """Give the days from the first to the last on which a history goes short, at least one day.

    Outside, every fill rate is 1: no shortfall, no line down, no short day.

    Parameters
    ----------
    fill : array, 1, ``[day, history]``
        Fill rate of each day.
    """
    days = np.flatnonzero(fill.min(axis=1) < 1.0)
    return slice(int(days[0]), int(days[-1]) + 1) if days.size else slice(0, 1)


def shortfall_days(fill: F64) -> F64:
    """Give the days of normal demand not served on time: ``sum over days of (1 - fill)``.

    Parameters
    ----------
    fill : array, 1, ``[day, ..., history]``
        Fill rate of each day.

    Returns
    -------
    array, days, ``[..., history]``
    """
    return total(daily_shortfall(fill))


def line_down(fill: F64, down_below: float, up_above: float) -> Bool:
    """Tell on which days a line is down, with hysteresis.

    It goes down on a day with ``fill < down_below`` and stays down until a day with
    ``fill >= up_above``, which counts as up; between the two thresholds it keeps its state. It is
    up before the first day.

    Parameters
    ----------
    fill : array, 1, ``[day, ..., history]``
        Fill rate of each day.
    down_below, up_above : float, 1
        Failure and recovery threshold, the first at most the second.

    Returns
    -------
    array of bool, ``[day, ..., history]``
    """
    days = np.arange(1, fill.shape[0] + 1, dtype=np.int32)
    days = days.reshape(-1, *[1] * (fill.ndim - 1))
    last_failed = np.maximum.accumulate(np.where(fill < down_below, days, 0), axis=0)
    last_regained = np.maximum.accumulate(np.where(fill >= up_above, days, 0), axis=0)
    return np.asarray(last_failed > last_regained)


def line_down_days(fill: F64, down_below: float, up_above: float) -> F64:
    """Count the days on which a line is down (:func:`line_down`), days, ``[..., history]``."""
    return np.asarray(line_down(fill, down_below, up_above).sum(axis=0), dtype=np.float64)


def backlog_days(backlog: ArrayLike, tolerance: float = 1e-9) -> F64:
    """Count the days that end with a backlog above *tolerance*.

    Parameters
    ----------
    backlog : array, t, ``[day, ..., history]``
        Unmet demand still waiting at the end of each day.
    tolerance : float, t
        What counts as none.

    Returns
    -------
    array, days, ``[..., history]``
    """
    return np.asarray((np.asarray(backlog) > tolerance).sum(axis=0), dtype=np.float64)


def lost_tonnes(unmet: ArrayLike, caught_up: ArrayLike) -> F64:
    """Give the production lost for good: ``max(0, unmet - caught_up)``, t, ``[..., history]``."""
    unmet = np.asarray(unmet, dtype=np.float64)
    lost: F64 = np.maximum(unmet - np.asarray(caught_up, dtype=np.float64), 0.0)
    return lost


def lost_days(shortfall: F64, unmet: ArrayLike, caught_up: ArrayLike) -> F64:
    """Give the shortfall days lost for good: ``shortfall * lost_tonnes / unmet``.

    Days differ in demand, so the days of what is caught up are those of the mean unmet tonne.

    Parameters
    ----------
    shortfall : array, days, ``[..., history]``
        Shortfall days over the run.
    unmet, caught_up : array, t, ``[..., history]``
        Demand not served on its day, and the part of it served later.

    Returns
    -------
    array, days, ``[..., history]``
    """
    unmet = np.asarray(unmet, dtype=np.float64)
    lost = lost_tonnes(unmet, caught_up)
    share: F64 = np.divide(lost, unmet, out=np.zeros(np.shape(lost)), where=unmet > 0.0)
    return shortfall * share


def net_lost_flow_days(flow: ArrayLike, normal: ArrayLike) -> F64:
    """Give the days of normal flow lost up to each day, net of what came in excess.

    ``sum over days of (1 - flow / normal)``, signed: a pulse after a stop takes days back. A day
    without normal flow counts as 0.

    Parameters
    ----------
    flow, normal : array, t a day, ``[day, ..., history*]``
        Recorded and undisturbed flow.

    Returns
    -------
    array, days, ``[day, ..., history]``

    Examples
    --------
    >>> net_lost_flow_days([0.0, 0.5, 2.0], [1.0, 1.0, 1.0]).tolist()
    [1.0, 1.5, 0.5]
    """
    return cumulative(1.0 - fill_rate(normal, flow))

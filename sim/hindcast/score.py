"""How near a simulated monthly series comes to a recorded one: pure functions on arrays.

A month that is not recorded is ``nan``.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.measures import net_lost_flow_days

F64 = NDArray[np.float64]

MONTH_DAYS = 30.4375
"""Days of a mean month."""


def wape(simulated: F64, recorded: F64) -> float:
    """Give the weighted absolute percentage error: ``sum |simulated - recorded| / sum recorded``.

    Parameters
    ----------
    simulated, recorded : array, t a month, ``[month]``
        Months that are not recorded do not count.

    Returns
    -------
    float, 1
        ``nan`` where nothing is recorded, or only noughts.

    Examples
    --------
    >>> wape(np.array([9.0, 5.0, 7.0]), np.array([10.0, 4.0, np.nan]))
    0.14285714285714285
    """
    known = ~np.isnan(recorded)
    total = float(recorded[known].sum())
    return float(np.abs(simulated - recorded)[known].sum()) / total if total > 0 else np.nan


def lost_days(flow: ArrayLike, normal: ArrayLike) -> F64:
    """Give the days of normal flow lost up to each month's end, net of what came in excess.

    ``sum over months of 30.4375 * (1 - flow / normal)``.

    Parameters
    ----------
    flow : array, t a month, ``[month, ...]``
        From the first month that counts on.
    normal : array, t a month, ``[...]``
        Normal flow.

    Returns
    -------
    array, days, ``[month, ...]``
        ``nan`` from the first month on that is not known.

    Examples
    --------
    >>> lost_days([0.0, 1.0, 2.0], 1.0).tolist()
    [30.4375, 30.4375, 0.0]
    """
    return MONTH_DAYS * net_lost_flow_days(flow, normal)


def bridged(recorded: F64, totals: list[tuple[int, int, float]]) -> tuple[F64, NDArray[np.bool_]]:
    """Fill gaps of which only the total is known with its mean.

    Parameters
    ----------
    recorded : array, t a month, ``[month]``
    totals : list of (int, int, float)
        First and last month, by position, and the sum over them, t.

    Returns
    -------
    array, t a month, ``[month]``
        The series without the gaps that a total fits exactly.
    array of bool, ``[month]``
        Months whose end the totals tell nothing of: all of a gap but its last.
    """
    filled, inside = recorded.copy(), np.zeros(len(recorded), dtype=bool)
    for first, last, total in totals:
        if first < 0 or last >= len(recorded):
            continue
        if np.isnan(recorded[first : last + 1]).all():
            filled[first : last + 1] = total / (last + 1 - first)
            inside[first:last] = True
    return filled, inside


def trough(recorded: F64) -> int:
    """Find the lowest recorded month."""
    return int(np.nanargmin(recorded))


def rebound(recorded: F64, low: int) -> int | None:
    """Find the highest recorded month after the lowest; none if none is recorded."""
    after = recorded[low + 1 :]
    return None if np.isnan(after).all() else low + 1 + int(np.nanargmax(after))

"""How an authority works through what waits, and what becomes of licences."""

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


def decided_share(ready: F64, capacity: F64) -> F64:
    """Give the share of what is ready that is decided today.

    What waits in a capacity pool is decided pro rata, oldest and newest alike, up to its capacity.

    Parameters
    ----------
    ready : array, t, ``[pool, replication]``
        Ready to be decided.
    capacity : array, t a day, ``[pool, replication]``
        Most that is decided; inf for no limit.

    Returns
    -------
    array, 0 to 1, ``[pool, replication]``

    Examples
    --------
    >>> decided_share(np.array([[40.0], [5.0], [0.0]]), np.array([[10.0], [10.0], [0.0]])).ravel()
    array([0.25, 1.  , 1.  ])
    """
    limited = ready > capacity
    return np.divide(capacity, ready, out=np.ones_like(ready), where=limited)


def expired(due: F64, gone: F64) -> F64:
    """Give the licensed tonnes that end unused, the oldest being used first.

    Parameters
    ----------
    due : array, t, ``[flow, replication]``
        All that was ever granted and must be used by now.
    gone : array, t, ``[flow, replication]``
        All that was ever used or has expired.
    """
    return np.maximum(due - gone, 0.0)


def renewed_from(ended: F64, decision_days: F64, ahead_days: F64) -> F64:
    """Give the day from which a general licence passes goods again.

    Parameters
    ----------
    ended : array, days
        Day on which the last one ended.
    decision_days : array, days
        From the application to the decision.
    ahead_days : array, days
        By which the application was filed before the end.
    """
    return ended + np.maximum(decision_days - ahead_days, 0.0)

"""What of a seller's goods a buyer may use that must use nothing of a place."""

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]

TRACE = 0.001
"""Share that counts as none, of what was in the place and of what was not: a stock that mixes
perfectly never quite loses what was in it once (assumption)."""


def allowed_part(share: F64, apart: Mask, threshold: float) -> F64:
    """Give the part of each seller's goods that may be used.

    A seller that keeps batches apart makes some of what is free of the place, as much as it has of
    the element that is least so, and blends in what the threshold allows. Of one that mixes all may
    be used, or nothing.

    Parameters
    ----------
    share : array, 0 to 1, ``[seller, item, element, 1 or replication]``
        Part of each element in the goods that was in the place; 0 of what they do not hold.
    apart : array of bool, ``[seller]``
        Who keeps batches apart.
    threshold : float
        Share that may have been there.

    Returns
    -------
    array, 0 to 1, ``[seller, item, 1 or replication]``

    Examples
    --------
    >>> share = np.array([0.0, 0.25, 1.0]).reshape(3, 1, 1, 1)
    >>> allowed_part(share, np.full(3, True), 0.0).ravel().tolist()
    [1.0, 0.75, 0.0]
    >>> allowed_part(share, np.full(3, False), 0.25).ravel().tolist()
    [1.0, 1.0, 0.0]
    """
    most = np.maximum.reduce(share, axis=2, initial=0.0)
    free = np.minimum((1.0 - most) / max(1.0 - threshold, TRACE), 1.0)
    whole = most <= threshold + TRACE
    part = np.where(whole | (free >= 1.0 - TRACE), 1.0, np.where(free <= TRACE, 0.0, free))
    return np.where(apart[:, None, None], part, whole.astype(float))

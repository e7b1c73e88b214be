"""When a step of a project is done, with what lengthens it on the way."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


class Hold(NamedTuple):
    """What lengthens a step that is under way while it is in force, ``[1 or replication]`` each."""

    start: F64
    """First day in force; nan where there is none."""
    end: F64
    """First day no longer in force; inf where it stays."""
    days: F64
    """Days by which the step takes longer, once; nan means that it stands still meanwhile."""


def done(start: F64, days: F64, holds: Sequence[Hold]) -> F64:
    """Give the day on which a step is done.

    A step is hit if it is under way on a day in force, or begins on one. What lengthens it may keep
    it under way until something else hits it, too.

    Parameters
    ----------
    start : array, days, ``[1 or replication]``
        Day on which it begins.
    days : array, days, ``[1 or replication]``
        Days that it takes of itself.
    holds : sequence of Hold

    Returns
    -------
    array, days, ``[1 or replication]``

    Examples
    --------
    >>> day = np.array([100.0])
    >>> done(day, day, [Hold(day + 50.0, day + 60.0, np.array([30.0]))])
    array([230.])
    >>> done(day, day, [Hold(day + 50.0, day + 60.0, day * np.nan)])
    array([210.])
    """
    end, stood = start + days, np.full(1, -np.inf)
    for hold in _in_order(holds):
        under_way = (start < hold.end) & ((end > hold.start) | (start >= hold.start))
        stands = under_way & np.isnan(hold.days)
        since = np.maximum(np.maximum(hold.start, start), stood)
        longer = np.where(stands, np.maximum(hold.end - since, 0.0), hold.days)
        stood = np.where(stands, np.maximum(stood, hold.end), stood)
        end = end + np.where(under_way, longer, 0.0)
    return end


def _in_order(holds: Sequence[Hold]) -> Sequence[Hold]:
    """Sort by the first day in force, in each replication by itself."""
    if len(holds) < 2:
        return holds
    tables = [np.stack(np.broadcast_arrays(*table)) for table in zip(*holds, strict=True)]
    width = max(table.shape[1] for table in tables)
    tables = [np.broadcast_to(table, (len(holds), width)) for table in tables]
    order = np.argsort(tables[0], axis=0, kind="stable")  # nan, for never, comes last
    in_order = [np.take_along_axis(table, order, axis=0) for table in tables]
    return [Hold(*rows) for rows in zip(*in_order, strict=True)]

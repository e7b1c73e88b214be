"""Time in which a project stands still: what is not done by then is done that much later."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


class Standstill(NamedTuple):
    """When time is lost, earliest first, and how much of it, ``[time, 1 or replication]`` each."""

    strikes: F64
    """Day from which it is lost; nan, which comes last, where none is."""
    days: F64
    """Days lost; below 0 what is gained of those lost before."""

    @classmethod
    def of(cls, slips: Sequence[tuple[F64, F64]]) -> "Standstill":
        """Put slips together, each a day and the days lost, ``[1 or replication]``.

        What is gained makes up for what was lost before, and brings nothing forward.
        """
        width = max(table.shape[-1] for slip in slips for table in slip)
        tables = [[np.broadcast_to(table, (width,)) for table in slip] for slip in slips]
        strikes, days = (np.stack(rows) for rows in zip(*tables, strict=True))
        order = np.argsort(strikes, axis=0, kind="stable")
        strikes, days = (np.take_along_axis(table, order, axis=0) for table in (strikes, days))
        lost = np.maximum(np.cumsum(np.where(np.isnan(strikes), 0.0, days), axis=0), 0.0)
        return cls(strikes, np.diff(lost, axis=0, prepend=0.0))

    def later(self, day: F64) -> F64:
        """Give the day on which happens what would, with no time lost, on a day.

        Examples
        --------
        >>> lost = Standstill.of([(np.array([10.0]), np.array([5.0]))])
        >>> lost.later(np.array([10.0])), lost.later(np.array([11.0]))
        (array([10.]), array([16.]))
        """
        for strike, lost in zip(self.strikes, self.days, strict=True):
            day = np.where(day > strike, np.maximum(day + lost, strike), day)
        return day

    def without(self, day: F64) -> F64:
        """Give the day that a day would be with no time lost: the other way round.

        Examples
        --------
        >>> lost = Standstill.of([(np.array([10.0]), np.array([5.0]))])
        >>> lost.without(np.array([16.0])), lost.without(np.array([12.0]))
        (array([11.]), array([10.]))
        """
        for strike, lost in zip(self.strikes[::-1], self.days[::-1], strict=True):
            day = np.where(day > strike, np.maximum(day - lost, strike), day)
        return day

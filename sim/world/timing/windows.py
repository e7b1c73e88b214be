"""Windows: the times in which something is in force, in every replication."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Windows:
    """The windows of each replication, one after the other; none opens before the last has closed.

    Parameters
    ----------
    width : int
        Number of replications.

    Attributes
    ----------
    starts, ends : array, days, ``[occurrence, replication]``
        First day in force, and first day no longer; nan behind the last window of a replication.
        There is at least one row.
    """

    def __init__(self, width: int) -> None:
        self.starts, self.ends = np.full((2, 1, width), np.nan)
        self._count = np.zeros(width, dtype=np.intp)
        self._note_span()

    def add(self, windows: Iterable[tuple[F64, F64]]) -> None:
        """Put windows behind those that there are.

        Parameters
        ----------
        windows : iterable of (start, end), days, ``[replication]`` each
            nan where a replication has none.
        """
        for start, end in windows:
            (where,) = np.nonzero(~np.isnan(start))
            rows = self._count[where]
            if rows.max(initial=0) == len(self.starts):
                # Doubled, so that many that are added one by one are not copied each time.
                more = np.full_like(self.starts, np.nan)
                self.starts = np.concatenate([self.starts, more])
                self.ends = np.concatenate([self.ends, more])
            self.starts[rows, where], self.ends[rows, where] = start[where], end[where]
            self._count[where] += 1
        self._note_span()

    def _note_span(self) -> None:
        """Note from when to when each occurrence is in force anywhere: a day looks at few rows."""
        self._first, self._last = np.fmin.reduce(self.starts, 1), np.fmax.reduce(self.ends, 1)
        self._known: tuple[float, Mask] | None = None

    def near(self, day: float, after: float = 0.0) -> tuple[F64, F64]:
        """Give the occurrences that are in force somewhere, or ended less than some days ago.

        Returns
        -------
        starts, ends : array, days, ``[occurrence, replication]``
        """
        return self.near_days(day, day, after)

    def near_days(self, first: float, last: float, after: float = 0.0) -> tuple[F64, F64]:
        """Give those of which that holds on any of some days, the last of them included."""
        rows = (self._first <= last) & (first < self._last + after)
        return self.starts[rows], self.ends[rows]

    def are_near(self, first: float, last: float, after: float = 0.0) -> bool:
        """Tell whether there are any."""
        return bool(((self._first <= last) & (first < self._last + after)).any())

    def active(self, day: float) -> Mask:
        """Tell in which replications a window is open on a day, ``[replication]``.

        Many ask on the same day; the answer is not to be written to.
        """
        if self._known is None or self._known[0] != day:
            starts, ends = self.near(day)
            self._known = day, np.logical_or.reduce((starts <= day) & (day < ends), axis=0)
        return self._known[1]

    def begins(self, day: float) -> Mask:
        """Tell in which replications a window of days opens on a day, ``[replication]``."""
        opens = (self.starts == day) & (self.ends > day)
        return np.asarray(np.logical_or.reduce(opens, axis=0))

    def latest(self, day: float) -> F64:
        """Give the start of the last window that has opened by a day, ``[replication]``; or nan."""
        return np.asarray(np.fmax.reduce(np.where(self.starts <= day, self.starts, np.nan), axis=0))

    def is_over(self, day: float) -> Mask:
        """Tell where one has opened by a day and none is open then, ``[replication]``."""
        return np.asarray((self.starts[0] <= day) & ~self.active(day))

    @property
    def closed(self) -> F64:
        """First day after the last window, ``[replication]``; nan where there is none."""
        return np.asarray(np.fmax.reduce(self.ends, axis=0))

    def change_days(self) -> list[float]:
        """Give the days on which a window opens or closes in some replication, in order."""
        days = np.unique(np.concatenate([self.starts, self.ends]))
        return [float(day) for day in days[np.isfinite(days)]]

"""Quantities by week, of which only a few differ between replications."""

import numpy as np
from numpy.typing import NDArray

from sim.world.time.clock import PLANNING_DAYS

F64 = NDArray[np.float64]


def weeks_between(first_day: int, last_day: int) -> F64:
    """Give the first days of the weeks from one day to another."""
    return PLANNING_DAYS * np.arange(
        first_day // PLANNING_DAYS, last_day // PLANNING_DAYS + 1, dtype=float
    )


class Weekly:
    """A quantity of some facilities or consumers, week by week.

    Parameters
    ----------
    rows : list of array, ``[week, 1 or replication]``
        One for each of them.
    weeks : array, days, ``[week]``
        First days of the weeks.
    """

    def __init__(self, rows: list[F64], weeks: F64) -> None:
        self._first = int(weeks[0]) // PLANNING_DAYS
        self._same = np.zeros((len(weeks), len(rows), 1))
        self._random = {i: row for i, row in enumerate(rows) if row.shape[-1] > 1}
        for i, row in enumerate(rows):
            if i not in self._random:
                self._same[:, i] = row

    def put(self, i: int, row: F64) -> None:
        """Replace a row by another, ``[week, replication]``."""
        self._random[i] = row

    @property
    def is_random(self) -> bool:
        """Whether replications differ."""
        return bool(self._random)

    def at(self, day: float) -> F64:
        """Give the values of the week of a day, ``[row, 1 or replication]``."""
        week = min(max(int(day // PLANNING_DAYS) - self._first, 0), len(self._same) - 1)
        same: F64 = self._same[week]
        if not self._random:
            return same
        width = next(iter(self._random.values())).shape[-1]
        table = np.repeat(same, width, axis=1)
        for i, row in self._random.items():
            table[i] = row[week]
        return table

"""Which replication of which point each column of a world's arrays is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.world.chance.elsewhere import NOTHING, Elsewhere
from sim.world.state.state import BATCH

F64 = NDArray[np.float64]
Index = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Columns:
    """The columns of a world in which points of a design run side by side.

    Attributes
    ----------
    points : array of int, ``[column]``
        Point of each.
    numbers : array of int, ``[column]``
        Number of each one's replication, from 0.
    elsewhere : Elsewhere
        Which draws points take from other replications.
    """

    points: Index
    numbers: Index
    elsewhere: Elsewhere = NOTHING

    def __post_init__(self) -> None:
        """Make sure that there are whole batches."""
        if len(self.points) % BATCH:
            raise ValueError(f"{len(self.points)} columns must be a multiple of {BATCH}")

    @classmethod
    def side_by_side(cls, points: Sequence[int], numbers: range) -> "Columns":
        """Give the same replications of some points, one point after the other."""
        return cls.of_each(points, [numbers] * len(points))

    @classmethod
    def of_each(cls, points: Sequence[int], numbers: Sequence[Sequence[int]]) -> "Columns":
        """Give some replications of each point, one point after the other.

        The last column is repeated until a batch is whole.
        """
        each = np.repeat(np.asarray(points, dtype=np.intp), [len(some) for some in numbers])
        of_each = np.concatenate([np.asarray(some, dtype=np.intp) for some in numbers])
        filling = 0, -len(each) % BATCH
        return cls(np.pad(each, filling, mode="edge"), np.pad(of_each, filling, mode="edge"))

    def as_of(self, points: Sequence[int]) -> tuple["Columns", Index]:
        """Put columns that would be the same ones, were some points others, into one each.

        Parameters
        ----------
        points : sequence of int, ``[point]``
            Which point each is to be.

        Returns
        -------
        columns : Columns
        places : array of int, ``[column]``
            Place there of each column here.
        """
        pairs = np.stack([np.asarray(points, dtype=np.intp)[self.points], self.numbers])
        found, places = np.unique(pairs, axis=1, return_inverse=True)
        found = np.pad(found, ((0, 0), (0, -found.shape[1] % BATCH)), mode="edge")
        return Columns(found[0], found[1], self.elsewhere), places.reshape(-1)

    @property
    def first(self) -> int:
        """First replication of the batch that the lowest number is in."""
        return int(self.numbers.min()) // BATCH * BATCH

    @property
    def drawn(self) -> int:
        """How many replications are drawn, from the first one on: whole batches."""
        return (int(self.numbers.max()) // BATCH + 1) * BATCH - self.first

    def spread(self, drawn: F64) -> F64:
        """Give to each column what was drawn for its replication, ``[..., drawn]``."""
        return np.asarray(drawn[..., self._of_drawn])

    @cached_property
    def _of_drawn(self) -> Index:
        return self.numbers - self.first

    @cached_property
    def present(self) -> Index:
        """The points that there are, ascending, ``[point present]``."""
        return np.unique(self.points)

    def chosen(self, table: F64, rows: Index) -> F64:
        """Choose a row for each column by its point.

        Parameters
        ----------
        table : array, ``[row, 1 or column]``
        rows : array of int, ``[point present]``
            Row of each point that there is.

        Returns
        -------
        array, ``[column]``
        """
        row = rows[np.searchsorted(self.present, self.points)]
        wide = np.broadcast_to(table, (len(table), len(row)))
        return np.asarray(np.take_along_axis(wide, row[None], axis=0)[0])

"""Pools: what some facilities hold of a good, mixed, with the part of it of every label."""

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.world.provenance.cells import Cells, Rows
from sim.world.state.state import State

F64 = NDArray[np.float64]


class Pool:
    """The content of the stocks of some rows, ``[row, cell, label, replication]``, t.

    In a month all that comes in mixes with what was there, and what leaves is of the mixture: so
    content follows matter, whatever the stocks.

    Parameters
    ----------
    state : State
    name : str
        Name in the state.
    rows : int
    cells : Cells
    labels : int
        Number of labels; the first is everything.

    Attributes
    ----------
    unit : array
        Content of a tonne of the cell's item, of the mixture or, where there has been none since,
        of the one before.
    """

    DERIVED: ClassVar = {"mixed"}

    def __init__(self, state: State, name: str, rows: int, cells: Cells, labels: int) -> None:
        shape = rows, cells.count, labels
        self._cells = cells
        self.content = state.array(f"provenance.{name}.content", *shape)
        self.unit = state.array(f"provenance.{name}.unit", *shape)
        self.mixed = self.content

    def open(self, unit: F64, stock: F64) -> None:
        """Hold *stock*, t, ``[row, item, replication]``, of some content a tonne."""
        self.unit[...] = unit
        self.end(stock)

    def begin(self) -> None:
        """Begin a month with what is there."""
        self.mixed = self.content.copy()

    def add(self, rows: Rows, content: F64) -> None:
        """Add what comes in, t, ``[row, cell, label, replication]``; each row at most once."""
        self.mixed[rows] += content

    def mix(self, rows: slice) -> None:
        """Mix what some rows have had in the month, once all has come in."""
        mixed, unit = self.mixed[rows], self.unit[rows]
        whole = mixed[:, self._cells.whole, :1]
        some = whole > 0.0
        over = np.divide(1.0, whole, out=np.zeros_like(whole), where=some)
        if some.all():
            np.multiply(mixed, over, out=unit)
        else:
            np.copyto(unit, mixed * over, where=some)

    def leaving(self, rows: Rows, amount: F64) -> F64:
        """Give the content of what leaves some rows, t, ``[row, item, replication]``."""
        found: F64 = self.unit[rows] * amount[:, self._cells.item, None]
        return found

    def end(self, stock: F64) -> None:
        """End a month with *stock*, t, ``[row, item, replication]``, of the mixture."""
        np.multiply(self.unit, stock[:, self._cells.item, None], out=self.content)

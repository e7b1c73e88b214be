"""Lanes whose sellers keep batches apart for buyers with a rule of origin."""

import numpy as np
from numpy.typing import NDArray

from sim.rules.origin import told_apart
from sim.world.provenance.cells import Cells
from sim.world.provenance.labels import Labels
from sim.world.trade.lanes import Lanes

F64 = NDArray[np.float64]


class Apart:
    """What the lanes of such sellers carry, lane by lane.

    Parameters
    ----------
    lanes : Lanes
    labels : Labels
    cells : Cells
    """

    def __init__(self, lanes: Lanes, labels: Labels, cells: Cells) -> None:
        self._lanes, self._labels, self._cells = lanes, labels, cells

    @property
    def any(self) -> bool:
        """Whether anybody keeps anything apart."""
        return bool(self._lanes.ruled)

    def units(self, lanes: slice, unit: F64, sent: F64) -> dict[int, F64]:
        """Give the content of a tonne over each lane of a seller; none if all are alike.

        Parameters
        ----------
        lanes : slice
            Its lanes.
        unit : array, ``[cell, label, replication]``
            Content of a tonne of all that it sells.
        sent : array, t, ``[its lane, item, replication]``
            Sent in the month.
        """
        ruled = [lots for lots in self._lanes.ruled if lots.limits(lanes)]
        if not ruled:
            return {}
        cells, by_cell = self._cells, sent[:, self._cells.item]
        found = np.repeat(unit[None], len(sent), axis=0)
        part = np.divide(unit, unit[:, :1], out=np.zeros_like(unit), where=unit[:, :1] > 0.0)
        for label in range(1, unit.shape[1]):
            most = np.ones_like(by_cell)
            for lots in ruled:
                if self._labels.implied(lots.origin)[label]:
                    counted = lots.counted[lanes][:, cells.ordered]
                    most = np.where(counted, lots.threshold, most)
            if (most < 1.0).any():
                found[:, :, label] = unit[:, 0] * told_apart(part[:, label], by_cell, most)
        return dict(zip(range(lanes.start, lanes.stop), found, strict=True))

"""What sellers that keep batches apart may sell to buyers with a rule of origin."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.rules.allocation import Classes, ration
from sim.scenario.provenance import Origin

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]


class RuledLots:
    """The part of each seller's output that buyers under one rule may use, and share.

    It is a part of what a seller makes by plan, not of what it ships: what others do not buy today
    makes its batches no cleaner, and what it makes on order alone it makes of what it keeps apart.

    Parameters
    ----------
    origin : Origin
        What they may not use.
    threshold : float
        Share of it that they may use all the same.
    part : array, 0 to 1, ``[seller, item, 1 or replication]``
        Part that may be used.
    counted : array of bool, ``[lane, item, replication]``
        Lanes to buyers under the rule over which no more than that may leave.

    Attributes
    ----------
    origin, threshold, counted
        As given.
    """

    def __init__(self, origin: Origin, threshold: float, part: F64, counted: Mask) -> None:
        self.origin, self.threshold, self._part, self.counted = origin, threshold, part, counted

    def limits(self, lanes: slice) -> bool:
        """Tell whether anything is limited over a seller's lanes."""
        return bool(self.counted[lanes].any())

    def most(self, lanes: slice) -> F64:
        """Give the part of what lanes carry that may be of it, ``[lane, item, replication]``."""
        return np.where(self.counted[lanes], self.threshold, 1.0)

    def share_out(
        self,
        row: int,
        lanes: slice,
        orders: F64,
        output: F64,
        classes: Classes,
        claims: Sequence[F64],
    ) -> F64:
        """Give what of its orders a seller may ship today, t, ``[its lane, item, replication]``.

        Parameters
        ----------
        row : int
            The seller.
        lanes : slice
            Its lanes.
        orders : array, t, shaped as the result
        output : array, t, ``[item, 1 or replication]``
            What it makes by plan in the days for which it shares out.
        classes, claims
            Who comes first, as for :func:`~sim.rules.allocation.ration`.
        """
        counted = self.counted[lanes]
        most = np.where(output > 0.0, self._part[row] * output, np.inf)
        ruled = np.where(counted, orders, 0.0)
        most = np.broadcast_to(most, ruled.shape[1:])
        return np.where(counted, ration(most, ruled, classes, claims), orders)

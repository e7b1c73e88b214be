"""The way of matter through the plants of a block in a month."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import BY_GRADE
from sim.scenario.schema import Good
from sim.world.facility.converter import Plants
from sim.world.network.context import Context
from sim.world.provenance.good_flow import GoodFlow
from sim.world.provenance.labels import Labels
from sim.world.provenance.opening import Units
from sim.world.provenance.pool import Pool
from sim.world.provenance.since import Since

F64 = NDArray[np.float64]
ALL = slice(None)


class Work:
    """What the plants of a block have in process.

    Parameters
    ----------
    context : Context
    plants : Plants
    labels : Labels
    fed, sold : GoodFlow
        What they take in, None where no lane brings any; and what they make.
    left : GoodFlow or None
        Scrap that they sell.
    """

    def __init__(
        self,
        context: Context,
        plants: Plants,
        labels: Labels,
        fed: GoodFlow | None,
        sold: GoodFlow,
        left: GoodFlow | None,
    ) -> None:
        self._context, self._plants, self._labels = context, plants, labels
        self._fed, self._sold, self._left = fed, sold, left
        self.block, count = plants.block, len(plants.names)
        self.pool = Pool(context.state, f"{plants.block}.work", count, sold.cells, labels.count)
        self._started = Since(context.state, f"{plants.block}.started", plants.started)

    def open(self, units: Mapping[Good, Units]) -> None:
        """Begin with what is in process on the first day."""
        unit = units[self._sold.good].sold[self._plants.out_rows]
        self.pool.open(unit, self._plants.in_process)

    def makes(self, flow: GoodFlow) -> bool:
        """Tell whether this is where a good is made."""
        return flow is self._sold

    def read(self) -> None:
        """Read what was started in the month."""
        self._started.read()

    def run(self) -> None:
        """Follow what was drawn into work, and what was finished to what is for sale."""
        self.pool.begin()
        self.pool.add(ALL, self._labels.mark(self.block, ALL, self._drawn()))
        self.pool.mix(ALL)
        rows = self._plants.out_rows
        self._sold.sellers.add(rows, self.pool.leaving(ALL, self._sold.made[rows]))

    def leave(self) -> None:
        """Follow what was drawn and is left over to where it is for sale."""
        if self._left is None or self._fed is None:
            return
        rows = self._left.layout.seller_rows[self.block]
        content = self._fed.buyers.leaving(self._plants.in_rows, self._left.made[rows])
        self._left.sellers.add(rows, self._labels.mark(self.block, ALL, content))

    def _drawn(self) -> F64:
        """Give what was drawn for what was started, t, ``[plant, cell, label, replication]``."""
        cells, started = self._sold.cells, self._started.amount
        amount = started[:, cells.item]
        if self._fed is not None and self._fed.good in BY_GRADE:
            return np.asarray(self._fed.buyers.unit[self._plants.in_rows] * amount[:, :, None])
        if self._sold.good in BY_GRADE:
            # Where the recipe is dated, that of the last day stands for its month.
            recipe = self._context.coefficients.recipe.on(self._context.clock.day)
            some = cells.of_elements
            amount[:, some] *= recipe[:, cells.ordered[some], cells.element[some], None]
        content = np.zeros((*amount.shape[:2], self._labels.count, amount.shape[-1]))
        content[:, :, 0] = amount
        if self._fed is not None:
            fed, some = self._fed.buyers.unit[self._plants.in_rows], cells.of_elements
            content[:, some] = fed[:, cells.element[some]] * amount[:, some, None]
        return content

    def end(self) -> None:
        """End the month with what is in process now."""
        self.pool.end(self._plants.in_process)

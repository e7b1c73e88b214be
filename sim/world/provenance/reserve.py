"""What a stockpile holds of a form, and where it has been."""

import numpy as np
from numpy.typing import NDArray

from sim.world.provenance.cells import Cells
from sim.world.provenance.opening import Units
from sim.world.provenance.pool import Pool
from sim.world.provenance.since import Since
from sim.world.state.state import State, added
from sim.world.stockpile.provider import SurplusProvider
from sim.world.stockpile.stockpile import StockpileHolding

F64 = NDArray[np.float64]


class Reserve:
    """One holding of a stockpile, filled over lanes or from the surplus of plants.

    Parameters
    ----------
    state : State
    holding : StockpileHolding
    cells : Cells
        Of its form.
    labels : int
        Number of labels.
    buyers : sequence of str
        Who buys the form, in order of rows.
    plants : slice
        Rows of separation plants among its sellers.
    """

    def __init__(
        self,
        state: State,
        holding: StockpileHolding,
        cells: Cells,
        labels: int,
        buyers: tuple[str, ...],
        plants: slice,
    ) -> None:
        self._holding = holding
        self.pool = Pool(state, f"{holding.name}.{holding.good}", 1, cells, labels)
        self.receivers = holding.receivers.rows
        holding.given.keep()
        self._given = np.zeros((len(self.receivers), *holding.stock.shape))
        provider = None if holding.purchase is None else holding.purchase.provider
        self._surplus = provider if isinstance(provider, SurplusProvider) else None
        self.plants = None if self._surplus is None else self._surplus.rows + plants.start
        self.buyer = buyers.index(holding.stockpile) if holding.stockpile in buyers else None
        self._bought: Since | None = None
        self._sold = np.zeros((0, *holding.stock.shape))
        if self._surplus is not None:
            self._surplus.sold.keep()
        elif holding.purchase is not None:
            name = f"{holding.name}.{holding.good}.bought"
            self._bought = Since(state, name, holding.purchase.bought[None])

    def open(self, units: Units) -> None:
        """Begin with its opening stock, of unknown origin: as what it is filled with by the plan.

        Where it buys nothing, it is as what those buy whom it relieves.
        """
        if self.plants is not None:
            unit = units.sold[self.plants]
        elif self._bought is not None and self.buyer is not None:
            unit = units.bought[self.buyer : self.buyer + 1]
        else:
            unit = units.bought[self.receivers]
        self.pool.open(added(unit)[None] / len(unit), self.stock)

    def read(self) -> None:
        """Read what came and went in the month."""
        self._given = self._holding.given.read()
        if self._surplus is not None:
            self._sold = self._surplus.sold.read()
        if self._bought is not None:
            self._bought.read()

    def fill(self, sellers: Pool, buyers: Pool) -> None:
        """Take in what it bought, and mix it with what is there."""
        self.pool.begin()
        if self.plants is not None:
            content = sellers.leaving(self.plants, self._sold)
            self.pool.add(slice(None), np.add.reduce(content, axis=0)[None])
        elif self._bought is not None and self.buyer is not None:
            row = slice(self.buyer, self.buyer + 1)
            buyers.mix(row)
            self.pool.add(slice(None), buyers.leaving(row, self._bought.amount))
        self.pool.mix(slice(None))

    def given(self) -> F64:
        """Give the content of what its receivers got, t, ``[receiver, cell, label, ...]``."""
        rows = np.zeros(len(self.receivers), dtype=np.intp)
        return self.pool.leaving(rows, self._given)

    @property
    def stock(self) -> F64:
        """On hand and bought, t, ``[1, item, replication]``."""
        stock = self._holding.stock
        return (stock if self._surplus is None else stock + self._surplus.coming())[None]

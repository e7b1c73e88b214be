"""Recyclers: magnet-making scrap into oxides. They take what comes and ship what they make."""

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import RECYCLERS
from sim.world.facility.parting_plant import PartingPlants
from sim.world.network.context import Context
from sim.world.trade.trade import Trades

F64 = NDArray[np.float64]


class Recyclers(PartingPlants):
    """All recyclers. Input and output are in t of contained element."""

    block = RECYCLERS

    def __init__(self, context: Context, trades: Trades) -> None:
        super().__init__(context, trades, context.coefficients.recycled)
        self._oxide = self.coefficients.oxide[:, None]

    def produce(self, most: F64) -> None:
        """Recycle all the scrap that the capacity, t REO, allows."""
        reo = self.reo(self.input)
        share = np.ones_like(reo)
        np.divide(most, reo, out=share, where=reo > most)
        drawn = self.input * share[:, None]
        self.draw(drawn)
        self.start(drawn * self._recovery)

    def reo(self, amount: F64) -> F64:
        """Give the oxides of scrap, t of element, ``[plant, element, replication]``, together."""
        return np.asarray(np.add.reduce(amount * self._oxide, axis=1))

    def order(self, lacking: F64) -> None:
        """Order nothing: scrap is sent to them."""

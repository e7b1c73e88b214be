"""How mines and separation plants outside China respond to prices, with a lag."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.rules.price import moved
from sim.scenario.network import place_of
from sim.scenario.schema import Scenario
from sim.world.chance.values import Values
from sim.world.market.market_balance import BLOCS, bloc_of
from sim.world.market.price_floor import Floor
from sim.world.market.price_index import PriceIndex
from sim.world.time.clock import PLANNING_DAYS
from sim.world.time.course import combined

F64 = NDArray[np.float64]


class SupplyElasticity:
    """The elasticities and lags that all suppliers share; drawn once."""

    def __init__(self, values: Values) -> None:
        path = "market", "supply"
        long_run = values.course(*path, "long_run")
        self.idle = values.course(*path, "elasticity")
        self.new = combined(_beyond, long_run, self.idle)
        self.idle_lag = values.course(*path, "lag_days")
        self.new_lag = values.course(*path, "long_run_days")


def _beyond(long_run: F64, idle: F64) -> F64:
    return np.maximum(long_run - idle, 0.0)


class SupplyResponse:
    """The factor on the capacity of every facility of a block.

    Parameters
    ----------
    scenario : Scenario
        One with a market.
    names : sequence of str
        Facilities, mines or separation plants.
    index : PriceIndex
        What they are paid.
    elasticity : SupplyElasticity
    floors : sequence of Floor
        Where the price has a floor a fall under it drives nobody out. A floor above the normal
        price brings nothing new: what is planned is in the plan.
    width : int
        Number of replications.

    Attributes
    ----------
    factor : array, 1, ``[facility, replication]``
        Capacity over capacity at normal prices; to the bit 1 in China, and at normal prices.
    """

    def __init__(
        self,
        scenario: Scenario,
        names: Sequence[str],
        index: PriceIndex,
        elasticity: SupplyElasticity,
        floors: Sequence[Floor],
        width: int,
    ) -> None:
        self._index, self._elasticity = index, elasticity
        abroad = [bloc_of(scenario, place_of(scenario, name)) for name in names]
        self._responds = np.array(abroad, dtype=float).reshape(-1, 1) / (len(BLOCS) - 1)
        self._floors = [
            (floor, [row for row, name in enumerate(names) if name in floor.block.facilities])
            for floor in floors
        ]
        self._idle, self._new = np.zeros((2, len(names), width))
        self.factor = np.ones((len(names), width))

    def review(self, day: int, price: F64, normal: F64) -> None:
        """Find the factors of a week.

        Parameters
        ----------
        day : int
            Today.
        price, normal : array, USD per kg of oxide, ``[bloc, element, 1 or replication]``
        """
        index = self._index.of(price, normal, day)
        for floor, rows in self._floors:
            if rows and floor.in_force(day):
                kept = price.copy()
                least = np.minimum(floor.strike, normal[:, floor.element])
                kept[:, floor.element] = np.maximum(kept[:, floor.element], least)
                index[rows] = self._index.of(kept, normal, day)[rows]
        of = self._elasticity
        logs = np.log(index) * self._responds
        idle, idle_lag = of.idle.on(day), of.idle_lag.on(day)
        new, new_lag = of.new.on(day), of.new_lag.on(day)
        self._idle = moved(self._idle, idle * logs, PLANNING_DAYS, idle_lag, idle_lag)
        self._new = moved(self._new, new * logs, PLANNING_DAYS, new_lag, new_lag)
        self.factor[...] = np.exp(self._idle + self._new)

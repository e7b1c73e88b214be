"""What consumers pay for and mines and plants are paid for, as indices of element prices."""

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import CONSUMERS, MINES, SEPARATION_PLANTS
from sim.scenario.network import place_of
from sim.scenario.numbers import expected
from sim.scenario.schema import Number, Scenario
from sim.world.market.market_balance import bloc_of
from sim.world.network.layout import Layout, ordered_ids

F64 = NDArray[np.float64]
Index = NDArray[np.intp]


class PriceIndex:
    """Prices of some rows (consumers, mines, plants) over their normal prices.

    Parameters
    ----------
    bloc : array of int, ``[row]``
        Bloc whose prices count.
    weight : array, t oxide per t, ``[row, element]``
        Oxide of each element in a tonne.
    """

    def __init__(self, bloc: Index, weight: F64) -> None:
        self.bloc, self._weight = bloc, weight

    def of(self, price: F64, normal: F64) -> F64:
        """Give price over normal price, ``[row, replication]``; 1 where no element has a price.

        Parameters
        ----------
        price, normal : array, USD per kg, ``[bloc, element, replication]``
            The normal price may have a replication axis of one.
        """
        found = self.cost(price)
        baseline = np.broadcast_to(self.cost(normal), found.shape)
        return np.divide(found, baseline, out=np.ones_like(found), where=baseline > 0.0)

    def cost(self, price: F64) -> F64:
        """Give the cost of the elements in a kg, USD per kg, ``[row, replication]``."""
        total = np.zeros((len(self.bloc), price.shape[-1]))
        for element, weight in enumerate(self._weight.T):
            total += weight[:, None] * price[self.bloc, element]
        return total


def oxide_in_magnets(scenario: Scenario) -> F64:
    """Give the oxide of each element in a tonne of each grade, t, ``[grade, element]``."""
    oxide = [scenario.elements[e].oxide_t_per_t_element for e in sorted(scenario.elements)]
    return _table([grade.recipe for grade in scenario.grades.values()], scenario) * oxide


def index_of_consumers(scenario: Scenario) -> PriceIndex:
    """Weigh prices by the mix of grades that each consumer uses."""
    names = ordered_ids(scenario, CONSUMERS)
    mixes = [
        [scenario.consumers[name].grades.get(grade, 0.0) for grade in scenario.grades]
        for name in names
    ]
    parts = np.array(mixes)[:, :, None] * oxide_in_magnets(scenario)
    return PriceIndex(_blocs(scenario, names), np.add.reduce(parts, axis=1))


def index_of_mines(scenario: Scenario, concentrate: Layout) -> PriceIndex:
    """Weigh prices by the basket; a mine that sells to China only gets the prices of China."""
    names = ordered_ids(scenario, MINES)
    blocs = []
    for row, name in enumerate(names):
        lanes = concentrate.routes[concentrate.lanes_of(row)]
        buyers = {bloc_of(scenario, place_of(scenario, route.buyer)) for route in lanes}
        blocs.append(max(buyers, default=bloc_of(scenario, place_of(scenario, name))))
    weight = _table([scenario.mines[name].basket for name in names], scenario)
    return PriceIndex(np.array(blocs, dtype=np.intp), weight)


def index_of_plants(scenario: Scenario, concentrate: Layout) -> PriceIndex:
    """Weigh prices by what a plant makes of the ores that it can buy (or of the mean of all)."""
    names = ordered_ids(scenario, SEPARATION_PLANTS)
    baskets = _table([scenario.mines[name].basket for name in sorted(scenario.mines)], scenario)
    recovery = _table([scenario.separation_plants[name].recovery for name in names], scenario)
    weight = np.zeros(recovery.shape)
    for row in range(len(names)):
        into = concentrate.seller[concentrate.buyer == row]
        own = baskets[into[into < len(baskets)]]
        weight[row] = (own if len(own) else baskets).mean(axis=0) * recovery[row]
    return PriceIndex(_blocs(scenario, names), weight)


def _table(rows: list[dict[str, Number]] | list[dict[str, float]], scenario: Scenario) -> F64:
    """Give expected values by element, ``[row, element]``."""
    found = [[expected(row.get(e, 0.0)) for e in sorted(scenario.elements)] for row in rows]
    return np.array(found).reshape(len(rows), len(scenario.elements))


def _blocs(scenario: Scenario, names: list[str]) -> Index:
    found = [bloc_of(scenario, place_of(scenario, name)) for name in names]
    return np.array(found, dtype=np.intp)

"""What consumers pay for and mines and plants are paid for, as indices of element prices."""

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import CONSUMERS, MINES, SEPARATION_PLANTS
from sim.scenario.network import items, place_of
from sim.scenario.schema import Scenario
from sim.world.chance.values import Values
from sim.world.market.market_balance import bloc_of
from sim.world.network.layout import Layout, ordered_ids
from sim.world.state.state import added
from sim.world.time.course import Course, combined

F64 = NDArray[np.float64]
Index = NDArray[np.intp]


class PriceIndex:
    """Prices of some rows (consumers, mines, plants) over their normal prices.

    Parameters
    ----------
    bloc : array of int, ``[row]``
        Bloc whose prices count.
    weight : Course
        Oxide of each element in a tonne, t per t, ``[row, element, 1 or replication]``.
    """

    def __init__(self, bloc: Index, weight: Course) -> None:
        self.bloc, self._weight = bloc, weight

    def of(self, price: F64, normal: F64, day: int) -> F64:
        """Give price over normal price, ``[row, replication]``; 1 where no element has a price.

        Parameters
        ----------
        price, normal : array, USD per kg, ``[bloc, element, replication]``
            The normal price may have a replication axis of one.
        day : int
            Today.
        """
        found = self._cost(price, day)
        baseline = np.broadcast_to(self._cost(normal, day), found.shape)
        return np.divide(found, baseline, out=np.ones_like(found), where=baseline > 0.0)

    def _cost(self, price: F64, day: int) -> F64:
        """Give the cost of the elements in a kg, USD per kg, ``[row, replication]``."""
        weight = self._weight.on(day)
        width = max(price.shape[-1], weight.shape[-1])
        total = np.zeros((len(self.bloc), width))
        for element in range(weight.shape[1]):
            total += weight[:, element] * price[self.bloc, element]
        return total


def oxide_in_magnets(scenario: Scenario) -> F64:
    """Give the oxide of each element in a tonne of each grade, t, ``[grade, element]``."""
    oxide = [scenario.elements[e].oxide_t_per_t_element for e in sorted(scenario.elements)]
    elements = sorted(scenario.elements)
    recipes = [[g.recipe.get(e, 0.0) for e in elements] for g in scenario.grades.values()]
    return np.array(recipes) * oxide


def index_of_consumers(scenario: Scenario) -> PriceIndex:
    """Weigh prices by the mix of grades, or of elements, that each consumer uses."""
    names, in_magnets = ordered_ids(scenario, CONSUMERS), oxide_in_magnets(scenario)
    oxide = np.diag([scenario.elements[e].oxide_t_per_t_element for e in sorted(scenario.elements)])
    mix = np.zeros((len(names), len(oxide), 1))
    for row, name in enumerate(names):
        consumer = scenario.consumers[name]
        content = in_magnets if consumer.by_grade else oxide
        shares = [consumer.shares.get(item, 0.0) for item in items(scenario, consumer.good)]
        mix[row, :, 0] = np.add.reduce(np.array(shares)[:, None] * content, axis=0)
    return PriceIndex(_blocs(scenario, names), Course(lambda day: mix, changes=False))


def index_of_mines(scenario: Scenario, values: Values, concentrate: Layout) -> PriceIndex:
    """Weigh prices by the basket; a mine that sells to China only gets the prices of China."""
    names = ordered_ids(scenario, MINES)
    blocs = []
    for row, name in enumerate(names):
        lanes = concentrate.routes[concentrate.lanes_of(row)]
        buyers = {bloc_of(scenario, place_of(scenario, route.buyer)) for route in lanes}
        blocs.append(max(buyers, default=bloc_of(scenario, place_of(scenario, name))))
    return PriceIndex(np.array(blocs, dtype=np.intp), _table(scenario, values, MINES, "basket"))


def index_of_plants(scenario: Scenario, values: Values, concentrate: Layout) -> PriceIndex:
    """Weigh prices by what a plant makes of the ores that it can buy (or of the mean of all)."""
    names = ordered_ids(scenario, SEPARATION_PLANTS)
    baskets = _table(scenario, values, MINES, "basket")
    recovery = _table(scenario, values, SEPARATION_PLANTS, "recovery")

    def weight(baskets: F64, recovery: F64) -> F64:
        rows = []
        for row in range(len(names)):
            into = concentrate.seller[concentrate.buyer == row]
            own = baskets[into[into < len(baskets)]]
            ores = own if len(own) else baskets
            rows.append(added(ores) / len(ores) * recovery[row])
        return np.array(rows).reshape(len(names), len(scenario.elements), -1)

    return PriceIndex(_blocs(scenario, names), combined(weight, baskets, recovery))


def _table(scenario: Scenario, values: Values, block: str, key: str) -> Course:
    """Give numbers by element, ``[facility, element, 1 or replication]``."""
    names, elements = ordered_ids(scenario, block), sorted(scenario.elements)
    lines = [values.timeline(block, name, key, e, default=0.0) for name in names for e in elements]
    return Course.of(lines, len(names), len(elements))


def _blocs(scenario: Scenario, names: list[str]) -> Index:
    found = [bloc_of(scenario, place_of(scenario, name)) for name in names]
    return np.array(found, dtype=np.intp)

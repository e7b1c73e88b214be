"""How consumers' demand responds to prices: at once, and by thrift over years."""

import numpy as np
from numpy.typing import NDArray

from sim.rules.price import moved, response
from sim.scenario.chain import CONSUMERS
from sim.scenario.network import within
from sim.scenario.schema import Scenario
from sim.world.chance.values import Values
from sim.world.market.price_index import index_of_consumers
from sim.world.network.layout import ordered_ids
from sim.world.time.clock import PLANNING_DAYS
from sim.world.time.course import Course
from sim.world.time.timeline import Timeline

F64 = NDArray[np.float64]


class DemandResponse:
    """The factor on every consumer's demand.

    Parameters
    ----------
    scenario : Scenario
        One with a market.
    values : Values
    weeks : array, days, ``[week]``
        First days of the weeks.

    Attributes
    ----------
    factor : array, 1, ``[consumer, replication]``
        Demand over demand at normal prices; to the bit 1 where prices are normal.
    """

    def __init__(self, scenario: Scenario, values: Values, weeks: F64) -> None:
        assert scenario.market is not None
        names, path = ordered_ids(scenario, CONSUMERS), ("market", "demand")
        overall = values.timeline(*path, "elasticity")
        sectors = {
            sector: values.timeline(*path, "sectors", sector)
            for sector in sorted(scenario.market.demand.sectors)
        }
        lines = [sectors.get(scenario.consumers[name].sector, overall) for name in names]
        self._within_weeks = Course.of(lines, len(names))
        self._long_run = values.course(*path, "long_run")
        self._lag = values.course(*path, "long_run_days")
        self._index = index_of_consumers(scenario)
        self._tariffs = [
            (
                [
                    row
                    for row, name in enumerate(names)
                    if within(scenario, scenario.consumers[name].region, place)
                ],
                Timeline(
                    values.dated("market", "tariffs", place, at=scenario.start), scenario.start
                ).over(weeks),
            )
            for place in sorted(scenario.market.tariffs)
        ]
        width = values.chance.width
        self._thrift = np.zeros((len(names), width))
        """Logarithm of the factor that years of high prices leave, ``[consumer, replication]``."""
        self.factor = np.ones((len(names), width))

    def review(self, week: int, price: F64, normal: F64) -> None:
        """Find the factors of a week.

        Parameters
        ----------
        week : int
        price, normal : array, USD per kg of oxide, ``[bloc, element, 1 or replication]``
        """
        day = week * PLANNING_DAYS
        index, within_weeks = self._index.of(price, normal, day), self._within_weeks.on(day)
        for rows, tariff in self._tariffs:
            index[rows] *= 1.0 + tariff[week]
        further = np.minimum(self._long_run.on(day) - within_weeks, 0.0) * np.log(index)
        lag = self._lag.on(day)
        self._thrift = moved(self._thrift, further, PLANNING_DAYS, lag, lag)
        self.factor[...] = response(index, within_weeks) * np.exp(self._thrift)

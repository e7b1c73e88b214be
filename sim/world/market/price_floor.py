"""Contracts for difference: what the state pays to sellers whose price has a floor."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.rules.price import support
from sim.scenario.chain import CONCENTRATE, OXIDE
from sim.scenario.network import place_of
from sim.scenario.schema import Good, PriceFloor, Scenario
from sim.world.facility.separation_plant import SeparationPlants
from sim.world.market.market_balance import BLOCS, bloc_of
from sim.world.network.context import Context
from sim.world.time.months import Months
from sim.world.trade.trade import Trade

F64 = NDArray[np.float64]

USD_PER_MUSD = 1e6
KG_PER_T = 1e3


@dataclass(frozen=True)
class _Sale:
    """One facility, one element: where its sales are counted."""

    trade: Trade
    row: int
    item: int
    bloc: int
    surplus: F64 | None
    """What the facility gave to the surplus sink, t of element, ``[replication]``: for other uses,
    or stored."""

    @property
    def sold_t(self) -> F64:
        """Sold since the start, t of element, ``[replication]``."""
        shipped: F64 = self.trade.shipped[self.row, self.item]
        return shipped if self.surplus is None else shipped + self.surplus


class Floor:
    """One contract.

    Parameters
    ----------
    context : Context
    name : str
        Its id.
    trades : mapping of Good to Trade
    plants : SeparationPlants or None

    Attributes
    ----------
    musd : array, million USD, ``[month, replication]``
        What the state has paid, less what it got; month 0 holds the start date.
    """

    def __init__(
        self,
        context: Context,
        name: str,
        trades: Mapping[Good, Trade],
        plants: SeparationPlants | None,
    ) -> None:
        scenario = context.scenario
        assert scenario.market is not None
        self.name, self._clock = name, context.clock
        block = self.block = scenario.market.floors[name]
        self.element = sorted(scenario.elements).index(block.element)
        self._strike = context.values.course("market", "floors", name, "strike_usd_per_kg")
        self._share = context.values.course("market", "floors", name, "upside_share")
        factor = scenario.elements[block.element].oxide_t_per_t_element
        self._musd_per_t = factor * KG_PER_T / USD_PER_MUSD
        self._sales = [
            _sale(scenario, block, who, self.element, trades, plants) for who in block.facilities
        ]
        self._before = [np.zeros_like(sale.sold_t) for sale in self._sales]
        self._months = Months(scenario)
        self.musd = np.zeros((self._months.count, context.state.width))

    @property
    def strike(self) -> F64:
        """Strike price of the day, USD per kg of oxide, ``[1 or replication]``."""
        return self._strike.on(self._clock.day)

    @property
    def first_day(self) -> int:
        """First day on which it may be in force."""
        return 0 if self.block.start is None else self._clock.number(self.block.start)

    def in_force(self, day: int) -> bool:
        """Tell whether it holds on a day."""
        date, block = self._clock.date(day), self.block
        return (block.start is None or block.start <= date) and (
            block.end is None or date <= block.end
        )

    def settle(self, day: int, price: F64) -> None:
        """Pay for what was sold on a day.

        Parameters
        ----------
        day : int
            Today.
        price : array, USD per kg of oxide, ``[bloc, element, replication]``
        """
        date = self._clock.date(day)
        whole = self.block.upside_from is None or date >= self.block.upside_from
        share = self._share.on(day) if whole else np.zeros(1)
        month = self._months.of(day)
        for sale, before in zip(self._sales, self._before, strict=True):
            sold = sale.sold_t - before
            before[...] = sale.sold_t
            if self.in_force(day):
                usd_per_kg = support(price[sale.bloc, self.element], self.strike, share)
                self.musd[month] += usd_per_kg * sold * self._musd_per_t


def _sale(
    scenario: Scenario,
    block: PriceFloor,
    facility: str,
    element: int,
    trades: Mapping[Good, Trade],
    plants: SeparationPlants | None,
) -> _Sale:
    good: Good = CONCENTRATE if facility in scenario.mines else OXIDE
    trade = trades[good]
    # Concentrate carries its elements behind the bulk.
    item = element + (trade.items - len(scenario.elements))
    bloc = bloc_of(scenario, place_of(scenario, facility))
    if block.price is not None:
        bloc = BLOCS.index(block.price)
    surplus = None
    if plants is not None and facility in plants.names:
        surplus = plants.surplus.gone[plants.names.index(facility), element]
    return _Sale(trade, trade.layout.sellers.index(facility), item, bloc, surplus)

"""What a bloc holds of each element, and what its buyers wait for."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.rules.sourcing import Groups
from sim.scenario.chain import STOCKPILES, TRADED
from sim.scenario.network import place_of, within
from sim.scenario.schema import Good, Scenario
from sim.world.trade.trade import Trade

F64 = NDArray[np.float64]

BLOCS = ("china", "outside")
"""Blocs along the bloc axis."""


def bloc_of(scenario: Scenario, place: str) -> int:
    """Give the place of a country's or region's bloc along the bloc axis."""
    market = scenario.market
    assert market is not None
    return int(not any(within(scenario, place, country) for country in market.china))


class _Place(NamedTuple):
    """The rows of a good, by bloc."""

    trade: Trade
    makers: slice
    """Buyers that are no stockpiles."""
    sellers: Groups
    buyers: Groups
    lanes: Groups


class MarketBalance:
    """Adds up stocks and waiting orders by bloc and element.

    Magnets are left out: who lacks magnets is short of a maker, and what makers are asked for they
    ask for in metal on the same day. Sellers and makers count, strategic stockpiles do not: what
    they hold is off the market, what they order waits like any order.

    Parameters
    ----------
    scenario : Scenario
        One with a market.
    trades : mapping of Good to Trade
    width : int
        Number of replications.
    """

    def __init__(self, scenario: Scenario, trades: Mapping[Good, Trade], width: int) -> None:
        self._shape = len(BLOCS), len(scenario.elements), width
        self._places = [_place(scenario, trades[good]) for good in TRADED if good in trades]

    def held(self) -> F64:
        """Give what sellers and makers hold, t of element, ``[bloc, element, replication]``."""
        total = np.zeros(self._shape)
        for place in self._places:
            total += place.sellers.total(place.trade.stock)
            total += place.buyers.total(place.trade.input[place.makers])
        return total

    def waiting(self) -> F64:
        """Give the orders that wait, t of element, by the buyer's bloc, shaped likewise."""
        total = np.zeros(self._shape)
        for place in self._places:
            total += place.lanes.total(place.trade.book.backlog)
        return total


def _place(scenario: Scenario, trade: Trade) -> _Place:
    layout = trade.layout

    def groups(names: tuple[str, ...]) -> Groups:
        blocs = [bloc_of(scenario, place_of(scenario, name)) for name in names]
        return Groups(np.array(blocs, dtype=np.intp), len(BLOCS))

    # Stockpiles stand last among the buyers.
    rows = layout.buyer_rows.get(STOCKPILES)
    makers = slice(0, len(layout.buyers) if rows is None else rows.start)
    whose = tuple(route.buyer for route in layout.routes)
    return _Place(
        trade, makers, groups(layout.sellers), groups(layout.buyers[makers]), groups(whose)
    )

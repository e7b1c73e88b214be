"""Gives the prices of a market, and what its contracts for difference cost."""

import numpy as np

from sim.world.market.market import Market
from sim.world.market.market_balance import BLOCS
from sim.world.network.context import Context
from sim.world.record.series import Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.record.table import Column, Table
from sim.world.time.months import Months

PRICE = Series(
    name="price_usd_per_kg",
    axes=("week", "elements", "blocs"),
    unit="USD/kg",
    doc="price of each element's oxide in China and outside, from each week on",
    unit_note="of oxide",
    kept="price_usd_per_kg",
    table=Table(
        file="prices.csv",
        rows="a row for each element, bloc and week; only where the scenario has a market "
        "(`market`)",
        doc="Price of each element's oxide in China (`china`) and outside (`outside`), USD per kg "
        "without VAT and tariffs, from each week on.",
        columns=(Column("element", "whose price"), Column("bloc", "where: `china`, `outside`")),
    ),
)
FLOOR_COST = Series(
    name="floor_musd",
    axes=("month", "floors"),
    unit="MUSD",
    doc="what each contract for difference costs the state, less what it gets, by month",
    unit_note="million USD",
    kept="floor_musd",
    table=Table(
        file="floors.csv",
        rows="a row for each contract for difference and month; only where the market has floors",
        doc="What each contract for difference has cost the state in a month, less what it got.",
        columns=(Column("floor", "id of the contract"),),
        note="`summary.json` has the sum over the run under `floors`.",
    ),
)


class PriceRecorder(SeriesRecorder):
    """Reads the market, which keeps its own prices."""

    declares = (PRICE, FLOOR_COST)

    def __init__(self, context: Context, market: Market) -> None:
        self._market, self._width = market, context.state.width
        self._months = Months(context.scenario)

    def series(self) -> list[Recorded]:
        """Give prices by week, element and bloc, and costs by month and floor."""
        market = self._market
        paid = [floor.musd for floor in market.floors]
        none = np.zeros((self._months.count, 0, self._width))
        names = tuple(floor.name for floor in market.floors)
        return [
            PRICE.of(market.price_usd_per_kg, elements=tuple(market.elements), blocs=tuple(BLOCS)),
            FLOOR_COST.of(np.stack(paid, axis=1) if paid else none, floors=names),
        ]

"""Writes down the surplus of separation plants: what is made, and becomes of what nobody orders."""

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import OXIDE
from sim.scenario.schema import Scenario
from sim.world.facility.separation_plant import SeparationPlants
from sim.world.network.context import Context
from sim.world.record.series import Entry, Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.record.table import Column, Table
from sim.world.time.years import Years

F64 = NDArray[np.float64]


def holder_and_good(scenario: Scenario, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Give the plant that holds a surplus, where it stands, and what it is."""
    plant, _, element = ids[0].partition(":")
    return plant, scenario.separation_plants[plant].country, OXIDE, element


SURPLUS = Series(
    name="surplus_t",
    axes=("year", "surplus_holdings", "entry"),
    unit="t",
    doc="what plants with surplus make, and becomes of what nobody orders, by year and entry, "
    "entries as in `surplus.csv`; a row for plant and element, joined by a colon",
    entries=(
        Entry("made", "oxide made, surplus or not"),
        Entry("left", "surplus that left the chain for other uses"),
        Entry("bought", "surplus that stockpiles bought (`surplus_of` of a fill)"),
        Entry("drawn", "surplus that was kept, and went on sale when more was ordered"),
        Entry("held", "surplus that the plant keeps (`surplus_kept`)", "end"),
    ),
    unit_note="of contained element",
    kept="surplus.<holding>",
    table=Table(
        file="surplus.csv",
        rows="a row for each separation plant with surplus (`surplus_above_days`), element, year "
        "and entry",
        doc="What plants make beyond what is ordered of them: a row for each separation plant that "
        "has `surplus_above_days`, each of its elements, year and entry. The plant owns it until "
        "it leaves.",
        columns=(
            Column("holder", "id of the plant"),
            Column("country", "where it stands"),
            Column("good", "`oxide`"),
            Column("element", "which"),
        ),
        cells=holder_and_good,
        note="`summary.json` has the sums over the run.",
    ),
)


def surplus_holdings(scenario: Scenario) -> tuple[str, ...]:
    """Name plants that may have surplus, each with its elements."""
    return tuple(
        f"{name}:{element}"
        for name, plant in sorted(scenario.separation_plants.items())
        if plant.surplus_above_days is not None
        for element in sorted(plant.recovery)
    )


class SurplusRecorder(SeriesRecorder):
    """Books what plants make and keep, and what leaves them as surplus, by year."""

    declares = (SURPLUS,)

    def __init__(self, context: Context, plants: SeparationPlants) -> None:
        scenario = context.scenario
        self._plants, self._years = plants, Years(scenario)
        self._holdings = surplus_holdings(scenario)
        pairs = [holding.partition(":") for holding in self._holdings]
        self._rows = [plants.names.index(name) for name, _, _ in pairs]
        self._items = [context.coefficients.elements.index(element) for _, _, element in pairs]
        shape = self._years.count, len(pairs), len(SURPLUS.entries), context.state.width
        self._book: F64 = np.zeros(shape)
        self._booked: F64 = np.zeros((shape[1], shape[2] - 1, shape[3]))

    def record(self, day: int) -> None:
        """Book the year if it ends today."""
        if (year := self._years.ending(day)) is None:
            return
        surplus, made = self._plants.surplus, self._plants.sold.made[self._plants.out_rows]
        totals = made, surplus.gone - surplus.bought, surplus.bought, surplus.drawn
        total = np.stack([one[self._rows, self._items] for one in totals], axis=1)
        self._book[year, :, :-1] = total - self._booked
        self._book[year, :, -1] = surplus.held[self._rows, self._items]
        self._booked = total

    def series(self) -> list[Recorded]:
        """Give the books, ``[year, holding, entry, replication]``."""
        return [SURPLUS.of(self._book, surplus_holdings=self._holdings)]

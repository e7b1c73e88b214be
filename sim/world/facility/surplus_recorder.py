"""Writes down the surplus of separation plants: what is made, and becomes of what nobody orders."""

from sim.scenario.schema import Scenario
from sim.world.facility.holding_books import COLUMNS, HoldingBooks, holder_and_good, holdings_of
from sim.world.facility.separation_plant import SeparationPlants
from sim.world.network.context import Context
from sim.world.record.series import Entry, Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.record.table import Table

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
        columns=COLUMNS,
        cells=holder_and_good,
        note="`summary.json` has the sums over the run.",
    ),
)


def surplus_holdings(scenario: Scenario) -> tuple[str, ...]:
    """Name plants that may have surplus, each with its elements."""
    plants = scenario.separation_plants.items()
    return holdings_of(scenario, (n for n, one in plants if one.surplus_above_days is not None))


class SurplusRecorder(SeriesRecorder):
    """Books what plants make and keep, and what leaves them as surplus, by year."""

    declares = (SURPLUS,)

    def __init__(self, context: Context, plants: SeparationPlants) -> None:
        holdings, entries = surplus_holdings(context.scenario), len(SURPLUS.entries)
        self._plants = plants
        self._books = HoldingBooks(context, plants, holdings, entries)

    def record(self, day: int) -> None:
        """Book the year if it ends today."""
        if (year := self._books.ending(day)) is None:
            return
        surplus, made = self._plants.surplus, self._plants.sold.made[self._plants.out_rows]
        totals = made, surplus.gone - surplus.bought, surplus.bought, surplus.drawn
        self._books.note(year, totals, surplus.held)

    def series(self) -> list[Recorded]:
        """Give the books, ``[year, holding, entry, replication]``."""
        return [SURPLUS.of(self._books.book, surplus_holdings=self._books.holdings)]

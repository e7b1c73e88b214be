"""Writes down oxide that is not to grade: what is made of it, sold, and left."""

from sim.scenario.learning import off_spec_plants
from sim.scenario.schema import Scenario
from sim.world.facility.holding_books import COLUMNS, HoldingBooks, holder_and_good, holdings_of
from sim.world.facility.separation_plant import SeparationPlants
from sim.world.network.context import Context
from sim.world.record.series import Entry, Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.record.table import Table

OFF_SPEC = Series(
    name="off_spec_t",
    axes=("year", "off_spec_holdings", "entry"),
    unit="t",
    doc="oxide that is not to grade, by year and entry, entries as in `off_spec.csv`; a row for "
    "plant and element, joined by a colon",
    entries=(
        Entry("made", "oxide made, to grade or not"),
        Entry("off_spec", "oxide made that is not to grade"),
        Entry("sold", "of that, shipped to metal makers for whom it suffices (`takes_off_spec`)"),
        Entry("left", "of that, left the chain for other uses (`surplus_above_days`)"),
        Entry("held", "of that, on hand", "end"),
    ),
    unit_note="of contained element",
    kept="off_spec.<holding>",
    table=Table(
        file="off_spec.csv",
        rows="a row for each separation plant whose oxide is not all to grade (`on_spec`, "
        "`on_spec_at_first`), element, year and entry",
        doc="What becomes of oxide that is not to grade: a row for each separation plant that "
        "makes any, each of its elements, year and entry. The plant owns it until it is sold, or "
        "leaves.",
        columns=COLUMNS,
        cells=holder_and_good,
    ),
)


def off_spec_holdings(scenario: Scenario) -> tuple[str, ...]:
    """Name plants whose oxide is not all to grade, each with its elements."""
    return holdings_of(scenario, off_spec_plants(scenario))


class OffSpecRecorder(SeriesRecorder):
    """Books what plants make that is not to grade, and what becomes of it, by year."""

    declares = (OFF_SPEC,)

    def __init__(self, context: Context, plants: SeparationPlants) -> None:
        holdings, entries = off_spec_holdings(context.scenario), len(OFF_SPEC.entries)
        self._plants = plants
        self._books = HoldingBooks(context, plants, holdings, entries)

    def record(self, day: int) -> None:
        """Book the year if it ends today."""
        pool, out = self._plants.sold.off_spec, self._plants.out_rows
        if (year := self._books.ending(day)) is None or pool is None:
            return
        totals = self._plants.sold.made, pool.made, pool.sold, pool.left
        self._books.note(year, (one[out] for one in totals), pool.held[out])

    def series(self) -> list[Recorded]:
        """Give the books, ``[year, holding, entry, replication]``."""
        return [OFF_SPEC.of(self._books.book, off_spec_holdings=self._books.holdings)]

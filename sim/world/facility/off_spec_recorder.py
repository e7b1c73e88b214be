"""Writes down oxide that is not to grade: what is made of it, sold, and left."""

import numpy as np
from numpy.typing import NDArray

from sim.scenario.learning import off_spec_plants
from sim.scenario.schema import Scenario
from sim.world.facility.separation_plant import SeparationPlants
from sim.world.facility.surplus_recorder import holder_and_good
from sim.world.network.context import Context
from sim.world.record.series import Entry, Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.record.table import Column, Table
from sim.world.time.years import Years

F64 = NDArray[np.float64]

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
        columns=(
            Column("holder", "id of the plant"),
            Column("country", "where it stands"),
            Column("good", "`oxide`"),
            Column("element", "which"),
        ),
        cells=holder_and_good,
    ),
)


def off_spec_holdings(scenario: Scenario) -> tuple[str, ...]:
    """Name plants whose oxide is not all to grade, each with its elements."""
    return tuple(
        f"{name}:{element}"
        for name in sorted(off_spec_plants(scenario))
        for element in sorted(scenario.separation_plants[name].recovery)
    )


class OffSpecRecorder(SeriesRecorder):
    """Books what plants make that is not to grade, and what becomes of it, by year."""

    declares = (OFF_SPEC,)

    def __init__(self, context: Context, plants: SeparationPlants) -> None:
        self._plants, self._years = plants, Years(context.scenario)
        self._holdings = off_spec_holdings(context.scenario)
        pairs = [holding.partition(":") for holding in self._holdings]
        self._rows = [plants.names.index(name) for name, _, _ in pairs]
        self._items = [context.coefficients.elements.index(element) for _, _, element in pairs]
        shape = self._years.count, len(pairs), len(OFF_SPEC.entries), context.state.width
        self._book: F64 = np.zeros(shape)
        self._booked: F64 = np.zeros((shape[1], shape[2] - 1, shape[3]))

    def record(self, day: int) -> None:
        """Book the year if it ends today."""
        pool, out = self._plants.sold.off_spec, self._plants.out_rows
        if (year := self._years.ending(day)) is None or pool is None:
            return
        totals = self._plants.sold.made, pool.made, pool.sold, pool.left
        total = np.stack([one[out][self._rows, self._items] for one in totals], axis=1)
        self._book[year, :, :-1] = total - self._booked
        self._book[year, :, -1] = pool.held[out][self._rows, self._items]
        self._booked = total

    def series(self) -> list[Recorded]:
        """Give the books, ``[year, holding, entry, replication]``."""
        return [OFF_SPEC.of(self._book, off_spec_holdings=self._holdings)]

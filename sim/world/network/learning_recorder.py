"""Writes down what plants have made that learn, and what they reach by it."""

import numpy as np
from numpy.typing import NDArray

from sim.world.network.context import Context
from sim.world.record.series import Entry, Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.record.table import Column, Table, parts_of_id
from sim.world.time.years import Years

F64 = NDArray[np.float64]

LEARNING = Series(
    name="learning",
    axes=("year", "learners", "entry"),
    unit="share",
    doc="what plants that learn have made and reach, by year and entry, entries as in "
    "`learning.csv`; a row for block and plant, joined by a dot",
    entries=(
        Entry(
            "made",
            "what it makes in the unit of its capacity: blanks, metal, or feed of concentrate or "
            "scrap in REO",
            unit="t",
        ),
        Entry("yield", "part of its own yield that it reaches", "end"),
        Entry(
            "on_spec",
            "part of its own `on_spec` that a separation plant reaches; 1 of others",
            "end",
        ),
    ),
    kept="learning",
    table=Table(
        file="learning.csv",
        rows="a row for each plant that learns (`learning`), year and entry",
        doc="How far plants that learn have come: a row for each, year and entry.",
        columns=(Column("block", "block of the plant"), Column("plant", "its id")),
        cells=parts_of_id,
    ),
)


class LearningRecorder(SeriesRecorder):
    """Notes at the end of each year how far plants have come."""

    declares = (LEARNING,)

    def __init__(self, context: Context) -> None:
        self._years, self._experience = Years(context.scenario), context.experience
        self._who = [
            (block, row, learner)
            for block, one in sorted(context.experience.items())
            for row, learner in enumerate(one.learners)
            if learner is not None
        ]
        names = {block: context.capacities[block].names for block in context.experience}
        self._ids = tuple(f"{block}.{names[block][row]}" for block, row, _ in self._who)
        shape = self._years.count, len(self._who), len(LEARNING.entries), context.state.width
        self._book: F64 = np.zeros(shape)
        self._booked: F64 = np.zeros((shape[1], shape[3]))

    def record(self, day: int) -> None:
        """Note the year if it ends today."""
        if (year := self._years.ending(day)) is None:
            return
        for at, (block, row, learner) in enumerate(self._who):
            worked = self._experience[block].worked[row]
            entries = worked - self._booked[at], learner.reached(worked), learner.on_spec(worked)
            for entry, values in enumerate(entries):
                self._book[year, at, entry] = values
            self._booked[at] = worked

    def series(self) -> list[Recorded]:
        """Give what was noted, ``[year, plant, entry, replication]``."""
        return [LEARNING.of(self._book, learners=self._ids)]

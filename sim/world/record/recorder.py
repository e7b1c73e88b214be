"""Writes down what happens, day by day."""

import datetime as dt
from collections.abc import Generator, Iterable, Iterator
from typing import Any

from simpy.events import Event

from sim.world.record.record import Record
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.time.clock import Phase, Process, Turn


class Recorder:
    """Collects a :class:`~sim.world.record.record.Record` while the world runs.

    Parameters
    ----------
    start : date
        Date of day 0.
    recorders : iterable of SeriesRecorder
        What each part of the world records; they note a day in this order.
    """

    def __init__(self, start: dt.date, recorders: Iterable[SeriesRecorder]) -> None:
        self._start, self._recorders = start, list(recorders)

    def processes(self) -> Iterator[Process]:
        """Give the recording."""
        yield Process("record", (Phase.RECORDING,), "daily", self.run)

    def run(self, turn: Turn) -> Generator[Event, Any, Any]:
        """Record every day (a SimPy process)."""
        yield turn.today(Phase.RECORDING)
        while True:
            for recorder in self._recorders:
                recorder.record(turn.day)
            yield turn.tomorrow(Phase.RECORDING)

    def record(self) -> Record:
        """Give all that was recorded.

        Raises
        ------
        ValueError
            If a recorder gives a series that it does not declare: it would be kept nowhere.
        """
        found = []
        for recorder in self._recorders:
            for one in recorder.series():
                if one.series not in recorder.declares:
                    raise ValueError(
                        f"{type(recorder).__name__} does not declare {one.series.name}"
                    )
                found.append(one)
        return Record.of(self._start, found)

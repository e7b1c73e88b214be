"""Writes down what happens, day by day."""

from collections.abc import Generator, Iterable
from typing import Any

from simpy.events import Event

from sim.world.network.context import Context
from sim.world.record.record import Record
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.time.clock import Phase


class Recorder:
    """Collects a :class:`~sim.world.record.record.Record` while the world runs.

    Parameters
    ----------
    context : Context
    recorders : iterable of SeriesRecorder
        What each part of the world records; they note a day in this order.
    """

    def __init__(self, context: Context, recorders: Iterable[SeriesRecorder]) -> None:
        self._clock, self._start = context.clock, context.scenario.start
        self._recorders = list(recorders)

    def run(self) -> Generator[Event, Any, Any]:
        """Record every day (a SimPy process)."""
        yield self._clock.today(Phase.RECORDING)
        while True:
            for recorder in self._recorders:
                recorder.record(self._clock.day)
            yield self._clock.tomorrow(Phase.RECORDING)

    def record(self) -> Record:
        """Give all that was recorded."""
        return Record.of(
            self._start, (one for recorder in self._recorders for one in recorder.series())
        )

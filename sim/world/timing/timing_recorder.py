"""Writes down when each disruption begins and ends."""

from collections.abc import Sequence

import numpy as np

from sim.world.record.series import Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.timing.timing import Timing

ONSET = Series(
    name="onset_day",
    axes=("disruptions",),
    unit="day",
    doc="first day of each disruption; nan where it does not happen",
    kept="onset_day",
)
END = Series(
    name="end_day",
    axes=("disruptions",),
    unit="day",
    doc="first day after each disruption; inf where it does not end",
    kept="end_day",
)


class TimingRecorder(SeriesRecorder):
    """Gives the days on which disruptions begin and end."""

    declares = (ONSET, END)

    def __init__(self, timings: Sequence[Timing], width: int) -> None:
        self._timings, self._width = timings, width

    def series(self) -> list[Recorded]:
        """Give the days, ``[disruption, replication]``."""
        names = tuple(timing.name for timing in self._timings)
        never = np.full((0, self._width), np.nan)
        start = np.stack([t.start for t in self._timings]) if names else never
        end = np.stack([t.end for t in self._timings]) if names else never
        return [ONSET.of(start, disruptions=names), END.of(end, disruptions=names)]

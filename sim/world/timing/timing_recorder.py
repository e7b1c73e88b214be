"""Writes down when each disruption begins and ends, and which branches are taken."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.world.record.series import Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.timing.branches import Places
from sim.world.timing.timing import Timing

ONSET = Series(
    name="onset_day",
    axes=("disruptions",),
    unit="day",
    doc="first day of each disruption, of several times the first; nan where it does not happen",
    kept="onset_day",
)
END = Series(
    name="end_day",
    axes=("disruptions",),
    unit="day",
    doc="first day after each disruption, of several times the first; inf where it does not end",
    kept="end_day",
)

OCCURRENCES = Series(
    name="occurrence_days",
    axes=("day", "recurring"),
    unit="d",
    doc="days for which what begins on a day is in force, of each disruption that may occur more "
    "than once; nan where nothing begins, inf where it does not end",
    kept="occurrence_days",
)
BRANCH = Series(
    name="branch_taken",
    axes=("branchings",),
    unit="place",
    doc="branch of each branching that is taken, by its place in the order of their names",
    kept="branch_taken",
)


class TimingRecorder(SeriesRecorder):
    """Gives the days on which disruptions begin and end."""

    declares = (ONSET, END, OCCURRENCES, BRANCH)

    def __init__(
        self, timings: Sequence[Timing], branches: Mapping[str, Places], days: int, width: int
    ) -> None:
        self._timings, self._branches = timings, branches
        self._days, self._width = days, width

    def series(self) -> list[Recorded]:
        """Give the days, ``[disruption, replication]``, all occurrences, and branches taken."""
        names = tuple(timing.name for timing in self._timings)
        never = np.full((0, self._width), np.nan)
        start = np.stack([t.start for t in self._timings]) if names else never
        end = np.stack([t.end for t in self._timings]) if names else never
        found = [ONSET.of(start, disruptions=names), END.of(end, disruptions=names)]
        recurring = [timing for timing in self._timings if timing.disruption.repeats]
        if recurring:
            days = np.stack([self._occurrences(timing) for timing in recurring], axis=1)
            found.append(OCCURRENCES.of(days, recurring=tuple(one.name for one in recurring)))
        if self._branches:
            taken = np.stack([*self._branches.values()]).astype(np.int32)
            found.append(BRANCH.of(taken, branchings=tuple(self._branches)))
        return found

    def _occurrences(self, timing: Timing) -> NDArray[np.float32]:
        """Give the days in force by the day on which they begin, ``[day, replication]``."""
        starts, ends = timing.windows.starts, timing.windows.ends
        rows, at = np.nonzero((starts >= 0.0) & (starts < self._days))
        days = np.full((self._days, self._width), np.nan, dtype=np.float32)
        days[starts[rows, at].astype(np.intp), at] = (ends - starts)[rows, at]
        return days

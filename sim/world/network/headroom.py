"""Room above what is planned: nothing uncertain must be a bottleneck that nobody knows of.

In the world as written facilities can make what is planned of them in every year, most with some
room to spare: they are built for what is expected. So they are in each replication. What is drawn
too low for 2024 is lifted in all years. Where more is planned of a facility later than it can make,
it is built larger: a little above what is planned, or as near to it as in that year of the world as
written. What is more than is needed stays.

Plants that part what comes to them whatever is ordered (``mode: push``) must part enough of each
element. To the end of 2024 they stay as they are: their surplus is known.
"""

import datetime as dt
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import MINES, SEPARATION_PLANTS, STAGES
from sim.scenario.origin import Path
from sim.scenario.schema import Scenario
from sim.scenario.uncertainty.inputs import AFTER_2024, THRESHOLDS
from sim.world.chance.drawn import Drawn
from sim.world.network.balance_year import FIRST_DAY, LAST_DAY, BalanceYear, Planned
from sim.world.network.layout import ordered_ids

F64 = NDArray[np.float64]

SPARE = 1.05
"""Capacity that is enough, part of what is planned (an assumption)."""


def least_thresholds(drawn: Drawn) -> dict[Path, F64]:
    """Give what stock that is too much is multiplied by at least: as much as what is kept.

    Else plants would make what they throw away.
    """
    found = dict[Path, F64]()
    for one in drawn.inputs.drawn:
        if one.path[0] == SEPARATION_PLANTS and one.path[2] in THRESHOLDS:
            kept: Path = (*one.path[:2], THRESHOLDS[str(one.path[2])])
            found[one.path] = drawn.factor(kept)
    return found


class Headroom:
    """Room that capacities have in the world as written.

    Parameters
    ----------
    scenario : Scenario
    """

    def __init__(self, scenario: Scenario) -> None:
        last = max(scenario.end, LAST_DAY)
        self._dates = [dt.date(year, 7, 1) for year in range(AFTER_2024.year, last.year + 2)]
        """Middles of the years after 2024, to the first after the end."""
        self._days = [float((date - FIRST_DAY).days) for date in self._dates]
        self._year = BalanceYear(scenario, self._dates[-1] + dt.timedelta(days=183))
        self._blocks = {
            stage.block: [
                (stage.block, name, stage.capacity) for name in ordered_ids(scenario, stage.block)
            ]
            for stage in STAGES
            if stage.capacity is not None
        }
        """Paths of the capacities of each block."""

    def least(self, drawn: Drawn) -> dict[Path, F64]:
        """Give what each uncertain capacity is multiplied by at least, ``[replication]``.

        It is enough for 2024.
        """
        now, found = self._year.planned(drawn), dict[Path, F64]()
        for block, paths in self._blocks.items():
            if not any(map(drawn.has, paths)):
                continue
            use, capacity = self._written.use(block), self._written.capacity(block)
            needed = now.use(block)
            for row, path in enumerate(paths):
                if drawn.has(path) and use[row, 0] > 0.0:
                    least = needed[row] / capacity[row] * min(SPARE, capacity[row, 0] / use[row, 0])
                    found[path] = np.broadcast_to(least, drawn.scores.shape[-1])
        return found

    def lifts(self, drawn: Drawn) -> dict[Path, F64]:
        """Give what capacities are multiplied by in later years, ``[replication]``, by date."""
        width, moved = drawn.scores.shape[-1], list(self._moved)
        found = dict.fromkeys([(*path, AFTER_2024) for _, _, path in moved], np.ones(width))
        now = self._year.on(self._days, drawn)
        for date, lifts in zip(self._dates, map(_lifts, self._later, now), strict=True):
            for block, row, path in moved:
                found[*path, date] = np.broadcast_to(lifts[block][row], width)
        return found

    @property
    def _moved(self) -> Iterator[tuple[str, int, Path]]:
        """Go through the capacities that are limited: block, row and path."""
        for block, paths in self._blocks.items():
            for row, path in enumerate(paths):
                if getattr(getattr(self._year.scenario, block)[path[1]], path[2]) is not None:
                    yield block, row, path

    @cached_property
    def _written(self) -> Planned:
        """The middle of 2024 with numbers as written."""
        return self._year.planned()

    @cached_property
    def _later(self) -> list[Planned]:
        """The middles of the years after it, likewise."""
        return self._year.on(self._days)


def _lifts(written: Planned, now: Planned) -> dict[str, F64]:
    """Give what capacities are multiplied by, by block, ``[facility, 1 or replication]``."""
    found = {block: _lift(written.room(block), now.room(block)) for block in written.blocks}
    if now.parts:
        enough = np.minimum(written.room(SEPARATION_PLANTS), SPARE)
        parting = np.where(now.pushes, now.larger(enough), found[SEPARATION_PLANTS])
        found |= {
            SEPARATION_PLANTS: parting,
            MINES: _lift(written.room(MINES), now.room_of_mines(parting)),
        }
    return found


def _lift(written: F64, now: F64) -> F64:
    """Give what capacities are multiplied by, by the room that they have, as written and drawn."""
    enough = np.broadcast_to(np.minimum(written, SPARE), now.shape)
    by = np.divide(enough, now, out=np.ones(now.shape), where=now > 0.0)
    return np.asarray(np.maximum(by, 1.0))

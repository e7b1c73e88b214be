"""Room above what is planned: an uncertain capacity must not be a bottleneck that nobody knows of.

In the world as written facilities can make what is planned of them in every year, most with some
room to spare. A capacity that is drawn lower is lifted to what the plan of its replication needs,
with a little to spare, or with as little as the world as written has in its tightest year.
"""

import datetime as dt
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import SEPARATION_PLANTS, STAGES
from sim.scenario.origin import Path
from sim.scenario.uncertainty.inputs import THRESHOLDS
from sim.world.chance.drawn import Drawn
from sim.world.network.balance_year import FIRST_DAY, BalanceYear, Planned
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
    year : BalanceYear
        Up to the last day that counts.
    """

    def __init__(self, year: BalanceYear) -> None:
        self._year = year
        self._last = (year.scenario.end - FIRST_DAY).days

    def least(self, drawn: Drawn) -> dict[Path, F64]:
        """Give what each uncertain capacity is multiplied by at least, ``[replication]``."""
        now, found = self._year.planned(drawn), dict[Path, F64]()
        for block, key in ((s.block, s.capacity) for s in STAGES if s.capacity is not None):
            paths = [(block, name, key) for name in ordered_ids(self._year.scenario, block)]
            if not any(map(drawn.has, paths)):
                continue
            use, needed, tightest = self._written.use(block), now.use(block), self._tightest[block]
            for row, path in enumerate(paths):
                if drawn.has(path) and use[row, 0] > 0.0:
                    spare = min(SPARE, tightest[row]) / tightest[row]
                    width = drawn.scores.shape[-1]
                    found[path] = np.broadcast_to(needed[row] / use[row] * spare, width)
        return found

    @cached_property
    def _written(self) -> Planned:
        """The middle of the first year with numbers as written."""
        return self._year.planned()

    @cached_property
    def _tightest(self) -> dict[str, F64]:
        """Capacities in their tightest year, parts of what is planned, by block, ``[facility]``."""
        years = [self._written, *(self._year.planned(day=day) for day in self._later())]
        return {
            stage.block: np.minimum.reduce([_room(planned, stage.block) for planned in years])
            for stage in STAGES
            if stage.capacity is not None
        }

    def _later(self) -> Iterator[int]:
        """Go through the middles of later years."""
        for at in range(FIRST_DAY.year + 1, self._year.scenario.end.year + 1):
            if (day := (dt.date(at, 7, 1) - FIRST_DAY).days) <= self._last:
                yield day


def _room(planned: Planned, block: str) -> F64:
    """Give capacities, parts of what is planned, ``[facility]``."""
    use, capacity = planned.use(block)[:, 0], planned.capacity(block)[:, 0]
    return np.divide(capacity, use, out=np.full_like(use, np.inf), where=use > 0.0)

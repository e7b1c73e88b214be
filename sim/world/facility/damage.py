"""What outages do to goods on the premises: work that freezes or is lost, stocks destroyed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.world.network.context import Context
from sim.world.state.pipeline import Pipeline
from sim.world.timing.timing import Timing

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class _Hit:
    """One outage of one facility."""

    row: int
    timing: Timing
    stock_lost: F64
    """Part of the stocks destroyed, ``[1 or replication]``."""

    @property
    def work(self) -> str:
        """What becomes of work in process: ``goes_on``, ``freezes`` or ``lost``."""
        idles = self.timing.disruption.idles
        assert idles is not None
        return idles.work_in_process


class Damage:
    """Outages of facilities of one block that touch goods on their premises.

    Parameters
    ----------
    context : Context
    block : str
    names : sequence of str
        The facilities, in order of their rows.
    stocks : mapping of str to array, t, ``[facility, item, replication]``
        What they hold, by name; what is destroyed of each is in :meth:`destroyed`.
    work : Pipeline, optional
        What is in process.
    """

    def __init__(
        self,
        context: Context,
        block: str,
        names: Sequence[str],
        stocks: dict[str, F64],
        work: Pipeline | None = None,
    ) -> None:
        self._work = work
        self._hits = [
            _Hit(names.index(name), timing, _stock_lost(context, timing))
            for timing in context.timings
            if (idles := timing.disruption.idles) is not None and idles.touches_goods
            for name in idles.facilities
            if name in names
        ]
        self._stocks = stocks if self._hits else {}
        self._destroyed = {
            name: context.state.total(f"{block}.destroyed_{name}", *stock.shape[:-1])
            for name, stock in self._stocks.items()
        }

    def destroyed(self, name: str) -> F64 | float:
        """Give what was destroyed of a stock since the start, t; 0 where nothing can be."""
        return self._destroyed.get(name, 0.0)

    @property
    def is_possible(self) -> bool:
        """Whether any outage touches goods here."""
        return bool(self._hits)

    def strike(self, day: int) -> None:
        """Destroy what burns today, and hold up what is frozen, before anything is finished."""
        for hit in self._hits:
            begins = hit.timing.windows.begins(day)
            if begins.any():
                for name in self._stocks:
                    lost = hit.stock_lost
                    if name == WORK:
                        lost = 1.0 - hit.timing.left if hit.work == "lost" else np.zeros(1)
                    self._take(name, hit.row, np.where(begins, lost, 0.0))
            if self._work is not None and hit.work == "freezes":
                self._work.postpone(hit.row, hit.timing.active(day) & (hit.timing.left == 0.0))

    def _take(self, name: str, row: int, part: F64) -> None:
        lost = self._stocks[name][row] * part
        self._destroyed[name][row] += lost
        self._stocks[name][row] -= lost
        if name == WORK and self._work is not None:
            self._work.lose(row, part)


WORK = "work"
"""Name of the work in process among the stocks."""
OFF_SPEC = "off_spec"
"""Name of what of the output is not to grade."""


def _stock_lost(context: Context, timing: Timing) -> F64:
    return context.values.at("disruptions", timing.name, "stock_lost", default=0.0)

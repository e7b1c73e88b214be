"""Mass balance: what went in must be there or have gone out, for every facility and replication.

Applications and licences are counted like matter: filed = granted + refused + withdrawn + pending,
granted = used + expired + valid.

A run whose accounts do not close stops and names the facility. A warning would not be enough: a
simulation that loses matter answers no question.
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from sim.world.state.account import Account, BalanceError
from sim.world.time.clock import Phase, Process, Turn

F64 = NDArray[np.float64]

TOLERANCE = 1e-9
"""Largest gap, relative to what passed through."""
CHECK_DAYS = 91
"""Days between two checks."""


class Balance:
    """Checks every account through the run.

    Parameters
    ----------
    accounts : callable
        Gives all accounts of the world, in the same order each time.
    last_day : int
        Last day of the run.
    """

    def __init__(self, accounts: Callable[[], Iterable[Account]], last_day: int) -> None:
        self._accounts, self._last_day = accounts, last_day
        self._opening: dict[tuple[str, tuple[str, ...]], F64] = {}

    def processes(self) -> Iterator[Process]:
        """Give the check."""
        rhythm = f"every {CHECK_DAYS} days, and the last day"
        yield Process("balance", (Phase.RECORDING,), rhythm, self.run)

    def open(self) -> None:
        """Note the stocks with which the run begins."""
        self._opening = {(one.name, one.whose): one.stock.copy() for one in self._accounts()}

    def run(self, turn: Turn) -> Generator[Event, Any, Any]:
        """Check now and then and on the last day (a SimPy process)."""
        days = [*range(CHECK_DAYS, self._last_day, CHECK_DAYS), self._last_day]
        for day in [day for day in days if day >= turn.day]:
            yield turn.on(day, Phase.RECORDING)
            self.check(day)

    def check(self, day: int) -> None:
        """Compare stocks with flows.

        Raises
        ------
        BalanceError
            Where they differ.
        """
        for name, whose, stock, into, out in self._accounts():
            opening = self._opening[name, whose]
            gap = np.abs(opening + into - out - stock)
            held = np.maximum(np.abs(opening), np.abs(stock))
            scale = np.maximum(np.maximum(np.abs(into), held), 1e-3)
            # What a facility holds is small beside what its largest item moves.
            scale = np.maximum(scale, 1e-6 * scale.max(axis=1, keepdims=True))
            relative = gap / scale
            if relative.size and not relative.max() <= TOLERANCE:
                row, item, history = np.unravel_index(np.argmax(relative), relative.shape)
                raise BalanceError(
                    f"day {day}: the {name} of {whose[row]} (item {item}, history {history}) does "
                    f"not close by {gap[row, item, history]:.3g} t "
                    f"({relative[row, item, history]:.1e} of what passed through)"
                )

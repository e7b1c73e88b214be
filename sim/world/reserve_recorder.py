"""Writes down what stockpiles hold, buy, release and lose."""

import numpy as np
from numpy.typing import NDArray

from sim.world.months import Months
from sim.world.parts import Parts
from sim.world.record import RESERVE_ENTRIES
from sim.world.stockpile import StockpileReserve

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


class ReserveRecorder:
    """Collects the series of stockpiles, a row for each stockpile and form.

    Attributes
    ----------
    names : tuple of str
        Ids of the rows.
    accounts : tuple of str
        Row and item of each account, joined by a colon.
    stock_t : array, t, ``[day, row, history]``
        At the end of the day.
    use_t : array, t a day, ``[day, row, history]``
        What the members use in the form held.
    usable_days : array, days, ``[day, row, history]``
        Days of the members' use that can reach them in time.
    account : array, ``[month, account, entry, history]``
        As :data:`~sim.world.record.RESERVE_ENTRIES`.
    """

    def __init__(self, parts: Parts, reserves: list[StockpileReserve]) -> None:
        scenario, width = parts.scenario, parts.state.width
        self._reserves, self._months = reserves, Months(scenario)
        self.names = tuple(reserve.name for reserve in reserves)
        self.accounts = tuple(f"{r.name}:{item}" for r in reserves for item in r.items)
        shape = scenario.days, len(reserves), width
        self.stock_t: F32 = np.zeros(shape, np.float32)
        self.use_t: F32 = np.zeros(shape, np.float32)
        self.usable_days: F32 = np.zeros(shape, np.float32)
        entries = len(RESERVE_ENTRIES)
        book = self._months.count, len(self.accounts), entries, width
        self.account: F32 = np.zeros(book, np.float32)
        self._booked = [np.zeros((len(r.items), entries - 1, width)) for r in reserves]

    def record(self, day: int) -> None:
        """Record today; book the month on its last day."""
        for row, reserve in enumerate(self._reserves):
            use = reserve.use()
            self.stock_t[day, row] = np.add.reduce(reserve.stock, axis=0)
            self.use_t[day, row] = use
            self.usable_days[day, row] = reserve.usable(use)
        if self._months.ends(day):
            self._book(self._months.of(day))

    def _book(self, month: int) -> None:
        first = 0
        for booked, reserve in zip(self._booked, self._reserves, strict=True):
            rows = slice(first, first + len(reserve.items))
            first = rows.stop
            total = _totals(reserve)
            self.account[month, rows, 0] = reserve.stock
            self.account[month, rows, 1:] = total - booked
            booked[...] = total

    def released_t(self) -> F64:
        """Give what was released over the run, t, ``[row, history]``."""
        width = self.stock_t.shape[-1]
        released = [np.add.reduce(r.released, axis=0) for r in self._reserves]
        return np.array(released).reshape(len(released), width)


def _totals(reserve: StockpileReserve) -> F64:
    """Give the totals since the start in the order of the entries, ``[item, entry, history]``."""
    nothing = np.zeros_like(reserve.stock)
    bought = nothing if reserve.purchase is None else reserve.purchase.bought
    paid = nothing if reserve.purchase is None else reserve.purchase.paid_musd
    return np.stack([bought, reserve.released, reserve.aged, paid], axis=1)

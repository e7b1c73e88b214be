"""Where a stockpile buys: over lanes like anybody, or the surplus of plants."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.world.facility.separation_plant import SeparationPlants
from sim.world.state.account import Account
from sim.world.state.state import State, added
from sim.world.state.tally import Tally
from sim.world.trade.accounts import input_account
from sim.world.trade.trade import Trade

F64 = NDArray[np.float64]
Index = NDArray[np.intp]


class Provider(Protocol):
    """Where a stockpile buys a form."""

    def place(self, need: F64) -> F64:
        """Order, t, ``[item, replication]``; give what was taken on."""

    def take_in(self) -> F64:
        """Take over all that has arrived, t, ``[item, replication]``."""

    def coming(self) -> F64:
        """Give what is on order, t, ``[item, replication]``."""

    def account(self, taken_in: F64) -> Account:
        """Give what has arrived and is not taken over, of all that was, t."""


class LaneProvider:
    """Buys over the lanes that lead to a stockpile."""

    def __init__(self, trade: Trade, stockpile: str) -> None:
        row = trade.layout.buyers.index(stockpile)
        self._trade, self._row, self._rows = trade, row, slice(row, row + 1)

    def place(self, need: F64) -> F64:
        """Order over lanes; where none is open nothing is taken on."""
        on_order = self._trade.book.on_order[self._row]
        before = on_order.copy()
        self._trade.book.place(self._rows, need[None].copy())
        return np.asarray(np.maximum(on_order - before, 0.0))

    def take_in(self) -> F64:
        """Take over what arrived over lanes."""
        return self._trade.take_out(self._row)

    def coming(self) -> F64:
        """Give what is ordered and has not arrived."""
        return np.asarray(np.maximum(self._trade.book.on_order[self._row], 0.0))

    def account(self, taken_in: F64) -> Account:
        """Give what has arrived at the stockpile."""
        return input_account(self._trade, self._rows, taken_in[None])


class SurplusProvider:
    """Buys the surplus of separation plants; it is handed over the day after.

    Parameters
    ----------
    state : State
    label : str
        Whose, for the state.
    plants : SeparationPlants
    names : collection of str
        Those that sell.

    Attributes
    ----------
    rows : array of int
        Their rows among the plants.
    sold : Tally
        What each of them sold, ``[plant that sells, item, replication]``.
    """

    def __init__(self, state: State, label: str, plants: SeparationPlants, names: set[str]) -> None:
        self._plants, self._label = plants, label
        found = [row for row, name in enumerate(plants.names) if name in names]
        self.rows: Index = np.array(found, dtype=np.intp)
        items = plants.sold.items
        self._coming = state.array(f"{label}.coming", items)
        self._came = state.total(f"{label}.came", items)
        self.sold = Tally((len(found), items, state.width))

    def place(self, need: F64) -> F64:
        """Buy what there is of it."""
        by_plant = self._plants.surplus.sell(self.rows, need)
        self.sold.note(slice(None), by_plant)
        sold = added(by_plant)
        self._coming += sold
        self._came += sold
        return sold

    def take_in(self) -> F64:
        """Take over what was bought yesterday."""
        found = self._coming.copy()
        self._coming.fill(0.0)
        return found

    def coming(self) -> F64:
        """Give what is bought and not taken over."""
        return self._coming

    def account(self, taken_in: F64) -> Account:
        """Give what is bought and not taken over."""
        name = "surplus on its way"
        return Account(name, (self._label,), self._coming[None], self._came[None], taken_in[None])

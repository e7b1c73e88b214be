"""What plants make beyond what is ordered of them: it is theirs until it leaves."""

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import SEPARATION_PLANTS
from sim.world.network.context import Context
from sim.world.state.account import Account
from sim.world.state.state import added

F64 = NDArray[np.float64]
Index = NDArray[np.intp]


class Surplus:
    """The surplus of all separation plants, ``[plant, element, replication]``, t.

    It is set aside on the day on which it is made; stockpiles may buy of it, then its plant keeps
    a part, and the rest leaves for other uses.

    Parameters
    ----------
    context : Context
    names : list of str
        The plants.
    stock : array
        What they have on sale, which they set surplus aside of.

    Attributes
    ----------
    held : array
        On hand; nothing at the start of a run.
    gone : array
        Left since the start, bought by stockpiles or not.
    bought : array
        The part of it that stockpiles bought.
    drawn : array
        Kept, and put on sale since the start.
    """

    def __init__(self, context: Context, names: list[str], stock: F64) -> None:
        self._names, self._stock = tuple(names), stock
        self._keep = context.coefficients.numbers(SEPARATION_PLANTS, "surplus_kept")
        plants = context.scenario.separation_plants
        self._keeps = any(plants[name].surplus_kept != 0.0 for name in names)
        self.held, self.gone, self.bought, self.drawn, self._set_aside = (
            context.state.total(f"{SEPARATION_PLANTS}.surplus_{name}", *stock.shape[:-1])
            for name in ("held", "gone", "bought", "drawn", "set_aside")
        )
        self._fresh: F64 | None = None
        """Set aside today, and not dealt with yet."""

    def of_stock(self, stock: Account) -> Account:
        """Give the account of what is on sale with what surplus takes and gives back."""
        into, out = stock.into + self.drawn, stock.out + self._set_aside
        return stock._replace(into=into, out=out)

    def account(self) -> Account:
        """Give the account of what is held."""
        name = f"surplus of {SEPARATION_PLANTS}"
        return Account(name, self._names, self.held, self._set_aside, self.gone + self.drawn)

    def let_go(self, amount: F64) -> None:
        """Let so much of what is on sale leave at once: nobody may buy or keep it."""
        self._stock -= amount
        self._set_aside += amount
        self.gone += amount

    def set_aside(self, most: F64, apart: F64 | float = 0.0) -> None:
        """Set aside what is on sale above so much, ``[plant, element, 1 or replication]``.

        Of the stock so much does not count that is *apart*.
        """
        above = np.maximum(self._stock - apart - most, 0.0)
        self._stock -= above
        self.held += above
        self._set_aside += above
        self._fresh = above

    def sell(self, rows: Index, wanted: F64) -> F64:
        """Sell to a stockpile, as far as some plants have it, each the same part.

        Parameters
        ----------
        rows : array of int
            The plants.
        wanted : array, t, ``[element, replication]``

        Returns
        -------
        array, t, ``[plant of these, element, replication]``
        """
        held = self.held[rows]
        total = added(held)
        part = np.divide(wanted, total, out=np.zeros_like(total), where=total > 0.0)
        part = np.minimum(part, 1.0)
        sold = held * part
        if self._fresh is not None:
            self._fresh[rows] *= 1.0 - part  # of what would leave today the same part is sold
        self.held[rows] -= sold
        self.bought[rows] += sold
        self.gone[rows] += sold
        return sold

    def answer(self, day: int, backorders: F64) -> None:
        """Let of today's surplus leave what is not kept; put on sale what orders lack.

        Parameters
        ----------
        day : int
        backorders : array
            Orders not shipped, today's included.
        """
        if self._fresh is not None:
            leaving = np.minimum(self._fresh, self.held)
            if self._keeps:
                leaving = leaving * (1.0 - self._keep.on(day)[:, None])
            self.held -= leaving
            self.gone += leaving
            self._fresh = None
        if self._keeps and self.held.any():
            drawn = np.clip(backorders - self._stock, 0.0, self.held)
            self.held -= drawn
            self._stock += drawn
            self.drawn += drawn

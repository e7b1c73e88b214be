"""Goods on sale that are not to grade: who takes them, and how much there is."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.rules.allocation import Classes, ration
from sim.scenario.chain import OXIDE
from sim.scenario.learning import off_spec_plants
from sim.world.network.context import Context
from sim.world.network.layout import Layout, takes_off_spec
from sim.world.state.account import Account

F64 = NDArray[np.float64]


class OffSpec:
    """The part of sellers' stocks that is not to grade, t, ``[seller, item, replication]``.

    It is on sale with the rest, and counted there, too. For whom it suffices takes it first;
    nobody else gets any.

    Parameters
    ----------
    context : Context
    layout : Layout

    Attributes
    ----------
    held, made, sold, left : array
        On hand; made, shipped, and left for other uses, since the start.
    """

    def __init__(self, context: Context, layout: Layout) -> None:
        plants = off_spec_plants(context.scenario)
        self.made_by = [seller in plants for seller in layout.sellers]
        """Whether any that a seller makes is not to grade."""
        self._takes = takes_off_spec(context.scenario, layout)[:, None, None]
        self._push = layout.push_split[:, None, None]
        shape = len(layout.sellers), len(layout.items)
        self._sellers, self._good = layout.sellers, layout.good
        self.held = context.state.array(f"{layout.good}.off_spec", *shape)
        self.made, self.sold, self.left = (
            context.state.total(f"{layout.good}.off_spec_{name}", *shape)
            for name in ("made", "sold", "left")
        )

    def account(self, rows: slice, lost: F64 | float) -> Account:
        """Give the account of some sellers, of whose part so much was destroyed, t."""
        name, names = f"off-spec {self._good}", self._sellers[rows]
        gone = self.sold[rows] + self.left[rows] + lost
        return Account(name, names, self.held[rows], self.made[rows], gone)

    def take_in(self, rows: slice, amount: F64) -> None:
        """Count so much of what some sellers made."""
        self.held[rows] += amount
        self.made[rows] += amount

    def let_go(self, rows: slice, amount: F64) -> None:
        """Let so much of it leave for other uses."""
        self.held[rows] -= amount
        self.left[rows] += amount

    def is_held_by(self, row: int) -> bool:
        """Tell whether a seller has any, in any replication."""
        return self.made_by[row] and bool(self.held[row].any())

    def share_out(
        self,
        row: int,
        lanes: slice,
        stock: F64,
        orders: F64,
        classes: Classes,
        claims: Sequence[F64],
    ) -> F64:
        """Serve with it those for whom it suffices, then all with the rest.

        Parameters
        ----------
        row : int
            The seller.
        lanes : slice
            Its lanes.
        stock : array, t, ``[item, replication]``
            All it has.
        orders, classes, claims
            As for :func:`~sim.rules.allocation.ration`.

        Returns
        -------
        array, t, ``[its lane, item, replication]``
        """
        held = np.minimum(self.held[row], stock)
        first = ration(held, np.where(self._takes[lanes], orders, 0.0), classes, claims)
        later = [np.maximum(claim - first, 0.0) for claim in claims]
        rest = ration(stock - held, orders - first, classes, later)
        return np.minimum(first + rest, orders)

    def pushed(self, row: int, lanes: slice, part: F64, stock: F64) -> F64:
        """Give what a seller pushes over its lanes, t, ``[its lane, item, replication]``.

        Parameters
        ----------
        part : array, ``[its lane, 1 or item, 1 or replication]``
            Part of what it has that may leave over each.
        """
        held = np.minimum(self.held[row], stock)
        taken = np.add.reduce(self._push[lanes] * self._takes[lanes], axis=0)
        more = np.divide(held, taken, out=np.zeros_like(held), where=taken > 0.0)
        return np.asarray(part * (stock - held) + part * self._takes[lanes] * more)

    def ship(self, row: int, lanes: slice, leaving: F64) -> None:
        """Count what leaves of it, as a seller ships t, ``[its lane, item, replication]``."""
        taken = np.add.reduce(np.where(self._takes[lanes], leaving, 0.0), axis=0)
        sold = np.minimum(self.held[row], taken)
        self.held[row] -= sold
        self.sold[row] += sold


def off_spec_of(context: Context, layout: Layout) -> OffSpec | None:
    """Give the part of a good that is not to grade; None where all of it is."""
    if layout.good != OXIDE or context.coefficients.on_spec is None:
        return None
    return OffSpec(context, layout)

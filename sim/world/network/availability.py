"""How much of what sellers have in the end is there already, for buyers who count on it."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.world.network.capacity import Capacity
from sim.world.network.layout import Layout

F64 = NDArray[np.float64]


class Availability:
    """The running, qualified part of the capacity of some sellers of a good.

    Several ask for it in a day: as long as capacity gives the same arrays, it is the same, too.

    Parameters
    ----------
    layout : Layout
    capacities : mapping of str to Capacity
        By block; whoever is of another block has all there is.
    sellers : sequence of int, optional
        Rows of those asked for, in order; all if not given.
    """

    DERIVED: ClassVar = {"_last"}

    def __init__(
        self,
        layout: Layout,
        capacities: Mapping[str, Capacity],
        sellers: Sequence[int] | None = None,
    ) -> None:
        self._last: tuple[list[F64], F64] = [], np.zeros((0, 1))
        """What was found last, by block and of all."""
        asked = range(len(layout.sellers)) if sellers is None else sellers
        self._parts: list[tuple[Capacity | None, list[int]]] = []
        for block, places in layout.seller_rows.items():
            of_block = range(places.start, places.stop)
            rows = [seller - places.start for seller in asked if seller in of_block]
            self._parts.append((capacities.get(block), rows))
        self._all = [np.ones((len(rows), 1)) for _, rows in self._parts]

    @property
    def differs(self) -> bool:
        """Whether it differs between replications."""
        return any(c is not None and c.differs(rows) for c, rows in self._parts)

    def over(self, first: float, days: int) -> F64:
        """Give it on days from the first on where it does not differ, ``[seller, day]``."""
        found = [
            np.ones((len(rows), days)) if c is None else c.available_over(first, days, rows)
            for c, rows in self._parts
        ]
        return np.concatenate(found)

    def at(self, day: float) -> F64:
        """Give it on a day, ``[seller, 1 or replication]``."""
        found = [
            whole if c is None else c.availability(day, rows)
            for (c, rows), whole in zip(self._parts, self._all, strict=True)
        ]
        if list(map(id, found)) != list(map(id, self._last[0])):
            width = max(one.shape[-1] for one in found)
            wide = [np.broadcast_to(one, (len(one), width)) for one in found]
            self._last = found, np.concatenate(wide)
        return self._last[1]

"""What makers of one kind can make while they take on more people and machines."""

import numpy as np
from numpy.typing import NDArray

from sim.rules.surge import base_after
from sim.world.network.context import Context
from sim.world.state.state import stacked
from sim.world.time.clock import DAYS_PER_MONTH, DAYS_PER_YEAR

F64 = NDArray[np.float64]


class Surge:
    """The limit to what makers with a ``surge`` can make, in t of what their capacity is in.

    Parameters
    ----------
    block : str
        Block of the scenario.
    names : list of str
        Its makers.
    """

    def __init__(self, context: Context, block: str, names: list[str]) -> None:
        self._context, self._block, values = context, block, context.values
        limited = [
            name for name in names if getattr(context.scenario, block)[name].surge is not None
        ]
        self._rows = np.array([names.index(name) for name in limited], dtype=np.intp)
        self._at_once, self._per_month = (
            stacked([values.at(block, name, "surge", key) for name in limited], len(limited))
            for key in ("at_once", "per_month")
        )
        self._base = context.state.array(f"{block}.manned", len(limited)) if limited else None
        """What they are manned for, t a day, ``[limited maker, replication]``."""

    def __bool__(self) -> bool:
        return self._base is not None

    def plan(self, planned: F64) -> None:
        """Man them at least for what they are planned to make, t a day, ``[maker, ...]``."""
        assert self._base is not None
        np.maximum(self._base, planned[self._rows], out=self._base)

    def limit(self, most: F64, days: int) -> F64:
        """Give what they can make of what capacity lets them, t in some days, ``[maker, ...]``."""
        assert self._base is not None
        most = np.repeat(most, self._base.shape[-1] // most.shape[-1], axis=-1)
        can = (self._base + self._at_once * self._capacity + self._step(days)) * days
        most[self._rows] = np.minimum(most[self._rows], can)
        return most

    def note(self, worked: F64, days: int) -> None:
        """Let them take on what they lack for what they made, t in some days, ``[maker, ...]``."""
        assert self._base is not None
        self._base[...] = base_after(self._base, worked[self._rows] / days, self._step(days))

    def _step(self, days: int) -> F64:
        """Give what they can take on in some days, t a day, ``[limited maker, ...]``."""
        return self._per_month * self._capacity * (days / DAYS_PER_MONTH)

    @property
    def _capacity(self) -> F64:
        """Capacity of today, t a day, ``[limited maker, 1 or replication]``."""
        capacity = self._context.capacities[self._block]
        found: F64 = capacity.per_year(self._context.clock.day)[self._rows]
        return found / DAYS_PER_YEAR

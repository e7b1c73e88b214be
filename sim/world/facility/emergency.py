"""Consumers that redesign what they build, as they were short for long."""

import numpy as np
from numpy.typing import NDArray

from sim.rules.emergency import redesigned
from sim.scenario.chain import CONSUMERS
from sim.world.network.context import Context
from sim.world.state.state import stacked

F64 = NDArray[np.float64]
Index = NDArray[np.intp]

SHORT = 0.01
"""Part of its demand that a consumer lacks at least on a day on which it is short."""


class Emergencies:
    """What consumers of a good with an ``emergency`` do without by now.

    Parameters
    ----------
    context : Context
    names : list of str
        Consumers, in the order of their rows.
    label : str
        Name of their state.
    """

    def __init__(self, context: Context, names: list[str], label: str) -> None:
        consumers, values = context.scenario.consumers, context.values
        some = [name for name in names if consumers[name].emergency is not None]
        self._rows: Index = np.array([names.index(name) for name in some], dtype=np.intp)
        self._after, self._over, self._saves, self._downshift = (
            stacked([values.at(CONSUMERS, name, "emergency", key) for name in some], len(some))
            for key in ("after_days", "over_days", "saves", "downshift")
        )
        self._short = context.state.total(f"{label}.days_short", len(some)) if some else None
        """Days on which they were short, ``[consumer with an emergency, replication]``."""
        self._begun = False
        """Whether anybody anywhere has been short for so long that something is redesigned."""

    def __bool__(self) -> bool:
        return self._short is not None

    def less(self, demand: F64) -> F64:
        """Give what is left of demand, t, ``[consumer, item, 1 or replication]``."""
        assert self._short is not None
        if not self._begun:
            return demand
        part = redesigned(self._short, self._after, self._over)
        left = np.repeat(demand, self._short.shape[-1] // demand.shape[-1], axis=-1)
        ours = left[self._rows] * (1.0 - self._saves * part)[:, None]
        moved = ours[:, 1:] * (self._downshift * part)[:, None]
        ours[:, 1:] -= moved
        ours[:, 0] += np.add.reduce(moved, axis=1)
        left[self._rows] = ours
        return left

    def note(self, missed: F64, demand: F64) -> None:
        """Count a day on which they were short; ``[consumer, item, 1 or replication]``, t."""
        assert self._short is not None
        lacking, whole = (np.add.reduce(x[self._rows], axis=1) for x in (missed, demand))
        short = lacking > SHORT * whole
        if short.any():
            self._short += short
            self._begun = self._begun or bool((self._short > self._after).any())

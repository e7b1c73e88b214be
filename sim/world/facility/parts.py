"""Parts under way between those who use a good and the lines that build of it."""

from collections.abc import Callable
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.rules.parts import bridged
from sim.scenario.chain import CONSUMERS
from sim.world.network.context import Context

F64 = NDArray[np.float64]


class Parts:
    """What the parts of consumers with ``parts_days`` bridge, firm by firm.

    Parameters
    ----------
    context : Context
    names : list of str
        Consumers, in the order of their rows.
    label : str
        Name of their state.

    Attributes
    ----------
    built_late : array, days, ``[consumer, replication]``
        Output that was built later since the start, in days of it.
    """

    DERIVED: ClassVar = {"_drawn"}

    def __init__(self, context: Context, names: list[str], label: str) -> None:
        consumers, state = context.scenario.consumers, context.state
        self._place: dict[int, int] = {}
        self._strata: list[int] = []
        self._drawn: dict[int, Callable[[], F64]] = {}
        for row, name in enumerate(names):
            output, firms = consumers[name].output, consumers[name].firms
            if output is not None and output.parts_days is not None:
                self._place[row] = len(self._strata)
                self._strata.append(1 if firms is None else firms.strata)
                self._drawn[row] = context.values.later(CONSUMERS, name, "output", "parts_days")
        self._shape = len(names), state.width
        self._needed = self.built_late = np.zeros((len(names), 1))
        if self._place:
            shape = len(self._strata), max(self._strata)
            self._gone = state.array(f"{label}.parts_gone", *shape)
            """Parts that are missing, days of output, ``[place, stratum, replication]``."""
            self._owed = state.array(f"{label}.output_owed", *shape)
            """Output that what customers wait for would give, in days of it."""
            self._needed = state.total(f"{label}.parts_needed", len(names))
            """1 where something was lacking since the start, ``[consumer, replication]``."""
            self.built_late = state.total(f"{label}.built_late", len(names))

    def __bool__(self) -> bool:
        return bool(self._place)

    @cached_property
    def held(self) -> F64:
        """Days of output that parts bridge, 0 of those without, ``[consumer, replication]``.

        Drawn when they are first needed: until then replications do not differ by it.
        """
        held = np.zeros(self._shape)
        for row, drawn in self._drawn.items():
            held[row] = drawn()
        return held

    def needed(self) -> F64:
        """Give the days that parts bridge where something was lacking since the start, else 0.

        Returns
        -------
        array, days, ``[consumer, replication]``
        """
        if not self._needed.any():
            return np.zeros(self._shape)
        return np.where(self._needed > 0.0, self.held, 0.0)

    def has(self, row: int) -> bool:
        """Tell whether a consumer has any."""
        return row in self._place

    def bridge(self, row: int, lacking: F64, caught_up: F64, kept: F64) -> F64:
        """Let the lines of a consumer go on with what parts there are.

        Parameters
        ----------
        row : int
        lacking : array, 0 to 1, ``[1 or replication]`` or ``[stratum, 1 or replication]``
            Part of the day's output for which a firm lacks what it uses.
        caught_up : array, 0 to 1, likewise
            Part that is served today of what waited.
        kept : array, 0 to 1, ``[1 or replication]``
            Part of what lacks that customers wait for.

        Returns
        -------
        array, 0 to 1, ``[replication]``
            Part of the day's output that is not built.
        """
        place = self._place[row]
        strata = self._strata[place]
        lacking, caught_up = (one[:strata] if one.ndim > 1 else one for one in (lacking, caught_up))
        gone, owed = self._gone[place, :strata], self._owed[place, :strata]
        np.copyto(self._needed[row], 1.0, where=np.logical_or.reduce(np.atleast_2d(lacking > 0.0)))
        late = owed * caught_up
        owed -= late
        owed += kept * lacking
        day = bridged(lacking, late, gone, self.held[row])
        gone[...] = day.gone
        self.built_late[row] += np.add.reduce(day.late, axis=0) / strata
        return np.asarray(np.add.reduce(day.idle, axis=0) / strata)

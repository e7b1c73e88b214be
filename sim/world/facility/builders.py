"""What consumers build of what they are served: a firm as much as its scarcest grade allows."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.rules.building import built, scarcest
from sim.rules.ratio import ratio
from sim.world.facility.firms import Used
from sim.world.facility.parts import Parts
from sim.world.network.context import Context

F64 = NDArray[np.float64]


class Short(NamedTuple):
    """A day on which somebody is short or catches up, t, ``[consumer, item, 1 or replication]``."""

    missed: F64
    demand: F64
    waiting: F64
    """What still waits of the days before."""
    caught_up: F64 | None
    """What is served today of the days before; None if nothing can be."""
    kept: F64
    """Part of what is missed that customers wait for, ``[consumer, 1, 1 or replication]``."""


class Builders:
    """What those consumers of a good do not build that have an ``output``.

    Parameters
    ----------
    context : Context
    names : list of str
        Consumers, in the order of their rows.
    label : str
        Name of their state.

    Attributes
    ----------
    idle : array, 0 to 1, ``[consumer, replication]``
        Part of the day's output that is not built; 0 of those without an ``output``.
    parts : Parts
        What bridges the days on which they lack something.
    """

    def __init__(self, context: Context, names: list[str], label: str) -> None:
        consumers = [context.scenario.consumers[name] for name in names]
        self._curves = {
            row: tuple((point.served, point.built) for point in one.output.curve)
            for row, one in enumerate(consumers)
            if one.output is not None
        }
        self.idle = np.zeros((len(names), context.state.width))
        self.parts = Parts(context, names, label)
        self._any = False

    def __bool__(self) -> bool:
        return bool(self._curves)

    def all_built(self) -> None:
        """Note a day on which everybody is served, and nobody waits."""
        if self._any:
            self.idle[...] = 0.0
            self._any = False

    def note(self, day: Short, firms: Used | None) -> None:
        """Note a day on which somebody lacks something, or is served what waited.

        Parameters
        ----------
        day : Short
        firms : Used, optional
            Those who run one by one; none if all run as one.
        """
        self._any = True
        for row, curve in self._curves.items():
            of_firms = None if firms is None else firms.missed_by(row)
            if of_firms is None:
                lacking = 1.0 - built(scarcest(day.missed[row], day.demand[row]), curve)
                self.idle[row] = lacking
            else:
                lacking = 1.0 - built(scarcest(of_firms.missed, of_firms.use), curve)
                self.idle[row] = np.add.reduce(of_firms.weight * lacking, axis=0)
            if not self.parts.has(row):
                continue
            if of_firms is not None:
                caught_up = _part(of_firms.caught_up, of_firms.waited)
            elif day.caught_up is not None:
                left, late = day.waiting[row], day.caught_up[row]
                caught_up = _part(late, left + late)
            else:
                caught_up = np.zeros(1)
            if lacking.any() or caught_up.any():
                idle = self.parts.bridge(row, lacking, caught_up, day.kept[row, 0])
                np.copyto(self.idle[row], idle, where=self.parts.held[row] > 0.0)


def _part(served: F64, waited: F64) -> F64:
    """Give the part that is served of what waited, of all grades, ``[...]`` of ``[item, ...]``."""
    served, waited = (np.add.reduce(one, axis=0) for one in (served, waited))
    return np.minimum(ratio(served, waited), 1.0)

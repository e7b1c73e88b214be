"""What consumers build of what they are served: a firm as much as its scarcest grade allows."""

import numpy as np
from numpy.typing import NDArray

from sim.rules.building import built, scarcest
from sim.scenario.schema import Scenario
from sim.world.facility.firms import Used

F64 = NDArray[np.float64]


class Builders:
    """What those consumers of a good do not build that have an ``output``.

    Parameters
    ----------
    scenario : Scenario
    names : list of str
        Consumers, in the order of their rows.
    width : int
        Number of replications.

    Attributes
    ----------
    idle : array, 0 to 1, ``[consumer, replication]``
        Part of the day's output that is not built; 0 of those without an ``output``.
    """

    def __init__(self, scenario: Scenario, names: list[str], width: int) -> None:
        consumers = [scenario.consumers[name] for name in names]
        self._curves = {
            row: tuple((point.served, point.built) for point in one.output.curve)
            for row, one in enumerate(consumers)
            if one.output is not None
        }
        self.idle = np.zeros((len(names), width))
        self._any = False

    def __bool__(self) -> bool:
        return bool(self._curves)

    def all_built(self) -> None:
        """Note a day on which everybody is served."""
        if self._any:
            self.idle[...] = 0.0
            self._any = False

    def note(self, missed: F64, demand: F64, firms: Used | None) -> None:
        """Note a day on which somebody lacks something.

        Parameters
        ----------
        missed, demand : array, t, ``[consumer, item, 1 or replication]``
        firms : Used, optional
            Those who run one by one; none if all run as one.
        """
        self._any = True
        for row, curve in self._curves.items():
            of_firms = None if firms is None else firms.missed_by(row)
            if of_firms is None:
                self.idle[row] = 1.0 - built(scarcest(missed[row], demand[row]), curve)
            else:
                part = built(scarcest(of_firms.missed, of_firms.use), curve)
                self.idle[row] = np.add.reduce(of_firms.weight * (1.0 - part), axis=0)

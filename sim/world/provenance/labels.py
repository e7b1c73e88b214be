"""Labels: everything, and what is of each origin, or of several at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.scenario.joint import Joints
from sim.scenario.provenance import DONE_BY, Origin, told_apart
from sim.scenario.schema import Scenario

F64 = NDArray[np.float64]
Index = NDArray[np.intp]
Mask = NDArray[np.bool_]


class Labels:
    """The labels of matter, and where it gets and loses them.

    What is of an origin is counted together with each origin by which matter is told apart, too:
    so all is known of both parts.

    Parameters
    ----------
    scenario : Scenario
    origins : sequence of Origin
        Those that somebody asks for.

    Attributes
    ----------
    joints : Joints
        What the labels stand for, in their order; number 0 is everything.
    count : int
    apart : dict of int to array of int, ``[label]``
        The labels of which matter is told apart, in the order in which this is done; by the number
        of each the numbers of all labels together with it.
    """

    def __init__(self, scenario: Scenario, origins: Sequence[Origin]) -> None:
        told = told_apart(scenario)
        self.joints = Joints(scenario, origins, told)
        self.count = len(self.joints.all)
        self._number = {joint: number for number, joint in enumerate(self.joints.all)}
        self._asked = frozenset(origins)
        self.apart = {self.at(one): self._with(one) for one in told}
        self._made_of = {
            block: [self._before(block, name) for name in sorted(getattr(scenario, block))]
            for block in DONE_BY
        }

    def at(self, origin: Origin) -> int:
        """Give the number of an origin.

        Raises
        ------
        ValueError
            If nobody has asked for it.
        """
        if origin not in self._asked:
            raise ValueError(f"{origin} is not followed")
        return self._number[self.joints.of([origin])]

    def _with(self, origin: Origin) -> Index:
        of = self.joints.of
        return np.array([self._number[of([*joint, origin])] for joint in self.joints.all])

    def _before(self, block: str, name: str) -> tuple[Index, Mask]:
        """Give which labels what a facility makes has from which labels, and which none has."""
        found = [self.joints.before(block, name, joint) for joint in self.joints.all]
        numbers = [0 if joint is None else self._number[joint] for joint in found]
        return np.array(numbers), np.array([joint is None for joint in found])

    def mark(self, block: str, rows: slice, content: F64) -> F64:
        """Give what some facilities of a block make, ``[row, cell, label, replication]``.

        A block that does nothing which an origin could name leaves it as it is.

        Parameters
        ----------
        block : str
        rows : slice
            The facilities, counted within their block.
        content : array
            What they make it of, shaped likewise.
        """
        if block not in self._made_of:
            return content
        found = np.empty_like(content)
        for row, (before, lost) in enumerate(self._made_of[block][rows]):
            np.take(content[row], before, axis=1, out=found[row], mode="clip")
            found[row, :, lost] = 0.0
        return found

"""Labels: everything, and what is of each origin."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.scenario.network import place_of, within
from sim.scenario.provenance import DONE_BY, Origin
from sim.scenario.schema import Scenario

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Labels:
    """The labels of matter, and where it gets and loses them.

    Parameters
    ----------
    scenario : Scenario
    origins : sequence of Origin
        Those of the labels from number 1 on; number 0 is everything.
    """

    def __init__(self, scenario: Scenario, origins: Sequence[Origin]) -> None:
        self._scenario, self.count = scenario, 1 + len(origins)
        self._at = {origin: number for number, origin in enumerate(origins, start=1)}
        self._gets = {
            block: np.array(
                [
                    [False, *(_gets(scenario, block, name, origin) for origin in origins)]
                    for name in sorted(getattr(scenario, block))
                ],
                dtype=bool,
            ).reshape(-1, 1, self.count, 1)
            for block in DONE_BY
        }
        self._loses = {
            block: np.array([False, *(origin.forgets(block) for origin in origins)])[:, None]
            for block in DONE_BY
        }

    def at(self, origin: Origin) -> int:
        """Give the number of an origin.

        Raises
        ------
        ValueError
            If nobody has asked for it.
        """
        if origin not in self._at:
            raise ValueError(f"{origin} is not followed")
        return self._at[origin]

    def implied(self, origin: Origin) -> Mask:
        """Tell which labels mark nothing but what is of an origin, too, ``[label]``."""
        found = [
            within(self._scenario, one.place, origin.place) and one.stages <= origin.stages
            for one in self._at
        ]
        return np.array([False, *found], dtype=bool)

    def mark(self, block: str, rows: slice, content: F64) -> F64:
        """Give what some facilities of a block make, ``[row, cell, label, replication]``.

        Parameters
        ----------
        block : str
        rows : slice
            The facilities, counted within their block.
        content : array
            What they make it of, shaped likewise.
        """
        kept = np.where(self._loses[block], 0.0, content)
        return np.where(self._gets[block][rows], content[:, :, :1], kept)


def _gets(scenario: Scenario, block: str, name: str, origin: Origin) -> bool:
    here = within(scenario, place_of(scenario, name), origin.place)
    return here and DONE_BY[block] in origin.stages

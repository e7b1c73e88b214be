"""What a total has grown by since it was last looked at."""

import numpy as np
from numpy.typing import NDArray

from sim.world.state.state import State

F64 = NDArray[np.float64]


class Since:
    """The growth of a total of the state, which begins at nothing with the run.

    Parameters
    ----------
    state : State
    name : str
        Name of what was seen of it, in the state.
    total : array, t, ``[row, item, replication]``
    """

    def __init__(self, state: State, name: str, total: F64) -> None:
        self._total = total
        self._seen = state.total(f"provenance.{name}.seen", *total.shape[:-1])
        self.amount = np.zeros_like(total)

    def read(self) -> None:
        """Look at it: :attr:`amount` is what has come since it was last looked at."""
        self.amount = self._total - self._seen
        self._seen[...] = self._total

"""What holding, transport and shortage cost, in every history: what its measures are read from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Bill:
    """The costs of a facility, consumer or lane, or of the whole chain."""

    holding: tuple[F64, ...]
    """Costs of stocks on hand, in process and in transit, each in million USD,
    ``[month, history]``."""
    transport: tuple[F64, ...]
    """Costs of what is shipped, likewise."""
    shortage: tuple[F64, ...]
    """Penalties for demand that waits or is not served on its day, likewise."""
    days: int
    """Days of the run."""

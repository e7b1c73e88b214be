"""What of the magnets of sellers was in a place, by plan."""

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import MAGNETS
from sim.scenario.schema import OriginRule
from sim.world.network.context import Context
from sim.world.network.origin import exporters_material

F64 = NDArray[np.float64]


class Shares:
    """Reads them off the plan."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def __call__(self, rule: OriginRule) -> F64:
        """Give them on this day."""
        day = np.array([float(self._context.clock.day)])
        material = exporters_material(self._context, rule.not_from, day)[MAGNETS]
        return np.where(material.held > 0.0, material.share, 0.0)

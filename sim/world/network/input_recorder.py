"""Writes down what uncertain numbers are in each replication."""

import numpy as np

from sim.world.chance.drawn import Drawn
from sim.world.record.series import Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder

FACTORS = Series(
    name="uncertain_factors",
    axes=("factors",),
    unit="1",
    doc="what uncertain numbers of a source and kind have in common: a normal score",
    kept="uncertain_factors",
)
NUMBERS = Series(
    name="uncertain_numbers",
    axes=("numbers",),
    unit="as written",
    doc="uncertain numbers, by their paths; of a dated one the first value that can be off; shares "
    "of lanes before those of a buyer are made to sum to 1",
    kept="uncertain_numbers",
)


class InputRecorder(SeriesRecorder):
    """Gives the uncertain numbers, and what they have in common."""

    declares = (FACTORS, NUMBERS)

    def __init__(self, drawn: Drawn) -> None:
        self._drawn = drawn

    def series(self) -> list[Recorded]:
        """Give factors and numbers, ``[factor or number, replication]``."""
        drawn, inputs = self._drawn, self._drawn.inputs
        numbers = [drawn.value(one.path, one.centre) for one in inputs.drawn]
        return [
            FACTORS.of(drawn.factors, factors=inputs.factors),
            NUMBERS.of(np.stack(numbers), numbers=tuple(one.name for one in inputs.drawn)),
        ]

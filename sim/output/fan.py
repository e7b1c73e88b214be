"""A daily quantity over histories: its mean, quantiles and a few single histories."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim import measures
from sim.output.groups import Flows

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

PATHS = 3
"""Single histories that a fan keeps: the first ones, so that more histories change none."""


@dataclass(frozen=True)
class Fan:
    """A quantity on each day of a run."""

    mean: F64
    """Mean over histories, ``[day]``."""
    quantiles: F64
    """At the probabilities of :data:`sim.measures.QUANTILES`, ``[day, probability]``."""
    paths: F64
    """The first histories themselves, ``[day, path]``."""

    @classmethod
    def of(cls, values: F64) -> "Fan":
        """Summarise ``[day, history]``; single precision sorts five times faster."""
        return cls(
            mean=values.mean(axis=-1),
            quantiles=measures.quantiles(values.astype(np.float32)),
            paths=values[:, :PATHS].copy(),
        )


@dataclass(frozen=True)
class Series:
    """The daily series of a group."""

    demand_t: F64
    """Mean demand over histories, t of finished magnets, ``[day]``."""
    shortfall: Fan
    """Shortfall days of the day: 1 - fill."""
    cumulative: Fan
    """Shortfall days since the start."""
    cover: Fan
    """Days of cover at the end of the day, of the stock on the group's own hands."""

    @classmethod
    def of(cls, flows: Flows) -> "Series":
        """Summarise the flows of a group."""
        fill = measures.fill_rate(flows.demand_t, flows.served_t)
        daily = measures.daily_shortfall(fill)
        return cls(
            demand_t=flows.demand_t.mean(axis=-1),
            shortfall=Fan.of(daily),
            cumulative=Fan.of(measures.cumulative(daily)),
            cover=Fan.of(measures.days_of_cover(flows.on_hand_t, flows.demand_t)),
        )

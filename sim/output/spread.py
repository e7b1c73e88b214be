"""A recorded series over the histories of a run: mean and quantiles, id by id."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim import measures
from sim.output.histories import Histories
from sim.world.record.series import Series

F64 = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Spread:
    """What a series is over the histories, for an id along each of its axes."""

    ids: tuple[str, ...]
    """Whose."""
    mean: F64
    """Mean over histories, in the series' unit, ``[time, entry]``; a single entry if the series
    has none."""
    quantiles: F64
    """At :data:`sim.measures.QUANTILES`, ``[time, entry, probability]``."""


def spreads(histories: Histories, series: Series) -> Iterator[Spread]:
    """Summarise a series of a run, holding one id at a time; none if it has not recorded it."""
    for ids, values in histories.each(series):
        by_entry = values if series.entries else values[:, None]
        yield Spread(ids, by_entry.mean(axis=-1), measures.quantiles(by_entry))

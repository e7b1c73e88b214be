"""A daily quantity over histories: its mean, quantiles and a few single histories."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim import measures
from sim.measures.width import BAND, Explaining
from sim.output.groups import Group
from sim.output.histories import Histories
from sim.output.lot import STEPS, key

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
    event: F64 | None = None
    """Ends of the band of what the event alone makes of it, ``[day, 2]``; none where there is no
    such part."""

    @classmethod
    def of(cls, values: NDArray[Any], step: float = 1.0, event: Explaining | None = None) -> "Fan":
        """Summarise ``[day, history]``; whole numbers count in *step*.

        Only days on which the histories differ are sorted, whole numbers add up exactly. With
        what gives the part of the *event* that is told, too.
        """
        first = values[:, 0]
        differ = np.flatnonzero((values != first[:, None]).any(axis=-1))
        adding = np.uint64 if np.issubdtype(values.dtype, np.integer) else np.float64
        mean = first.astype(np.float64)
        quantiles = np.repeat(mean[:, None], len(measures.QUANTILES), axis=1)
        varied = values[differ]
        mean[differ] = varied.sum(axis=-1, dtype=adding) / values.shape[-1]
        single = varied.dtype == np.float16  # which sorts ten times slower than single precision
        quantiles[differ] = measures.quantiles(varied.astype(np.float32) if single else varied)
        band = None
        if event is not None:
            band = np.repeat(mean[:, None], len(BAND), axis=1)
            band[differ] = measures.quantiles(event.expected(varied), BAND)
            band *= step
        return cls(mean * step, quantiles * step, values[:, :PATHS] * step, band)

    @classmethod
    def over(
        cls,
        stretches: Iterable[NDArray[Any]],
        step: float = 1.0,
        event: Explaining | None = None,
        since: int = 0,
    ) -> "Fan":
        """Summarise stretches of days, one after the other, ``[day*, history]`` each.

        Before the day *since* the event makes nothing: what is fitted there is chance.
        """
        found = [cls.of(values, step, event) for values in stretches]
        mean = np.concatenate([one.mean for one in found])
        bands = [one.event for one in found if one.event is not None]
        band = np.concatenate(bands) if bands else None
        if band is not None:
            band[:since] = mean[:since, None]
        return cls(
            mean,
            np.concatenate([one.quantiles for one in found]),
            np.concatenate([one.paths for one in found]),
            band,
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
    def of(
        cls,
        histories: Histories,
        group: Group,
        demand_t: F64,
        event: Explaining | None = None,
        since: int = 0,
    ) -> "Series":
        """Summarise a group, whose mean demand is given, with what gives the part of the event.

        That is told of what is drawn: of a consumer its days one by one, of others the sum of them
        and the cover.
        """
        by_day, summed = (event, None) if group.kind == "consumer" else (None, event)
        return cls(
            demand_t=demand_t,
            shortfall=Fan.over(
                histories.by_time(key("shortfall", group)), 1 / STEPS, by_day, since
            ),
            cumulative=Fan.over(histories.cumulated(group), 1 / STEPS, summed, since),
            cover=Fan.over(histories.by_time(key("cover", group)), event=summed, since=since),
        )

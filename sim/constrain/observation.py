"""What is recorded of an episode, as worlds are compared with it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.hindcast.episode import Constrain, Episode, Grade, PlantStop, Series
from sim.hindcast.month import number_of, span
from sim.hindcast.replay import normal_of
from sim.output.label import label_of

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Observation:
    """A month of a series, its normal flow, or a first stop."""

    name: str
    """Series and month, or stop, as ``us 2025-05``, ``us normal``."""
    label: str
    """How reports call it."""
    unit: str
    """t or d."""
    recorded: tuple[float, float]
    """What is recorded: the same twice, or first and last of a window."""
    error: float
    """Standard deviation of what is recorded."""
    discrepancy: float
    """Standard deviation of what a replay with the right numbers would still miss."""
    of: str
    """Series or stop."""
    months: tuple[str, ...] = ()
    """The month, or those of which the mean counts; none of a stop."""

    @property
    def spread(self) -> float:
        """Standard deviation of both together."""
        return float(np.hypot(self.error, self.discrepancy))

    def missed(self, simulated: F64) -> F64:
        """Give by how much a simulated value lies outside of what is recorded, in its unit."""
        first, last = self.recorded
        return np.asarray(np.minimum(simulated - first, 0.0) + np.maximum(simulated - last, 0.0))


def observations(episode: Episode) -> tuple[Observation, ...]:
    """List what worlds are told apart by; nothing where the episode does not say how."""
    if episode.constrain is None:
        return ()
    return (*_months(episode, episode.constrain), *_stops(episode, episode.constrain))


def outside(episode: Episode) -> tuple[Observation, ...]:
    """List what worlds are judged by: months after those fitted to, and stops not told apart by."""
    block = episode.constrain
    if block is None or episode.in_sample is None:
        return ()
    last = number_of(episode.in_sample[1])
    months = [
        _month(episode, block, name, series, month)
        for name, series in episode.series.items()
        for month in series.observed
        if number_of(month) > last
    ]
    left = (name for name in episode.plant_stops if name not in block.stops)
    return (*months, *(_stop(name, episode.plant_stops[name], 0.0) for name in left))


def _month(
    episode: Episode, block: Constrain, name: str, series: Series, month: str
) -> Observation:
    value, grade = series.observed[month], series.grades.get(month, "recorded")
    label = label_of(series.label, name.replace("_", " "))
    return Observation(
        name=f"{name} {month}",
        label=f"{label}, {month}",
        unit="t",
        recorded=(value, value),
        error=block.observation_error.get(grade, 0.0) * value,
        discrepancy=block.discrepancy.get(name, 0.0) * normal_of(episode, series),
        of=name,
        months=(month,),
    )


def _months(episode: Episode, block: Constrain) -> Iterator[Observation]:
    assert episode.in_sample is not None
    fitted = span(*episode.in_sample)
    for name in block.discrepancy:
        series = episode.series[name]
        if series.compared_as == "t" and not np.isnan(normal_of(episode, series)):
            yield _normal(episode, block, name, series)
        for month in (month for month in fitted if month in series.observed):
            yield _month(episode, block, name, series, month)


def _normal(episode: Episode, block: Constrain, name: str, series: Series) -> Observation:
    """Give the normal flow, the mean of months whose errors are independent."""
    value, errors = normal_of(episode, series), block.observation_error
    months = tuple(span(*episode.normal))
    grade: Grade = "recorded" if series.normal_t is None else "derived"
    label = label_of(series.label, name.replace("_", " "))
    return Observation(
        name=f"{name} normal",
        label=f"{label}, normal",
        unit="t",
        recorded=(value, value),
        error=errors.get(grade, max(errors.values())) * value,
        discrepancy=block.discrepancy[name] * value / math.sqrt(len(months)),
        of=name,
        months=months,
    )


def _stops(episode: Episode, block: Constrain) -> Iterator[Observation]:
    for name, days in block.stops.items():
        yield _stop(name, episode.plant_stops[name], days)


def _stop(name: str, stop: PlantStop, discrepancy: float) -> Observation:
    first, last = stop.days
    label = label_of(stop.label, stop.who)
    return Observation(name, label, "d", (first, last), 0.0, discrepancy, name)

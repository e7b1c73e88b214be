"""What was learned about each uncertain number: how far it was off before, and is after."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.constrain.constrained import Constrained
from sim.constrain.implausibility import weighted_quantiles
from sim.scenario.numbers import expected
from sim.scenario.origin import dotted
from sim.scenario.schema import Distribution
from sim.scenario.uncertainty.meant import EachItsOwn
from sim.scenario.value import value_at
from sim.world.chance.chance import Chance
from sim.world.chance.values import Values
from sim.world.network.draw import balance_missed, drawn_inputs
from sim.world.state.state import BATCH

F64 = NDArray[np.float64]
Found = tuple[float, F64]
"""A number as written, and in each world."""

LEAST = 1e-6
"""Part of its spread that is left of a number at least."""
BAND = 0.05, 0.95


@dataclass(frozen=True)
class Learned:
    """One number."""

    name: str
    """Its path."""
    centre: float
    """As written; of a distribution the mean."""
    prior: tuple[float, float]
    """Its 5 and 95 % quantile in prior worlds."""
    after: tuple[float, float]
    """The same in constrained ones."""
    ratio: float
    """Standard deviation after, part of that before."""
    shift: float
    """By how much its mean moved, standard deviations before."""
    gain: float
    """What was learned, nats."""


@dataclass(frozen=True)
class Lesson:
    """What was learned about all numbers."""

    numbers: tuple[Learned, ...]
    """Those learned about most first."""
    noise: float
    """Gain that one in twenty numbers comes above if nothing at all is learned."""
    missed: float
    """Largest part by which any flow of 2024 is off in a constrained world."""


def lesson(found: Constrained) -> Lesson:
    """Compare prior worlds with those that were kept, all of them reconciled with 2024."""
    numbers, weight = found.kept
    count = len(numbers)
    even = np.full(count, 1.0 / count)
    prior, _ = _drawn(found, tuple(range(count)))
    other, _ = _drawn(found, tuple(range(count, 2 * count)))
    after, missed = _drawn(found, tuple(map(int, numbers)))
    rows, noise = [], []
    for name, (centre, values) in prior.items():
        before, now = _moments(values, even), _moments(after[name][1], weight)
        if before[1] == 0.0:
            continue
        noise.append(gain(before, _moments(other[name][1], weight)))
        bands = _band(values, even), _band(after[name][1], weight)
        shift, ratio = (now[0] - before[0]) / before[1], now[1] / before[1]
        rows.append(Learned(name, centre, *bands, ratio, shift, gain(before, now)))
    rows.sort(key=lambda row: -row.gain)
    return Lesson(tuple(rows), float(np.quantile(noise, 0.95)) if noise else 0.0, missed)


def gain(before: tuple[float, float], after: tuple[float, float]) -> float:
    """Give the information gained on a number, nats (Lindley 1956), as of normal distributions.

    ``ln(s0 / s1) + (s1^2 + (m1 - m0)^2) / (2 s0^2) - 1/2``, the divergence of Kullback and Leibler.

    Parameters
    ----------
    before, after : tuple of float, any unit
        Mean and standard deviation.

    Examples
    --------
    >>> gain((0.0, 1.0), (0.0, 1.0)), round(gain((0.0, 2.0), (2.0, 2.0)), 3)
    (0.0, 0.5)
    """
    ratio = max(after[1] / before[1], LEAST)
    shift = (after[0] - before[0]) / before[1]
    return -math.log(ratio) + 0.5 * (ratio**2 + shift**2 - 1.0)


def _moments(values: F64, weight: F64) -> tuple[float, float]:
    """Give mean and standard deviation."""
    values = values[: len(weight)]
    mean = float(np.sum(weight * values))
    return mean, math.sqrt(float(np.sum(weight * (values - mean) ** 2)))


def _drawn(found: Constrained, numbers: tuple[int, ...]) -> tuple[dict[str, Found], float]:
    """Give the numbers of some worlds, and the most by which they miss the balance."""
    asked = EachItsOwn(found.trial.seed, numbers)
    scenario = found.trial.scenario.model_copy(update={"worlds": asked})
    chance = Chance(found.trial.seed, 0, -(-len(numbers) // BATCH) * BATCH)
    drawn = drawn_inputs(scenario, chance)
    assert drawn is not None
    values = Values(scenario, chance, drawn)
    rows = {o.name: (o.centre, drawn.value(o.path, o.centre)) for o in drawn.inputs.drawn}
    for path in drawn.inputs.spread:
        if isinstance(written := value_at(scenario, path).value, Distribution):
            rows[dotted(path)] = expected(written), values.at(*path)
    missed = balance_missed(scenario, chance)[: len(numbers)]
    return rows, float(missed.max(initial=0.0))


def _band(values: F64, weight: F64) -> tuple[float, float]:
    low, high = weighted_quantiles(values[: len(weight)], weight, BAND).tolist()
    return low, high

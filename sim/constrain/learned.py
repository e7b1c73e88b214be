"""What was learned about each uncertain number: how far it was off before, and is after."""

import math
from collections.abc import Iterator
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
from sim.world.chance.worlds import scores
from sim.world.network.draw import balance_missed, drawn_inputs
from sim.world.state.state import BATCH

F64 = NDArray[np.float64]
Found = tuple[float, F64]
"""A number as written, and in each world."""
AT_ONCE = 100
"""Numbers whose scores are at hand at once."""
NOISE = -math.log(0.05)
"""Gain that one in twenty numbers comes above if nothing is learned, times the number of worlds:
twice as much has a chi-square distribution with two degrees of freedom."""

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
    """Standard deviation of its normal score after, part of that before."""
    shift: float
    """By how much the mean of its score moved, standard deviations before."""
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
    """Tell what was learned of each number: of its score, in all worlds that agree."""
    numbers, weight = found.kept
    count = len(numbers)
    prior, _ = _drawn(found, tuple(range(count)))
    after, missed = _drawn(found, tuple(map(int, numbers)))
    even, rows = np.full(count, 1.0 / count), list[Learned]()
    for name, score in _scores(found):
        (mean, spread), (centre, values) = _moments(score, found.weight), prior[name]
        bands = _band(values, even), _band(after[name][1], weight)
        rows.append(Learned(name, centre, *bands, spread, mean, gain(mean, spread)))
    rows.sort(key=lambda row: -row.gain)
    return Lesson(tuple(rows), NOISE / found.effective, missed)


def gain(mean: float, spread: float) -> float:
    """Give the information gained on a score, nats (Lindley 1956), as of normal distributions.

    ``-ln s + (s^2 + m^2 - 1) / 2``: the divergence of Kullback and Leibler from N(0, 1).

    Parameters
    ----------
    mean, spread : float, 1
        Mean and standard deviation after.

    Examples
    --------
    >>> gain(0.0, 1.0), gain(1.0, 1.0)
    (0.0, 0.5)
    """
    spread = max(spread, LEAST)
    return -math.log(spread) + 0.5 * (spread**2 + mean**2 - 1.0)


def _scores(found: Constrained) -> Iterator[tuple[str, F64]]:
    """Give each number's score in the worlds that agree, as drawn, ``[agreed]``."""
    inputs, seed = found.trial.inputs, found.trial.seed
    worlds = tuple(map(int, found.agreed))
    factors = scores(seed, inputs.factors, worlds)
    rests = tuple(one.name for one in inputs.drawn)
    spread = tuple(map(dotted, inputs.spread))
    for first in range(0, len(rests), AT_ONCE):
        part = rests[first : first + AT_ONCE]
        for row, rest in enumerate(scores(seed, part, worlds), start=first):
            factor = factors[inputs.factor_of[row]]
            common = math.sqrt(inputs.common) * factor
            yield rests[row], common + math.sqrt(1.0 - inputs.common) * rest
    if spread:
        yield from zip(spread, scores(seed, spread, worlds), strict=True)


def _moments(values: F64, weight: F64) -> tuple[float, float]:
    """Give mean and standard deviation."""
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
    rows = {one.name: (one.centre, drawn.value(one.path, one.centre)) for one in drawn.inputs.drawn}
    for path in drawn.inputs.spread:
        if isinstance(written := value_at(scenario, path).value, Distribution):
            rows[dotted(path)] = expected(written), values.at(*path)
    missed = balance_missed(scenario, chance)[: len(numbers)]
    return rows, float(missed.max(initial=0.0))


def _band(values: F64, weight: F64) -> tuple[float, float]:
    low, high = weighted_quantiles(values[: len(weight)], weight, BAND).tolist()
    return low, high

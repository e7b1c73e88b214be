"""What was learned about each uncertain number: how far it was off before, and is after."""

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

SAMPLE = 512
"""Prior worlds whose numbers are looked at; as many others tell what is noise."""
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
    """Width after, part of that before."""


@dataclass(frozen=True)
class Lesson:
    """What was learned about all numbers."""

    numbers: tuple[Learned, ...]
    """Those learned about most first."""
    noise: float
    """Ratio that one in twenty numbers comes below if nothing at all is learned."""
    missed: float
    """Largest part by which any flow of 2024 is off in a constrained world."""


def lesson(found: Constrained) -> Lesson:
    """Compare prior worlds with those that were kept, all of them reconciled with 2024."""
    numbers, weight = found.kept
    even = np.full(SAMPLE, 1.0 / SAMPLE)
    prior, _ = _drawn(found, tuple(range(SAMPLE)))
    other, _ = _drawn(found, tuple(range(SAMPLE, 2 * SAMPLE)))
    after, missed = _drawn(found, tuple(map(int, numbers)))
    rows, ratios = [], []
    for name, (centre, values) in prior.items():
        before, again = _band(values, even), _band(other[name][1], even)
        now, width = _band(after[name][1], weight), before[1] - before[0]
        if width > 0.0:
            ratios.append((again[1] - again[0]) / width)
            rows.append(Learned(name, centre, before, now, (now[1] - now[0]) / width))
    rows.sort(key=lambda row: row.ratio)
    noise = float(np.quantile(ratios, 0.05)) if ratios else 1.0
    return Lesson(tuple(rows), noise, missed)


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

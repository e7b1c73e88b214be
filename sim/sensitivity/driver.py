"""An input, and what it has to do with a measure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.sensitivity.input import Input
from sim.sensitivity.partition import Estimate, Noise, first_order
from sim.sensitivity.ranks import rank_correlation
from sim.sensitivity.together import explained

F64 = NDArray[np.float64]
Index = NDArray[np.intp]

TENTH = 0.1
"""Part of the histories at either end of an input's values that is looked at."""


@dataclass(frozen=True)
class End:
    """The histories at one end of an input's values."""

    value: float
    """Median of the input over them; for what is decided by chance the case."""
    mean: float
    """Mean of the measure over them."""
    histories: int


@dataclass(frozen=True)
class Driver:
    """What one input has to do with a measure."""

    input: Input
    index: Estimate
    """Part of the measure's variance that would go if the input were known."""
    direction: float
    """Spearman's correlation of the input with the measure, -1 to 1."""
    low: End
    """The tenth of the histories in which the input is lowest, or all with the lowest case."""
    high: End
    """The tenth in which it is highest. Of several branches: the one with most of the measure, and
    :attr:`low` the one with least."""


def driver(one: Input, values: F64, measured: F64, numbers: Index, noise: Noise) -> Driver:
    """Find what an input has to do with a measure, ``[history]`` each.

    Parameters
    ----------
    one : Input
    values, measured : array, ``[history]``
    numbers : array of int, ``[history]``
        Of what is independent of each other: histories, or their worlds.
    noise : Noise
        Of inputs of no effect.
    """
    low, high = _ends(one, values, measured)
    return Driver(
        one,
        _index(values, measured, numbers, noise),
        rank_correlation(values, measured),
        _end(values, measured, low),
        _end(values, measured, high),
    )


def _index(values: F64, measured: F64, numbers: Index, noise: Noise) -> Estimate:
    """Estimate the index of an input by classes, and by a line where these are too few for it.

    Four classes, of 64 histories, lose an eighth of a straight line, and a line what it cannot
    follow. Either is at most the index in the mean, so the larger counts; within the noise chance
    would choose.
    """
    found = noise.without(first_order(values, measured, numbers))
    if found.value > noise.floor:
        line = explained([values], measured, len(np.unique(numbers)))
        if line is not None and line.value > found.value:
            return line
    return found


def _ends(one: Input, values: F64, measured: F64) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell which histories are at the lower and the higher end."""
    if one.kind == "chance":
        cases = np.unique(values)
        if len(cases) > 2:
            cases = np.array(sorted(cases, key=lambda case: measured[values == case].mean()))
        return values == cases[0], values == cases[-1]
    first, last = np.quantile(values, (TENTH, 1.0 - TENTH), method="inverted_cdf")
    first = min(first, values[values < values.max()].max())
    last = max(last, values[values > values.min()].min())
    return values <= first, values >= last


def _end(values: F64, measured: F64, where: NDArray[np.bool_]) -> End:
    median = float(np.quantile(values[where], 0.5, method="inverted_cdf"))
    return End(median, float(measured[where].mean()), int(np.count_nonzero(where)))

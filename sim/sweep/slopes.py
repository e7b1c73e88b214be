"""Slopes: how much a measure grows with an input, the other inputs held, history by history.

All points share their luck, so what chance does to a history is in all of its values alike and not
in its slope: the interval of a slope is far narrower than that of a level.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.measures import Statistics, describe
from sim.sweep.chosen import unit_of_measure
from sim.sweep.design import Design
from sim.sweep.measured import Key, Sample
from sim.sweep.results import Results
from sim.sweep.unit import amount, unit_of
from sim.sweep.vary import VaryError

F64 = NDArray[np.float64]

SLIGHT = 0.05
"""A slope is written as 0 if it comes to less than this over its values, in the measure's unit, or
in per cent of a share: levels are written no finer."""
NOTHING = 0.005
"""Part of a slope that its interval must reach to be written."""


@dataclass(frozen=True)
class Slope:
    """How much a measure of a group grows with one more of an input, between two values of it."""

    others: tuple[str, ...]
    """Values of the other inputs, in their order."""
    first: str
    """Value of the input from which on."""
    last: str
    """Value up to which."""
    points: int
    """Points that it goes through."""
    is_whole: bool
    """Whether it is that of all values; otherwise it is between two that are neighbours."""
    key: Key
    label: str
    """How reports call the group."""
    statistics: Statistics
    """Over the histories with a number at each of the points, one or more; in the measure's unit
    per that of the input, of dates per year."""


def slope_in(x: F64, y: F64) -> F64:
    """Fit a line by least squares in each history.

    Parameters
    ----------
    x : array, any unit, ``[point]``
        At least two different values.
    y : array, any unit, ``[point, history]``

    Returns
    -------
    array, unit of *y* per unit of *x*, ``[history]``

    Examples
    --------
    >>> slope_in(np.array([0.0, 1.0, 2.0]), np.array([[5.0], [5.0], [11.0]])).tolist()
    [3.0]
    """
    apart = (x - x.mean())[:, None]
    # Less the mean of each history, so that a large level takes no digits.
    found: F64 = np.add.reduce(apart * (y - y.mean(axis=0)), axis=0) / np.square(apart).sum()
    return found


def find_input(design: Design, name: str) -> int:
    """Find an input by its path, one of its paths, or the last word of them.

    Raises
    ------
    VaryError
        If there is none or several, or slopes along it cannot be reckoned.
    """
    named = [
        number
        for number, axis in enumerate(design.axes)
        if name == axis.path or any(_ends_with(path, name) for path in axis.paths)
    ]
    if len(named) != 1:
        which = f"{'None' if not named else 'More than one'} of the inputs that are varied"
        raise VaryError(f"--per {name}: {which} is meant: {', '.join(design.inputs)}.")
    axis = design.axes[named[0]]
    if not design.is_grid:
        raise VaryError(f"--per {name}: slopes are along the rows of a grid. Leave --lhs out.")
    if not unit_of(axis.path, axis.values):
        says = f"not all values of {axis.path} are numbers, and not all are dates"
        raise VaryError(f"--per {name}: {says}, so it has no slope.")
    return named[0]


def slopes(results: Results, per: int) -> list[Slope]:
    """Reckon slopes along an input: of all its values, then between neighbours.

    Parameters
    ----------
    results : Results
        With the samples of its points, as :func:`sim.sweep.runner.run_sweep` keeps them where
        slopes are asked for.
    per : int
        Number of the input in the design of a grid.

    Returns
    -------
    list of Slope
        Row by row of the grid. None where fewer than two points are complete.
    """
    rows: dict[tuple[str, ...], list[tuple[str, Sample]]] = {}
    for point, result in zip(results.sweep.points, results.of, strict=True):
        row = rows.setdefault((*point.values[:per], *point.values[per + 1 :]), [])
        if result.sample is not None:
            row.append((point.values[per], result.sample))
    keys = results.keys
    return [
        slope
        for others, row in rows.items()
        for key in keys
        for slope in _of_row(others, key, _in_order(row, key))
    ]


def told(found: Slope) -> str:
    """Write a slope with half its interval; that of a share in points of %."""
    mean, half = found.statistics.mean, found.statistics.half_width95
    slight = SLIGHT / (amount(found.last) - amount(found.first))
    size = 100.0 if unit_of_measure(found.key[2]) == "1" else 1.0
    return with_half(size * mean, size * half, slight)


def with_half(mean: float, half: float, slight: float) -> str:
    """Write a number with half its interval, in two or three digits, and what is slight as 0.

    Examples
    --------
    >>> with_half(0.5134, 0.0213, 1e-3), with_half(-0.0312, 0.0, 1e-3)
    ('0.513 ± 0.021', '-0.031')
    >>> with_half(1234.5, 56.7, 1e-3), with_half(1e-9, math.nan, 1e-3), with_half(0.001, 0.25, 1e-3)
    ('1,234 ± 57', '0', '0.00 ± 0.25')
    >>> with_half(0.15052, 0.00351, 1e-3)
    '0.151 ± 0.004'
    """
    if not max(abs(mean), np.nan_to_num(half)) >= slight:
        return "0"
    if not half >= NOTHING * abs(mean):
        return f"{mean:,.{_places(mean, 2)}f}"
    places = min(_places(half, 2), _places(mean, 3))
    return f"{mean:,.{places}f} ± {half:,.{places}f}"


def _places(value: float, digits: int) -> int:
    """Give how many places behind the point show so many digits."""
    return max(digits - 1 - math.floor(math.log10(abs(value) or 1e-300)), 0)


def _in_order(row: Sequence[tuple[str, Sample]], key: Key) -> list[tuple[str, Sample]]:
    """Sort the points that have a measure by the input; of equal values one is enough."""
    there = {amount(value): (value, sample) for value, sample in row if key in sample.outcomes}
    return [there[at] for at in sorted(there)]


def _of_row(
    others: tuple[str, ...], key: Key, row: Sequence[tuple[str, Sample]]
) -> Iterator[Slope]:
    steps = list(pairwise(row)) if len(row) > 2 else []
    for some in ([row] if len(row) > 1 else []) + steps:
        found = _statistics(key, some)
        if found is not None:
            yield Slope(
                others=others,
                first=some[0][0],
                last=some[-1][0],
                points=len(some),
                is_whole=some is row,
                key=key,
                label=some[0][1].outcomes[key].group.label,
                statistics=found,
            )


def _statistics(key: Key, row: Sequence[tuple[str, Sample]]) -> Statistics | None:
    """Summarise the slope of some points; none where no history has a number at each."""
    samples = [sample for _, sample in row]
    # The one history of a point without chance stands for all.
    y = np.array(np.broadcast_arrays(*(sample.outcomes[key].values for sample in samples)))
    there = np.isfinite(y).all(axis=0)
    if not there.any():
        return None
    random = [sample for sample in samples if sample.is_random]
    replicates = random[0].replicates if random else None
    found = slope_in(np.array([amount(value) for value, _ in row]), y[:, there])
    numbers = None if replicates is None else replicates[there]
    return describe(found, numbers, exact=not random)


def _ends_with(path: str, name: str) -> bool:
    return path == name or path.endswith(f".{name}")

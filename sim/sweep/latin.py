"""Latin hypercubes: points spread so that each input is covered evenly."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.scenario.dump import flow
from sim.sweep.design import MOST, Design
from sim.sweep.vary import DIGITS, Axis, End, VaryError
from sim.world.chance.sampling import generator


def latin(axes: Sequence[Axis], count: int, seed: int) -> Design:
    """Draw a Latin hypercube: of *count* equal parts of each input's range each has one point.

    The values of a list are equally likely, each in as many points as the others (one more or
    less where that does not come out even). Every input has a stream of its own, so another input
    does not change its values.

    Parameters
    ----------
    axes : sequence of Axis
    count : int
        Number of points.
    seed : int
        Seed of the sweep.
    """
    if count > MOST:
        raise VaryError(f"--lhs {count}: more than {MOST:,} points. Ask for fewer.")
    columns = []
    for axis in axes:
        chance = generator(seed, f"sweep.{axis.path}")
        columns.append(values_at(axis, stratified(chance, count)))
    return Design(tuple(axes), tuple(zip(*columns, strict=True)), is_grid=False)


def stratified(chance: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Draw one share in each of *count* equal parts of 0 to 1, in random order, ``[point]``."""
    return (chance.permutation(count) + chance.random(count)) / count


def values_at(axis: Axis, shares: NDArray[np.float64]) -> list[str]:
    """Give an input's value at each share of the way through its range or list.

    Parameters
    ----------
    axis : Axis
    shares : array, 1, ``[point]``
        From 0 to below 1, one in each of as many equal parts.

    Returns
    -------
    list of str
        Values as ``--set`` takes them: numbers with no more digits than tell the points apart.
    """
    if not axis.is_range:
        last = len(axis.values) - 1
        return [axis.values[min(int(share * len(axis.values)), last)] for share in shares]
    assert axis.ends is not None, "an axis without values has a range"
    return [flow(_drawn(axis.ends, float(share), len(shares))) for share in shares]


def _drawn(ends: tuple[End, End], share: float, count: int) -> End:
    """Give the value at a share, in few digits if that leaves it in its part of the range."""
    low, high = ends
    if isinstance(low, dt.date) and isinstance(high, dt.date):
        first, last = sorted((low, high))
        # Both ends are as likely as the days between them.
        return first + dt.timedelta(
            days=min(int(share * ((last - first).days + 1)), (last - first).days)
        )
    assert not isinstance(low, dt.date), "read_axis takes two of a kind"
    assert not isinstance(high, dt.date), "read_axis takes two of a kind"
    low, high = sorted((low, high))
    value = low + share * (high - low)
    part = int(share * count)
    for digits in range(4, DIGITS):
        short = float(f"{value:.{digits}g}")
        if low <= short < high and int((short - low) / (high - low) * count) == part:
            return short
    return value

"""Curves of a group in several runs, and of the difference to the baseline."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.output.exposure import share_by_month
from sim.output.monthly import Months
from sim.output.spread import of_defined

if TYPE_CHECKING:
    from sim.compare.comparison import Comparison
    from sim.output.groups import Group
    from sim.output.stored import StoredRun

F64 = NDArray[np.float64]
Days = NDArray[np.intp]

REMEMBERED = 256
"""Most groups of which curves are kept: a figure, its caption and its data read the same."""


@dataclass(frozen=True)
class Curve:
    """A quantity over histories on some days, each ``[day]``."""

    days: Days
    """Days counted from the baseline's start, or from the onset of each run."""
    mean: F64
    median: F64
    low: F64
    """5 % quantile of each day by itself."""
    high: F64
    """95 % quantile."""


def group_of(run: "StoredRun", kind: str, name: str) -> "Group | None":
    """Find a group of a run; none if there is none."""
    found = (group for group in run.groups if (group.kind, group.name) == (kind, name))
    return next(found, None)


@lru_cache(REMEMBERED)
def cumulated(
    comparison: "Comparison", kind: str, name: str, most: int = 180
) -> list[Curve | None]:
    """Give the cumulated shortfall days of a group in each run; none where it has no such group.

    Parameters
    ----------
    comparison : Comparison
    kind, name : str
        The group.
    most : int
        Days to keep, about; the last one is always among them.
    """
    curves: list[Curve | None] = []
    for run, move in zip(comparison.runs, comparison.moves, strict=True):
        group = group_of(run, kind, name)
        if group is None:
            curves.append(None)
            continue
        curves.append(_curve(run.daily(group, "cumulative"), move, most))
    return curves


@lru_cache(REMEMBERED)
def differences(
    comparison: "Comparison", kind: str, name: str, most: int = 180
) -> list[Curve | None]:
    """Give the difference of cumulated shortfall days to the baseline, history by history.

    Returns
    -------
    list of Curve or None
        None for the baseline, and for runs that are not paired with it, span another time or have
        no such group. From the onset where the comparison is by that: as many days after it.
    """
    baseline = comparison.runs[0]
    ours = group_of(baseline, kind, name)
    base = None if ours is None else baseline.daily(ours, "cumulative")
    curves: list[Curve | None] = [None]
    others = zip(comparison.runs[1:], comparison.pairings[1:], comparison.moves[1:], strict=True)
    for run, pairing, move in others:
        theirs = group_of(run, kind, name)
        if base is None or theirs is None or not pairing.is_paired or not same_span(baseline, run):
            curves.append(None)
            continue
        values, first = run.daily(theirs, "cumulative"), 0
        if comparison.onsets:
            first, values, base_of = _from_onset(values, base, move, comparison.moves[0])
        else:
            base_of = base
        less = values[:, pairing.other] - base_of[:, pairing.baseline]
        curves.append(_curve(less, first, most))
    return curves


@lru_cache(REMEMBERED)
def dependence(comparison: "Comparison", kind: str, name: str, place: str) -> list[Curve | None]:
    """Give the part of what a group uses that was in a place in each run, %, by whole month.

    Returns
    -------
    list of Curve or None
        At the end of each whole month, nan where the group uses nothing in it; none where a run
        has no such group, does not follow the place, or the group never uses anything.
    """
    curves: list[Curve | None] = []
    for run, move in zip(comparison.runs, comparison.moves, strict=True):
        group, scenario = group_of(run, kind, name), run.loaded.scenario
        if group is None or place not in scenario.measures.exposure:
            curves.append(None)
            continue
        share, months = 100.0 * share_by_month(run, group, place), Months.of(scenario)
        kept = months.are_whole
        ends = months.ends[kept] + move
        used = not np.isnan(share[kept]).all()
        curves.append(_summarised(share[kept], ends) if used else None)
    return curves


def same_span(one: "StoredRun", other: "StoredRun") -> bool:
    """Tell whether two runs begin and end on the same days."""
    first, second = one.loaded.scenario, other.loaded.scenario
    return (first.start, first.end) == (second.start, second.end)


def _from_onset(values: F64, base: F64, move: int, base_move: int) -> tuple[int, F64, F64]:
    """Keep the days ``[day, history]`` that two runs have both, counted from the onset of each."""
    first = max(move, base_move)
    end = min(len(values) + move, len(base) + base_move)
    return first, values[first - move : end - move], base[first - base_move : end - base_move]


def _curve(values: F64, offset: int, most: int) -> Curve:
    """Summarise ``[day, history]`` on some days."""
    count = len(values)
    days = np.unique(np.append(np.arange(0, count, max(count // most, 1)), count - 1))
    return _summarised(values[days], days + offset)


def _summarised(values: F64, days: Days) -> Curve:
    """Summarise ``[day, history]``, of the days that are given, where it is not nan."""
    mean, quantiles = of_defined(values, (0.05, 0.5, 0.95))
    low, median, high = quantiles.T
    return Curve(days, mean, median, low, high)

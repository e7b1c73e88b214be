"""The disruptions of all runs of a comparison, for the strip above its panels."""

from collections.abc import Sequence
from dataclasses import replace

from sim.compare.comparison import Comparison
from sim.plots.compare_when import when_says
from sim.plots.strip import READ, Bar, announced, bars_of

MOST_BARS = 5
"""Most disruptions that the strip has room for."""
MOST_NAMED = 2
"""Most runs that are named behind a disruption that not all have."""


def own_bars(comparison: Comparison) -> list[list[Bar]]:
    """Read the disruptions of each run, in days from the baseline's start or the run's onset."""
    pairs = zip(comparison.runs, comparison.moves, strict=True)
    return [[bar.later(move) for bar in bars_of(run)] for run, move in pairs]


def every_bar(comparison: Comparison) -> list[Bar]:
    """Read the disruptions of all runs once each, and say whose those are that not all have."""
    own = own_bars(comparison)
    found: list[Bar] = []
    for bar in (bar for bars in own for bar in bars):
        if bar not in found:
            found.append(bar)
    return [_whose(bar, comparison.labels, own) for bar in found]


def bars_of_runs(comparison: Comparison) -> list[Bar]:
    """Give the disruptions that are drawn: as many as there is room for."""
    return every_bar(comparison)[:MOST_BARS]


def strip_says(comparison: Comparison) -> str:
    """Say how to read the strip and what is left out of it, and where runs differ in time."""
    every, drawn = every_bar(comparison), bars_of_runs(comparison)
    when = when_says(comparison, by_date=True)
    if not drawn:
        return when
    left = len(every) - len(drawn)
    more = f" {left} more disruptions of runs are not drawn." if left else ""
    return f" {READ}{announced(drawn)}.{more}{when}"


def _whose(bar: Bar, labels: Sequence[str], own: Sequence[Sequence[Bar]]) -> Bar:
    """Add the runs that have a disruption to its label, unless all have it."""
    having = [label for label, bars in zip(labels, own, strict=True) if bar in bars]
    if len(having) == len(labels):
        return bar
    whose = ", ".join(having) if len(having) <= MOST_NAMED else f"{len(having)} runs"
    if 1 < len(having) == len(labels) - 1:
        (other,) = (label for label in labels if label not in having)
        whose = f"all but {other}"
    return replace(bar, label=f"{bar.label}: {whose}")

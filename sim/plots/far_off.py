"""A run far beyond all others: the axis ends before it, and an arrow says where it goes."""

from collections.abc import Sequence
from dataclasses import replace

from sim.plots.compare_panels import EndLabel

FAR = 5.0
"""Times the largest of all others, beyond which a run would squash these."""
INSIDE = 0.07
"""Part of an axis by which the arrow stays within it."""
LEAST = 3
"""Least number of runs of which one is far off: of two both matter."""


def far_off(sizes: Sequence[float | None]) -> int | None:
    """Give the place of the run that is far beyond all others; none if there is none.

    The baseline never is: all others are compared with it.

    Parameters
    ----------
    sizes : sequence of float or None
        How far the axis had to reach for each run; none where it is not drawn.

    Examples
    --------
    >>> far_off([10.0, 12.0, 90.0]), far_off([90.0, 12.0, 10.0]), far_off([10.0, None, 90.0])
    (2, None, None)
    """
    found = sorted((size, run) for run, size in enumerate(sizes) if size is not None)
    if len(found) < LEAST:
        return None
    (next_best, _), (most, run) = found[-2:]
    return run if run > 0 and most > FAR * next_best > 0.0 else None


def far_says(labels: Sequence[str], far: int | None) -> str:
    """Say that the axis ends before a run; nothing where it does not."""
    if far is None:
        return ""
    return (
        f" The axis ends before {labels[far]}, which goes beyond {FAR:.0f} times all others: an "
        "arrow stands before its value."
    )


def pointed(ends: Sequence[EndLabel], low: float, high: float) -> list[EndLabel]:
    """Put an arrow before what ends beyond an axis, close to the end of that."""
    inside = INSIDE * (high - low)
    return [
        replace(end, text=f"\N{UPWARDS ARROW} {end.text}", height=high - inside)
        if end.height > high
        else replace(end, text=f"\N{DOWNWARDS ARROW} {end.text}", height=low + inside)
        if end.height < low
        else end
        for end in ends
    ]

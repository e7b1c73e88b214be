"""The bands of a fan: what the event alone makes of a quantity, and what all makes of it."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from sim.output.fan import Fan
from sim.plots.style import INK, PATH_COLOUR

F64 = NDArray[np.float64]

ALL, INNER = 0.22, 0.38
"""Opacity of the outer band and of the one in it."""
SHORTEST = 5
"""Points side by side from which on a part of the event is drawn: fewer are chance, and blots."""
DASHES = (0, (5, 2))
"""Of the edges of the band of the event, where it is told apart without colour."""


def draw_fan(ax: Axes, fan: Fan, colour: str, first: int = 0, end: int | None = None) -> None:
    """Draw the band of all, on it that of the event, the median, and single histories in grey.

    Where there is no part of the event the band from 25 to 75 % stands in its place. Some 180
    points are drawn, the last day included.

    Parameters
    ----------
    ax : Axes
        Where to draw, x in days from the start of the run.
    fan : Fan
        What to draw, in the unit of the y axis.
    colour : str
        Colour of the bands; the outer one is lighter.
    first, end : int, optional
        First day that is drawn, and the first after those.
    """
    days = first + drawn_days((len(fan.mean) if end is None else end) - first)
    q05, q25, q50, q75, q95 = fan.quantiles[days].T
    ax.fill_between(days, q05, q95, color=colour, alpha=ALL, linewidth=0)
    if fan.event is None:
        ax.fill_between(days, q25, q75, color=colour, alpha=INNER, linewidth=0)
    else:
        draw_event(ax, days, fan.event[days], colour)
    ax.plot(days, fan.paths[days], color=PATH_COLOUR, linewidth=0.6)
    ax.plot(days, q50, color=INK, linewidth=1.4, solid_capstyle="butt")


def draw_event(ax: Axes, days: NDArray[np.intp], band: F64, colour: str) -> None:
    """Draw the band of what the event alone makes, ``[point, 2]``, with dashed edges."""
    some = lasting(band[:, 1] != band[:, 0])
    low, high = band.T
    ax.fill_between(days, low, high, where=some, color=colour, alpha=INNER, linewidth=0)
    for edge in (low, high):
        ax.plot(days, np.where(some, edge, np.nan), color=colour, linewidth=0.6, linestyle=DASHES)


def lasting(some: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Leave out stretches of less than :data:`SHORTEST` points, ``[point]``.

    Examples
    --------
    >>> lasting(np.array([1, 1, 0, 1, 1, 1, 1, 1, 0, 1], bool)).astype(int).tolist()
    [0, 0, 0, 1, 1, 1, 1, 1, 0, 0]
    """
    ends = np.flatnonzero(np.diff(some.astype(np.int8), prepend=0, append=0)).reshape(-1, 2)
    found = np.zeros_like(some)
    for first, end in ends[np.diff(ends, axis=1)[:, 0] >= SHORTEST]:
        found[first:end] = True
    return found


def drawn_days(days: int) -> NDArray[np.intp]:
    """Pick some 180 days evenly, the last included: more cannot be seen in a column's width."""
    return np.unique(np.append(np.arange(0, days, max(days // 180, 1)), days - 1))

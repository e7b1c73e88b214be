"""Slopes beside a map: a bar a row with its interval, and its number."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from sim.plots.style import INK
from sim.plots.sweep_axis import InputAxis
from sim.plots.sweep_panels import Panel
from sim.scenario.errors import clipped
from sim.sweep.chosen import unit_of_measure
from sim.sweep.results import Results
from sim.sweep.slope_table import POINTS
from sim.sweep.slopes import Slope, told
from sim.sweep.unit import per_unit

ROOM = 1.45
"""Width of the bars and numbers beside a map, inch."""
LEAST = 1e-9
"""What the scale of the bars reaches over at least."""
BARS = 0.39
"""Part of it that the bars have."""


def whole_of(slopes: Sequence[Slope], panel: Panel) -> list[Slope]:
    """Keep the slopes of a panel's group that go through all values."""
    return [one for one in slopes if one.is_whole and one.key == panel.key]


def rows_of(slopes: Sequence[Slope], results: Results, down: InputAxis) -> Mapping[int, Slope]:
    """Give slopes of a group by the row of a map that has the other input's value."""
    column = results.sweep.design.inputs.index(down.path)
    points = results.sweep.design.points
    rows = {point[column]: int(rank) for point, rank in zip(points, down.rank, strict=True)}
    return {rows[one.others[0]]: one for one in slopes}


def per_short(results: Results, per: int, measure: str) -> str:
    """Say in a few words what slopes are per, ``per month``, and in what those of shares are."""
    axis = results.sweep.design.axes[per]
    unit = per_unit(axis.path, axis.values).partition(" of ")[0]
    return f"{POINTS} {unit}" if unit_of_measure(measure) == "1" else unit


def span_of(slopes: Sequence[Slope]) -> tuple[float, float]:
    """Choose one scale for the bars of all maps: from 0, to where the intervals end."""
    ends = [0.0]
    for one in slopes:
        mean, half = one.statistics.mean, np.nan_to_num(one.statistics.half_width95)
        ends += [end for end in (mean - half, mean + half) if np.isfinite(end)]
    return min(ends), max(max(ends), min(ends) + LEAST)


def draw_strip(ax: Axes, rows: Mapping[int, Slope], span: tuple[float, float], title: str) -> None:
    """Draw a bar for each row of a map, from 0 to the mean slope, and write it beside.

    Parameters
    ----------
    ax : Axes
        Beside the map, as tall.
    rows : mapping of int to Slope
        By the number of the row.
    span : tuple of float, unit of the slopes
        What the bars' scale reaches over.
    title : str
    """
    low, high = span
    ax.set_xlim(low, low + (high - low) / BARS)
    ax.axvline(0.0, color="#777777", linewidth=0.6, ymax=1.0)
    for row, one in rows.items():
        mean, half = one.statistics.mean, one.statistics.half_width95
        ax.barh(row, mean, height=0.55, color="#BBBBBB")
        if half > 0.002 * (high - low):
            ax.errorbar(mean, row, xerr=half, color=INK, elinewidth=0.9, capsize=1.8)
        ax.text(
            low + 1.08 * (high - low), row, told(one), va="center", fontsize=6.8,
            color=INK,
        )  # fmt: skip
    ax.set_title(clipped(title, 22), fontsize=7.5)
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.tick_params(length=0, labelleft=False, labelbottom=False)

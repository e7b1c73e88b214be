"""Many inputs, or drawn points: a measure against each input, a row of panels a group."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.plots.style import INK, light_grid, reach
from sim.plots.sweep_axis import InputAxis
from sim.plots.sweep_dates import ROOM, write_dates, writer
from sim.plots.sweep_panels import (
    Margins,
    Panel,
    folded,
    measure_name,
    note_of,
    panel_grid,
    panels_of,
    statistic,
    title_of,
    width_of,
)
from sim.sweep.chosen import Chosen
from sim.sweep.results import Results

F64 = NDArray[np.float64]

MOST = 4
"""Inputs side by side in a figure; further ones have figures of their own."""


def scatter_figures(results: Results, chosen: Chosen) -> list[Figure]:
    """Draw the mean at every point against each input.

    Parameters
    ----------
    results : Results
    chosen : Chosen
        The measure; and the groups to draw, none for all that have something to show.

    Returns
    -------
    list of Figure
        One for every four inputs.
    """
    count = len(results.sweep.design.axes)
    inputs = [InputAxis.of(results.sweep.design, index) for index in range(count)]
    each = -(-count // -(-count // MOST))  # as many on each page as on the others
    pages = [inputs[first : first + each] for first in range(0, count, each)]
    return [_page(results, chosen, page) for page in pages]


def draw_scatter(ax: Axes, axis: InputAxis, results: Results, panel: Panel) -> None:
    """Draw a dot a point with the 95 % interval of its mean; points of equal input side by side."""
    mean, below, above = _interval(results, panel)
    there = ~np.isnan(mean)
    x = axis.at + aside(axis)
    ax.errorbar(
        x[there], mean[there], (below[there], above[there]), linestyle="none", marker="o",
        markersize=2.8, color=panel.colour, ecolor="#777777", elinewidth=0.7, markeredgecolor=INK,
        markeredgewidth=0.3,
    )  # fmt: skip
    light_grid(ax)


def aside(axis: InputAxis) -> F64:
    """Give how far each point stands beside its value, so that points of one value are all seen.

    Returns
    -------
    array, unit of the input, ``[point]``
    """
    ranks = axis.rank
    distinct = np.unique(axis.at)
    apart = float(np.diff(distinct).min()) if len(distinct) > 1 else 1.0
    if axis.is_number:  # within the margin of the axis
        apart = min(apart, 0.2 * float(distinct[-1] - distinct[0]))
    moved = np.zeros(len(ranks))
    for rank in range(len(distinct)):
        same = np.flatnonzero(ranks == rank)
        if len(same) > 1:
            moved[same] = np.linspace(-0.25, 0.25, len(same)) * apart
    return moved


def _page(results: Results, chosen: Chosen, inputs: list[InputAxis]) -> Figure:
    panels, left_out = panels_of(results, chosen)
    columns = len(inputs)
    more = 0.0 if writer(chosen.measure, results.start) is None else ROOM
    margins = Margins(0.62 + more, right=0.2, bottom=0.7, wide=0.3, tall=0.3)
    count = len(panels) * columns
    says = "Each dot is a point of the design: the mean with its 95 % interval. "
    head = (
        f"{title_of(chosen.measure)} against each input: {results.sweep.title}",
        note_of(results, f"{says}Each row has a scale of its own.", left_out),
    )
    tall = 1.0 if len(panels) > 1 else 1.8
    figure, axes = panel_grid(head, count, columns, tall, margins, shared=False)
    width = width_of(axes[0])
    for number, ax in enumerate(axes):
        row, column = divmod(number, columns)
        panel, axis = panels[row], inputs[column]
        draw_scatter(ax, axis, results, panel)
        axis.mark(ax, width)
        first = axes[row * columns]
        top = max(float(np.nanmax(_ends(results, panel), initial=0.0)), 1e-9)
        low = min(float(np.nanmin(_ends(results, panel), initial=0.0)), 0.0)
        write_dates(ax.yaxis, chosen.measure, results.start)
        ax.set_ylim(low - 0.05 * (top - low) * (low < 0), top + 0.1 * (top - low))
        ax.tick_params(labelleft=ax is first, labelbottom=row == len(panels) - 1)
        if ax is first:
            ax.set_title(panel.title)
        if row == len(panels) - 1:
            ax.set_xlabel(
                folded(axis.label(results.sweep.request.loaded.scenario), width), labelpad=2
            )
    height = figure.get_figheight()
    middle = 0.5 * (axes[0].get_position().y1 + axes[-1].get_position().y0)
    beside = folded(f"mean {measure_name(chosen.measure, results.start)}", height - 1.4)
    figure.text(
        0.08 / figure.get_figwidth(), middle, beside,
        rotation=90, ha="left", va="center", fontsize=7.5, color=INK,
    )  # fmt: skip
    return figure


def _ends(results: Results, panel: Panel) -> F64:
    mean, below, above = _interval(results, panel)
    return np.concatenate([mean - below, mean + above, [0.0]])


def _interval(results: Results, panel: Panel) -> tuple[F64, F64, F64]:
    """Give means, and how far the intervals of each reach below it and above it."""
    mean, half, low = (
        statistic(results, panel.key, name) for name in ("mean", "half_width95", "q05")
    )
    below, above = reach(mean, half, low)
    return mean, below, above

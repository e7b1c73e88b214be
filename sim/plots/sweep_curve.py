"""One input: a measure along it, or beside each of its values where they are words."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots.style import INK, light_grid, reach
from sim.plots.sweep_axis import InputAxis
from sim.plots.sweep_dates import ROOM, write_dates, writer
from sim.plots.sweep_panels import (
    CHARACTER,
    Margins,
    Panel,
    measure_name,
    name_sides,
    note_of,
    panel_grid,
    panels_of,
    statistic,
    title_of,
    width_of,
)
from sim.plots.sweep_slopes import per_short, whole_of
from sim.sweep.chosen import Chosen, unit_of_measure
from sim.sweep.results import Results
from sim.sweep.slopes import Slope, told

BAND = "Black: mean with its 95 % interval; band: 5-95 % of histories."
SLOPE = " Beside a title: mean slope, ± half its 95 % interval."
BARS = "Dot: mean, with its 95 % interval in black; bar: 5-95 % of histories."


def curve_figure(results: Results, chosen: Chosen, slopes: Sequence[Slope] = ()) -> Figure:
    """Draw a measure along the one input of a sweep, a panel a group.

    Parameters
    ----------
    results : Results
    chosen : Chosen
        The measure; and the groups to draw, none for all that have something to show.
    slopes : sequence of Slope
        Written beside the titles, if there are any.
    """
    panels, left_out = panels_of(results, chosen)
    axis = InputAxis.of(results.sweep.design, 0)
    label = axis.label(results.sweep.request.loaded.scenario)
    unit, start = unit_of_measure(chosen.measure), results.start
    more = 0.0 if writer(chosen.measure, start) is None else ROOM
    columns = min(len(panels), 2 if slopes or more or len(panels) in {2, 4} else 3)
    shared, share = unit != "t", unit == "1"  # regions differ a hundredfold in tonnes
    head = (
        f"{title_of(chosen.measure)} by {axis.brief}: {results.sweep.title}",
        note_of(results, (BAND if axis.is_number else BARS) + (SLOPE if slopes else ""), left_out),
    )
    if axis.is_number:
        margins = Margins(0.58 + more, right=0.5 + more, wide=0.62 + 2 * more)
        figure, axes = panel_grid(head, len(panels), columns, 1.45, margins, shared=shared)
        for ax, panel in zip(axes, panels, strict=True):
            draw_curve(ax, axis, results, panel, digits=2 if share else 0)
            write_dates(ax.yaxis, chosen.measure, start)
            axis.mark(ax, width_of(ax))
            for one in whole_of(slopes, panel):
                says = f"{told(one)} {per_short(results, chosen.per or 0, chosen.measure)}"
                ax.set_title(says, loc="right", fontsize=7.5, color=INK)
        name_sides(figure, axes, label, measure_name(chosen.measure, start))
    else:
        left = 0.2 + CHARACTER * max(map(len, axis.texts()))
        tall = 0.19 * len(axis.values) + 0.1
        margins = Margins(left + 0.2, right=0.2, wide=0.3)
        figure, axes = panel_grid(head, len(panels), columns, tall, margins, shared=shared)
        for number, (ax, panel) in enumerate(zip(axes, panels, strict=True)):
            draw_dots(ax, axis, results, panel)
            ax.tick_params(axis="y", labelleft=number % columns == 0)
            write_dates(ax.xaxis, chosen.measure, start)
        name_sides(figure, axes, measure_name(chosen.measure, start), label)
    for number, ax in enumerate(axes):
        ax.tick_params(axis="x", labelbottom=number + columns >= len(axes) or not shared)
    if shared:
        _span(axes[0], results, panels, upright=axis.is_number)
    return figure


def draw_curve(ax: Axes, axis: InputAxis, results: Results, panel: Panel, digits: int = 0) -> None:
    """Draw the mean with intervals over the band of histories; its last value at the right."""
    order = np.argsort(axis.at, kind="stable")
    x = axis.at[order]
    mean, half, low, high = (
        statistic(results, panel.key, name)[order]
        for name in ("mean", "half_width95", "q05", "q95")
    )
    drawn = ~(np.isnan(low) | np.isnan(high))
    ax.fill_between(x, low, high, where=drawn, color=panel.colour, alpha=0.25, linewidth=0)
    there = ~np.isnan(mean)
    ax.errorbar(
        x, mean, reach(mean, half, low), color=INK, linewidth=1.2,
        elinewidth=0.9, capsize=2.0, marker="o", markersize=2.6,
    )  # fmt: skip
    light_grid(ax)
    ax.set_title(panel.title)
    if there.any():
        last = mean[there][-1]
        as_date = writer(panel.key[2], results.start)
        says = as_date(last) if as_date else f"{last:,.{digits}f}"
        ax.annotate(
            says, (x[there][-1], last), (5, 0), textcoords="offset points",
            va="center", fontsize=8, weight="bold", annotation_clip=False,
        )  # fmt: skip


def draw_dots(ax: Axes, axis: InputAxis, results: Results, panel: Panel) -> None:
    """Draw a row a value: bar of the histories, interval and dot of the mean."""
    mean, half, low, high = (
        statistic(results, panel.key, name) for name in ("mean", "half_width95", "q05", "q95")
    )
    ax.hlines(axis.at, low, high, color=panel.colour, alpha=0.3, linewidth=6)
    there = ~np.isnan(mean)
    ends = reach(mean, half, low)[:, there]
    ax.errorbar(
        mean[there], axis.at[there], xerr=ends, color=INK, linestyle="none",
        elinewidth=1.0, capsize=2.0, marker="o", markersize=3.4,
    )  # fmt: skip
    ax.set_ylim(len(axis.values) - 0.4, -0.6)
    ax.set_yticks(range(len(axis.values)), axis.texts())
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color="#E4E4E4", linewidth=0.6)
    ax.set_title(panel.title)


def _span(ax: Axes, results: Results, panels: list[Panel], *, upright: bool) -> None:
    """Let the axis of the measure begin at 0 where nothing is negative; of dates, at the first."""
    ends = [statistic(results, p.key, n) for p in panels for n in ("q05", "q95", "mean")]
    values = np.concatenate(ends)
    top = float(np.nanmax(values)) if np.isfinite(values).any() else 1.0
    low = min(float(np.nanmin(values)), 0.0) if np.isfinite(values).any() else 0.0
    if writer(panels[0].key[2], results.start) is not None and np.isfinite(values).any():
        low = float(np.nanmin(values)) - 0.07 * max(top - float(np.nanmin(values)), 1.0)
    limits = (low - 0.03 * (top - low if low < 0 else 0.0), top + 0.07 * max(top - low, 1.0))
    if upright:
        ax.set_ylim(*limits)
    else:
        ax.set_xlim(*limits)

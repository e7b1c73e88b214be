"""Measured flows by month: how much leaves, and how surely."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.measures import quantiles
from sim.output.flow import MonthlyFlow
from sim.output.tables import Tables
from sim.plots.note import in_run, note_of, room_of
from sim.plots.panels import Room, TimeAxis, label_rows, panel_figure
from sim.plots.strip import bars_of, read
from sim.plots.style import INK, headline, light_grid
from sim.plots.supply import spread

F64 = NDArray[np.float64]

BAND = "#0072B2"
"""Colour of bands of simulated flows."""


def draw_monthly(ax: Axes, edges: F64, flow_t: F64) -> None:
    """Draw the 5 to 95 % band of monthly values as steps, and their median.

    Parameters
    ----------
    ax : Axes
        Where to draw, x in days from the start of the run.
    edges : array, day, ``[month + 1]``
        First day of each month, and the end of the last.
    flow_t : array, t, ``[month, history]``
        Values of each month.
    """
    low, middle, high = quantiles(flow_t, (0.05, 0.5, 0.95)).T
    ax.stairs(high, edges, baseline=low, fill=True, color=BAND, alpha=0.25, linewidth=0)
    ax.stairs(middle, edges, baseline=None, color=BAND, linewidth=1.4)


def flows_figure(tables: Tables) -> Figure:
    """Draw each measured flow by whole month, against that of the undisrupted plan."""
    flows, histories = list(tables.flows.values()), tables.histories
    bars = bars_of(histories)
    note = note_of(
        f"{histories.said}. Line: median; band: 5-95 % of histories; dashed: flow of the "
        f"undisrupted plan. Each panel has its own scale. {read(bars)}",
        in_run(tables),
    )
    axis = TimeAxis(histories.start, histories.days)
    figure, axes = panel_figure(len(flows), axis, bars, shared=False, room=Room(room_of(note)))
    for ax, flow in zip(axes, flows, strict=True):
        _draw(ax, flow)
    label_rows(axes, "t a month")
    headline(figure, f"Measured flows by month: {histories.scenario.name}", note)
    return figure


def _draw(ax: Axes, flow: MonthlyFlow) -> None:
    whole = np.flatnonzero(flow.days >= 28)  # parts of months would look like collapses
    if not len(whole):
        whole = np.arange(len(flow.days))
    first = np.concatenate([[0], np.cumsum(flow.days)]).astype(np.float64)
    edges = first[whole[0] : whole[-1] + 2]
    draw_monthly(ax, edges, flow.flow_t[whole])
    ax.stairs(flow.normal_t[whole], edges, baseline=None, color=INK, linestyle=(0, (4, 1.5)))
    top = 1.08 * max(float(quantiles(flow.flow_t[whole])[:, -1].max()), float(flow.normal_t.max()))
    top = max(top, 1e-9)
    ax.set_ylim(0, top)
    ax.set_title(flow.label)
    light_grid(ax)
    ends = {"median": float(np.median(flow.flow_t[whole[-1]])), "plan": flow.normal_t[whole[-1]]}
    names = sorted(ends, key=lambda name: ends[name])
    heights = spread([float(ends[name]) for name in names], 0.1 * top, top)
    for name, height in zip(names, heights, strict=True):
        ax.annotate(
            name, (ax.get_xlim()[1], height), (3, 0), textcoords="offset points", va="center",
            fontsize=6.5, color=INK, annotation_clip=False,
        )  # fmt: skip

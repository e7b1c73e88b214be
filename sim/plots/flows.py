"""Measured flows by month: how much leaves, and how surely."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.measures import quantiles
from sim.output.flow import MonthlyFlow
from sim.output.tables import Tables
from sim.plots.compare_head import Head
from sim.plots.note import in_run
from sim.plots.panels import axis_of, label_rows, panel_figure
from sim.plots.span import Span, span_of
from sim.plots.strip import bars_of, read
from sim.plots.style import INK, light_grid
from sim.plots.supply import spread
from sim.plots.told import Data, Told, headed, listed, short
from sim.plots.view import USUAL, View

F64 = NDArray[np.float64]

TITLE = "Measured flows by month"
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


def flows_figure(tables: Tables, view: View = USUAL) -> Figure:
    """Draw each measured flow by whole month, against that of the undisrupted plan.

    Questions
    ---------
    1. How much leaves in a month before the disruption, and how does that go with the plan?
    2. How low does the flow fall, and in which month?
    3. Does it come back to the plan within the run, or above it?
    """
    flows, histories = list(tables.flows.values()), tables.histories
    bars = bars_of(histories)
    head = Head.of(view.width, headed(TITLE, tables, view), f"{_reads(tables)} {in_run(tables)}")
    span = span_of(tables, view)
    axis = axis_of(histories.start, span)
    figure, axes = panel_figure(head, len(flows), axis, bars, shared=False)
    for ax, flow in zip(axes, flows, strict=True):
        _draw(ax, flow, span)
    label_rows(axes, "t a month")
    return figure


def flows_told(tables: Tables, view: View = USUAL) -> Told:
    """Say what the figure shows: each flow in its first month and in its lowest."""
    title, said, rows = headed(TITLE, tables, view), [], []
    for flow in tables.flows.values():
        whole = _whole(flow, span_of(tables, view))
        found = quantiles(flow.flow_t[whole], (0.05, 0.5, 0.95))
        least = int(np.argmin(found[:, 1]))
        said.append(
            f"{flow.label} {short(found[0, 1])} in {flow.months[whole[0]]}, "
            f"least {short(found[least, 1])} in {flow.months[whole[least]]}"
        )
        rows += [
            (flow.months[month], flow.label, *of, flow.normal_t[month])
            for month, of in zip(whole.tolist(), found.tolist(), strict=True)
        ]
    alt = f"{title}. Steps by month, a panel a flow. Median, t a month: {listed(said)}"
    columns = {
        "month": "month",
        "flow": "flow as the figure calls it",
        "q05": "5 % quantile, t a month",
        "median": "median, t a month",
        "q95": "95 % quantile, t a month",
        "plan": "flow of the undisrupted plan, t a month",
    }
    return Told(title, f"{_reads(tables)} {in_run(tables)}", alt, Data(columns, rows))


def _reads(tables: Tables) -> str:
    return (
        f"{tables.histories.said}. Line: median; band: 5-95 % of histories; dashed: flow of the "
        "undisrupted plan. Each panel has its own scale. "
        f"{read(bars_of(tables.histories))}"
    ).rstrip()


def _whole(flow: MonthlyFlow, span: Span) -> NDArray[np.intp]:
    """Give the months that are drawn: parts of months would look like collapses."""
    ends = np.cumsum(flow.days)
    within = (ends > span.first) & (ends - flow.days < span.end)
    whole = np.flatnonzero(within & (flow.days >= 28))
    return whole if len(whole) else np.flatnonzero(within)


def _draw(ax: Axes, flow: MonthlyFlow, span: Span) -> None:
    whole = _whole(flow, span)
    first = np.concatenate([[0], np.cumsum(flow.days)]).astype(np.float64)
    edges = first[whole[0] : whole[-1] + 2]
    draw_monthly(ax, edges, flow.flow_t[whole])
    ax.stairs(flow.normal_t[whole], edges, baseline=None, color=INK, linestyle=(0, (4, 1.5)))
    highest, plan = quantiles(flow.flow_t[whole])[:, -1].max(), flow.normal_t[whole].max()
    top = max(1.08 * float(max(highest, plan)), 1e-9)
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

"""Fill rate of every consumer by month: who goes without, and when."""

import datetime as dt

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.output.groups import Group
from sim.output.monthly import Months, monthly_fill
from sim.output.tables import Tables
from sim.plots.asked import asked_consumers
from sim.plots.compare_head import Head
from sim.plots.note import in_run
from sim.plots.panels import axis_of, draw_overview, footing, overview_room
from sim.plots.span import span_of
from sim.plots.strip import bars_of, draw_strip, read
from sim.plots.style import INK, in_order
from sim.plots.told import ROWS, Data, Told, headed, listed, short
from sim.plots.view import USUAL, View
from sim.scenario.visible import cut_at_space

F64 = NDArray[np.float64]

TITLE = "Fill rate by consumer and month"
FULL, MOST_TOLD = 99.5, 8
"""Fill rate, %, from which nobody is said to be short, and most consumers told in words."""
RIGHT, BOTTOM = 0.75, 0.80
"""Margins, inch."""
CHARACTER, LONGEST = 0.058, 48
"""Width of a character of a consumer's name, inch, and the most characters shown."""
ROW, STRIP_ROW = 0.185, 0.25
"""Heights of a consumer's row and of a disruption's, inch."""

SHADES = LinearSegmentedColormap.from_list("fill", ["#2B1100", "#A63603", "#FDAE6B", "#F4F4F4"])
"""Dark for nothing served, near white for all served: its lightness alone tells the rate."""


def draw_fill(ax: Axes, edges: F64, fill: F64, labels: list[str]) -> None:
    """Draw a row a consumer and a cell a month, darker the lower the fill rate.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    edges : array, day, ``[month + 1]``
        First day of each month, and the end.
    fill : array, 1, ``[consumer, month]``
        Fill rate, top row first.
    labels : list of str
        Names of the consumers.
    """
    rows = np.arange(len(labels) + 1) - 0.5
    ax.pcolormesh(edges, rows, fill, cmap=SHADES, vmin=0.0, vmax=1.0, rasterized=True)
    ax.hlines(rows, edges[0], edges[-1], color="white", linewidth=1.0)
    ax.set_ylim(len(labels) - 0.5, -0.5)
    ax.set_yticks(range(len(labels)), labels)
    ax.tick_params(axis="y", length=0)
    ax.spines[["left", "bottom"]].set_visible(False)


def draw_scale(ax: Axes) -> None:
    """Draw the shades with the fill rates they stand for."""
    ax.imshow(np.linspace(0, 1, 101)[None], cmap=SHADES, aspect="auto", extent=(0, 100, 0, 1))
    ax.set_xticks([0, 25, 50, 75, 100])
    ax.set_yticks([])
    ax.tick_params(length=2, pad=1)
    ax.set_xlabel("fill rate (% of demand served on its day)", labelpad=1)


def fill_figure(tables: Tables, view: View = USUAL) -> Figure:
    """Draw the fill rate of each consumer by month, with its shortfall days at the right.

    Questions
    ---------
    1. Which consumer is served least, and in which months?
    2. How many shortfall days does that consumer come to over the run?
    3. Which consumers are never short?
    """
    scenario = tables.histories.scenario
    region = {name: block.region for name, block in scenario.consumers.items()}
    groups = _by_region(tables, view)
    longest = int(min(LONGEST, 0.4 * view.width / CHARACTER))
    names = [cut_at_space(group.label, longest) for group in groups]
    bars, span = bars_of(tables.histories), span_of(tables, view)
    axis, all_wide = axis_of(tables.histories.start, span), view.width
    seen = [bar for bar in bars if bar.spread(axis.days, axis.first)]
    strip = STRIP_ROW * len(seen) + 0.08
    tall = ROW * len(groups)
    said = f"{_reads(tables)} {in_run(tables)}"
    head = Head.of(all_wide, headed(TITLE, tables, view), said)
    top = head.height + overview_room(axis)
    footer = footing(all_wide)
    height = top + strip + 0.05 + tall + BOTTOM + footer
    figure = Figure(figsize=(all_wide, height))
    head.draw(figure)
    draw_overview(figure, head.height, axis, bars)
    left = 0.2 + CHARACTER * max(map(len, names))
    width = all_wide - left - RIGHT

    def place(x: float, bottom: float, wide: float, high: float) -> Axes:
        return figure.add_axes((x / all_wide, bottom / height, wide / all_wide, high / height))

    over = place(left, height - top - strip, width, strip)
    draw_strip(over, seen, axis.days, width, since=axis.first)
    ax = place(left, BOTTOM + footer, width, tall)
    ax.set_label(ROWS)
    months = Months.of(scenario)
    edges = np.append(months.first_day, span.whole).astype(np.float64)
    draw_fill(ax, edges, monthly_fill(months, [tables.series[g] for g in groups]).T, names)
    axis.apply(ax, labelled=True)
    right = axis.days + axis.length * 0.6 / width
    ax.text(right, -0.75, "shortfall\ndays", ha="right", va="bottom", fontsize=7)
    for row, group in enumerate(groups):
        mean = tables.series[group].cumulative.mean[-1]
        ax.text(right, row, f"{mean:.1f} d", ha="right", va="center", color=INK)
        if row and region[group.name] != region[groups[row - 1].name]:
            ax.axhline(row - 0.5, color=INK, linewidth=0.7)
    draw_scale(place(left, 0.36 + footer, min(2.2, width), 0.11))
    return figure


def fill_told(tables: Tables, view: View = USUAL) -> Told:
    """Say what the figure shows: the worst month of each consumer that is short in any."""
    groups, months = _by_region(tables, view), Months.of(tables.histories.scenario)
    start, span = tables.histories.start, span_of(tables, view)
    drawn = months.touch(span.first, span.end)
    dates = [start + dt.timedelta(days=day) for day in months.first_day[drawn].tolist()]
    fill = 100.0 * monthly_fill(months, [tables.series[group] for group in groups])[drawn]
    title, worst = headed(TITLE, tables, view), np.argmin(fill, axis=0)
    lows = [(fill[at, i], dates[at], groups[i].label) for i, at in enumerate(worst.tolist())]
    some = [
        f"{label} {short(low)} % in {date:%B %Y}" for low, date, label in sorted(lows) if low < FULL
    ]
    said = f"Lowest fill rates: {listed(some[:MOST_TOLD])}" if some else "Nobody is ever short."
    more = f" {len(some) - MOST_TOLD} more fall short." if len(some) > MOST_TOLD else ""
    alt = f"{title}. A table of shades, a row a consumer and a column a month. {said}{more}"
    columns = {
        "month": "month",
        "consumer": "id of the consumer",
        "fill": "mean part of the month's demand that is served on its day, %",
    }
    rows = [
        (f"{date:%Y-%m}", group.name, fill[at, i])
        for i, group in enumerate(groups)
        for at, date in enumerate(dates)
    ]
    return Told(title, f"{_reads(tables)} {in_run(tables)}", alt, Data(columns, rows))


def _by_region(tables: Tables, view: View) -> list[Group]:
    """List the consumers, or those that are asked for, in the order of their regions."""
    of, asked = tables.histories.scenario.consumers, asked_consumers(tables, view)
    places = in_order(sorted({block.region for block in of.values()}))
    groups = [one for one in tables.of_kind("consumer") if one.name in asked or not asked]
    return sorted(groups, key=lambda one: places.index(of[one.name].region))


def _reads(tables: Tables) -> str:
    return (
        f"Mean of {tables.histories.said}. The darker, the less of the month's demand is served on "
        "its day. At the right the mean shortfall days over the whole run. "
        f"{read(bars_of(tables.histories))}"
    ).rstrip()

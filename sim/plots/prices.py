"""Prices by week: what an element costs in China and outside."""

import datetime as dt
from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator
from numpy.typing import NDArray

from sim.output.label import label_of
from sim.output.prices import PricePath, Prices
from sim.output.tables import Tables
from sim.plots.bands import ALL, INNER
from sim.plots.compare_head import Head
from sim.plots.note import in_bands
from sim.plots.panels import axis_of, panel_figure
from sim.plots.span import Span, span_of
from sim.plots.strip import bars_of, read
from sim.plots.style import light_grid
from sim.plots.supply import spread
from sim.plots.told import BAND_COLUMNS, Data, Told, headed, listed, spread_text
from sim.plots.view import USUAL, View
from sim.world.time.clock import PLANNING_DAYS

F64 = NDArray[np.float64]

TITLE = "Prices by week"
LINES = {"outside": ("outside", "#D55E00"), "china": ("China", "#0072B2")}
"""Label and colour of each bloc."""
ROOM = 1.25
"""Room above and under what is drawn, as a factor."""
LEAST = 2.0
"""Least range of an axis, as a factor: small changes must look small."""


def draw_price(ax: Axes, edges: F64, path: PricePath, colour: str) -> None:
    """Draw the 5 to 95 % band of a price, on it that of the event, and its median, by week.

    Parameters
    ----------
    ax : Axes
        Where to draw, x in days from the start of the run.
    edges : array, day, ``[week + 1]``
        First day of each week, and the end of the last.
    path : PricePath
    colour : str
    """
    low, middle, high = path.quantiles[:, 0], path.quantiles[:, 2], path.quantiles[:, -1]
    ax.stairs(high, edges, baseline=low, fill=True, color=colour, alpha=ALL, linewidth=0)
    if path.event is not None:
        below, above = path.event.T
        ax.stairs(above, edges, baseline=below, fill=True, color=colour, alpha=INNER, linewidth=0)
    ax.stairs(middle, edges, baseline=None, color=colour, linewidth=1.4)


def prices_figure(tables: Tables, view: View = USUAL) -> Figure:
    """Draw the price of each element in both blocs on a logarithmic axis of its own.

    Questions
    ---------
    1. What does dysprosium cost outside China at its dearest, in the median?
    2. How many times dearer is it outside than in China then?
    3. Which element's price moves least?
    """
    found, histories = tables.prices, tables.histories
    assert found is not None
    elements = list(dict.fromkeys(path.element for path in found.paths))
    span = span_of(tables, view)
    axis, bars = axis_of(histories.start, span), bars_of(histories)
    head = Head.of(view.width, headed(TITLE, tables, view), _caption(tables))
    figure, axes = panel_figure(head, len(elements), axis, bars, shared=False, shaded=False)
    for ax, element in zip(axes, elements, strict=True):
        _draw(ax, found, element, span)
        label = label_of(histories.scenario.elements[element].label, element)
        ax.set_title(f"{label}: USD a kg of oxide, log scale")
    return figure


def prices_told(tables: Tables, view: View = USUAL) -> Told:
    """Say what the figure shows: the dearest week of each element in each bloc."""
    found, scenario, title = tables.prices, tables.histories.scenario, headed(TITLE, tables, view)
    assert found is not None
    weeks = _weeks(found, span_of(tables, view))
    dates = [scenario.start + dt.timedelta(days=day) for day in found.days[weeks]]
    said, rows = [], []
    for whole in found.paths:
        path = _cut(whole, weeks)
        top = int(np.argmax(path.quantiles[:, 2]))
        label = label_of(scenario.elements[path.element].label, path.element)
        band = spread_text(path.quantiles[top, [0, 2, 4]], "USD/kg")
        said.append(f"{label}, {LINES[path.bloc][0]}, {band} on {dates[top]:%d %B %Y}")
        rows += [
            (date, path.element, path.bloc, path.mean[week], *path.quantiles[week])
            for week, date in enumerate(dates)
        ]
    alt = (
        f"{title}. Lines over time, a panel an element. Dearest week in the median, in brackets "
        f"5 to 95 % of histories: {listed(said)}"
    )
    columns = {"week": "first day of the week", "element": "element", "bloc": "where"}
    columns |= {name: f"{says}, USD per kg of oxide" for name, says in BAND_COLUMNS.items()}
    return Told(title, _caption(tables), alt, Data(columns, rows))


def _caption(tables: Tables) -> str:
    return (
        f"{tables.histories.said}. Line: median. {in_bands(tables, '5-95 %')} Without VAT and "
        f"tariffs. Each panel has its own scale. {read(bars_of(tables.histories))}"
    )


def _weeks(found: Prices, span: Span) -> slice:
    """Give the weeks that are drawn: those with a day in the span."""
    first, end = np.searchsorted(found.days, (span.first - PLANNING_DAYS + 1, span.end)).tolist()
    return slice(first, end)


def _cut(path: PricePath, weeks: slice) -> PricePath:
    event = None if path.event is None else path.event[weeks]
    return replace(path, mean=path.mean[weeks], quantiles=path.quantiles[weeks], event=event)


def _draw(ax: Axes, found: Prices, element: str, span: Span) -> None:
    weeks = _weeks(found, span)
    days = found.days[weeks]
    edges = np.array([*days, min(days[-1] + PLANNING_DAYS, span.whole)], dtype=np.float64)
    ax.set_yscale("log")
    paths = {bloc: _cut(found.of(element, bloc), weeks) for bloc in LINES}
    for bloc, path in paths.items():
        draw_price(ax, edges, path, LINES[bloc][1])
    low = min(float(path.quantiles.min()) for path in paths.values()) / ROOM
    high = max(float(path.quantiles.max()) for path in paths.values()) * ROOM
    wider = max(np.sqrt(LEAST * ROOM * low / high), 1.0)
    low, high = low / wider, high * wider
    ax.set_ylim(low, high)
    few = np.log10(high / low) < 1.5
    ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5) if few else (1,)))
    ax.yaxis.set_minor_locator(NullLocator())
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.6g}"))
    light_grid(ax)
    _name_lines(ax, paths, np.log(low), np.log(high))


def _name_lines(ax: Axes, paths: dict[str, PricePath], low: float, high: float) -> None:
    """Write each line's name and last median at its right end, apart from each other."""
    ends = {bloc: float(path.quantiles[-1, 2]) for bloc, path in paths.items()}
    order = sorted(ends, key=lambda bloc: (ends[bloc], bloc == "outside"))
    heights = [(np.log(ends[bloc]) - low) / (high - low) for bloc in order]
    for bloc, height in zip(order, spread([float(h) for h in heights], 0.19, 1.0), strict=True):
        label, colour = LINES[bloc]
        figure = f"{ends[bloc]:.3g}" if ends[bloc] < 100 else f"{ends[bloc]:,.0f}"
        ax.annotate(
            f"{label}\n{figure}", (1.0, height), (3, 0), xycoords="axes fraction",
            textcoords="offset points", va="center", fontsize=6.5, color=colour,
            linespacing=0.95, annotation_clip=False,
        )  # fmt: skip

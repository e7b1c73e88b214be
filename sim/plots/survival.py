"""Survival curves: the part of each consumer's demand that still runs, by date."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.output.tables import Tables
from sim.plots.bands import ALL, draw_event, drawn_days
from sim.plots.compare_head import Head
from sim.plots.compare_overlay import days_text
from sim.plots.compare_panels import Grid, draw_panels
from sim.plots.note import in_bands
from sim.plots.panels import TimeAxis
from sim.plots.strip import Bar, bars_of, read
from sim.plots.style import INK, WIDTH, in_order, place_colour
from sim.plots.told import Data, Told, headed, listed, short
from sim.plots.view import USUAL, View
from sim.scenario.errors import plural

F64 = NDArray[np.float64]

TITLE = "What still runs, by consumer and date"
STANDS = 0.05
"""Part of demand that stands still, in one history of twenty, from which a consumer is drawn."""
OVER = 28
"""Days of the running mean: goods come in lumps, and firms with empty shelves run when they do."""
MOST = 24
"""Most consumers that are drawn: those that lose most, wherever they are."""
BEFORE, AFTER = 30, 30
"""Days drawn before anybody stands still, and after."""
MARGIN = 0.15
"""Room kept free beside the note, inch."""
GRID = Grid(WIDTH, right=0.3, narrowest=1.9, most=3, title=7.5, heights=(0.85, 0.85))
"""How panels are set: the date below the last day reaches beyond its panel."""


@dataclass(frozen=True)
class _Curve:
    """What of a consumer runs."""

    name: str
    region: str
    runs: F64
    """In 95, 50 and 5 % of histories at most, per cent of demand, ``[day, quantile]``."""
    event: F64 | None
    """Ends of the band of what the event alone makes of it, ``[day, 2]``, if there is one."""
    lost: float
    """Mean shortfall days over the run."""


def stands_still(tables: Tables) -> bool:
    """Tell whether any consumer ever stands still."""
    return bool(_curves(tables))


def survival_figure(tables: Tables, view: View = USUAL) -> Figure:
    """Draw a panel for each of the consumers that lose most, by region, hardest hit first.

    Questions
    ---------
    1. Which consumer of a region stands still first, and when?
    2. Which part of that consumer's demand still runs at the worst, in the median history?
    3. When do all run in full again?
    """
    curves = _curves(tables)
    shown, (first, end) = _shown(curves), _span(tables, curves)
    histories = tables.histories
    axis = TimeAxis(histories.start + dt.timedelta(days=first), end - first)
    bars = _bars(tables, first, end)
    head = Head.of(
        WIDTH - MARGIN,
        headed(TITLE, tables, view),
        _caption(tables, curves, bars),
    )
    titles = [f"{one.name}: {days_text(one.lost)}" for one in shown]
    figure, axes = draw_panels(head, titles, GRID, axis, bars, "runs (% of demand)", once=True)
    axes[0].set_ylim(-2, 103)
    days = drawn_days(end - first)
    for ax, one in zip(axes, shown, strict=True):
        high, median, low = one.runs[first:end][days].T
        colour = place_colour(one.region)
        ax.fill_between(days, low, high, color=colour, alpha=ALL, linewidth=0)
        if one.event is not None:
            draw_event(ax, days, one.event[first:end][days], colour)
        ax.plot(days, median, color=INK, linewidth=1.3)
    return figure


def survival_told(tables: Tables, view: View = USUAL) -> Told:
    """Say what the figure shows: how little of each consumer still runs at the worst."""
    curves = _curves(tables)
    shown, (first, end) = _shown(curves), _span(tables, curves)
    start, title = tables.histories.start, headed(TITLE, tables, view)
    days = first + drawn_days(end - first)
    dates = [start + dt.timedelta(days=int(day)) for day in days]
    lows = [(one, int(np.argmin(one.runs[days, 1]))) for one in shown]
    alt = f"{title}. Lines over time, a panel a consumer. Least that runs in the median: " + listed(
        f"{one.name} {short(one.runs[days[at], 1])} % on {dates[at]:%d %B %Y}" for one, at in lows
    )
    columns = {
        "date": "day",
        "consumer": "consumer as the figure calls it",
        "runs_q05": "part of demand that runs, 5 % quantile, %",
        "runs_median": "the same, median, %",
        "runs_q95": "the same, 95 % quantile, %",
    }
    rows = [
        (date, one.name, *one.runs[day, ::-1].tolist())
        for one in shown
        for day, date in zip(days, dates, strict=True)
    ]
    caption = _caption(tables, curves, _bars(tables, first, end))
    return Told(title, caption, alt, Data(columns, rows))


def _shown(curves: Sequence[_Curve]) -> list[_Curve]:
    """Give those that are drawn, by region."""
    places = in_order(sorted({one.region for one in curves}))
    return sorted(curves[:MOST], key=lambda one: places.index(one.region))


def _span(tables: Tables, curves: Sequence[_Curve]) -> tuple[int, int]:
    """Give the first day that is drawn, and the first after it."""
    short_of = [one.runs[:, 2] < 100.0 * (1 - STANDS) for one in curves[:MOST]]
    down = np.flatnonzero(np.logical_or.reduce(short_of))
    return max(int(down[0]) - BEFORE, 0), min(int(down[-1]) + AFTER, tables.histories.days)


def _bars(tables: Tables, first: int, end: int) -> list[Bar]:
    """Give the disruptions that are in force within the days that are drawn."""
    bars = [bar.later(-first) for bar in bars_of(tables.histories)]
    return [bar for bar in bars if bar.spread(end - first)]


def _caption(tables: Tables, curves: Sequence[_Curve], bars: Sequence[Bar]) -> str:
    return (
        f"{tables.histories.said}. Part of demand that is served, means over four weeks. Line: "
        f"median. {in_bands(tables, '5-95 %')} Beside each name its mean shortfall days over the "
        f"run; in each region who loses most comes first. {read(bars)}{_left_out(tables, curves)}"
    )


def _curves(tables: Tables) -> list[_Curve]:
    """Give those who stand still, who loses most first."""
    found = []
    for group in tables.of_kind("consumer"):
        series = tables.series[group]
        standing = _smooth(series.shortfall.quantiles[:, [0, 2, 4]])
        if standing[:, -1].max() >= STANDS:
            name, _, _ = group.label.partition(" (t in ")
            region = tables.histories.scenario.consumers[group.name].region
            lost, event = float(series.cumulative.mean[-1]), series.shortfall.event
            alone = None if event is None else 100.0 * (1.0 - _smooth(event))
            found.append(_Curve(name, region, 100.0 * (1.0 - standing), alone, lost))
    return sorted(found, key=lambda one: -one.lost)


def _smooth(daily: F64) -> F64:
    """Give running means around each day, over fewer days at the ends, ``[day, quantile]``."""
    total = np.concatenate([np.zeros((1, daily.shape[1])), np.cumsum(daily, axis=0)])
    days = np.arange(len(daily))
    low, high = np.maximum(days - OVER // 2, 0), np.minimum(days + OVER // 2, len(daily))
    return np.asarray((total[high] - total[low]) / (high - low)[:, None])


def _left_out(tables: Tables, curves: Sequence[_Curve]) -> str:
    """Say who is not drawn, and why."""
    others, calm = curves[MOST:], len(tables.of_kind("consumer")) - len(curves)
    parts = []
    if others:
        parts.append(f"{plural(len(others), 'consumer')} of {days_text(others[0].lost)} or less")
    if calm:
        parts.append(f"{calm} that in 95 % of histories run at {100 * (1 - STANDS):.0f} % or more")
    return f" Not drawn: {', '.join(parts)}." if parts else ""

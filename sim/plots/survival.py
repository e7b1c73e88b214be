"""Survival curves: the part of each consumer's demand that still runs, by date."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.output.tables import Tables
from sim.plots.asked import asked_consumers
from sim.plots.bands import ALL, draw_event, drawn_days
from sim.plots.compare_head import Head
from sim.plots.compare_overlay import days_text
from sim.plots.compare_panels import Grid, draw_panels
from sim.plots.note import in_bands
from sim.plots.panels import axis_of
from sim.plots.span import Span, span_of
from sim.plots.strip import bars_of, read
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
GRID = Grid(WIDTH, 0.3, 1.9, most=3, title=7.5, heights=(0.85, 0.85), once=True)
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
    return bool(_curves(tables, USUAL))


def survival_figure(tables: Tables, view: View = USUAL) -> Figure:
    """Draw a panel for each of the consumers that lose most, by region, hardest hit first.

    Questions
    ---------
    1. Which consumer of a region stands still first, and when?
    2. Which part of that consumer's demand still runs at the worst, in the median history?
    3. When do all run in full again?
    """
    curves = _curves(tables, view)
    shown, span = _shown(curves), _span(tables, curves, view)
    axis, bars = axis_of(tables.histories.start, span), bars_of(tables.histories)
    said = _caption(tables, curves, view)
    head = Head.of(view.width - MARGIN, headed(TITLE, tables, view), said)
    titles = [f"{one.name}: {days_text(one.lost)}" for one in shown]
    grid = replace(GRID, width=view.width)
    figure, axes = draw_panels(head, titles, grid, axis, bars, "runs (% of demand)")
    axes[0].set_ylim(-2, 103)
    days = span.first + drawn_days(span.end - span.first)
    for ax, one in zip(axes, shown, strict=True):
        high, median, low = one.runs[days].T
        colour = place_colour(one.region)
        ax.fill_between(days, low, high, color=colour, alpha=ALL, linewidth=0)
        if one.event is not None:
            draw_event(ax, days, one.event[days], colour)
        ax.plot(days, median, color=INK, linewidth=1.3)
    return figure


def survival_told(tables: Tables, view: View = USUAL) -> Told:
    """Say what the figure shows: how little of each consumer still runs at the worst."""
    curves = _curves(tables, view)
    shown, span = _shown(curves), _span(tables, curves, view)
    start, title = tables.histories.start, headed(TITLE, tables, view)
    days = span.first + drawn_days(span.end - span.first)
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
    return Told(title, _caption(tables, curves, view), alt, Data(columns, rows))


def _shown(curves: Sequence[_Curve]) -> list[_Curve]:
    """Give those that are drawn, by region."""
    places = in_order(sorted({one.region for one in curves}))
    return sorted(curves[:MOST], key=lambda one: places.index(one.region))


def _span(tables: Tables, curves: Sequence[_Curve], view: View) -> Span:
    """Give the days that are drawn; where no event tells, those on which anybody stands still.

    And those before, from the first onset within the run on: what is drawn is due to it.
    """
    span = span_of(tables, view)
    short_of = [one.runs[:, 2] < 100.0 * (1 - STANDS) for one in curves[:MOST]]
    down = np.flatnonzero(np.logical_or.reduce(short_of))
    if view.window != "event" or not span.is_whole or not down.size:
        return span
    days = span.whole
    onsets = [
        int(bar.first) for bar in bars_of(tables.histories) if bar.first > 0 and not bar.slips
    ]
    return Span(
        max(min([int(down[0]), *onsets]) - BEFORE, 0), min(int(down[-1]) + AFTER, days), days
    )


def _caption(tables: Tables, curves: Sequence[_Curve], view: View) -> str:
    return (
        f"{tables.histories.said}. Part of demand that is served, means over the four weeks up to "
        f"each day. Line: median. {in_bands(tables, '5-95 %')} Beside each name its mean shortfall "
        "days over the run; in each region who loses most comes first. "
        f"{read(bars_of(tables.histories))}{'' if view.is_choosy else _left_out(tables, curves)}"
    ).strip()


def _curves(tables: Tables, view: View) -> list[_Curve]:
    """Give those who stand still, or who are asked for, who loses most first."""
    found, asked = [], asked_consumers(tables, view)
    for group in tables.of_kind("consumer"):
        series = tables.series[group]
        standing = _smooth(series.shortfall.quantiles[:, [0, 2, 4]])
        if group.name in asked or (not asked and standing[:, -1].max() >= STANDS):
            name, _, _ = group.label.partition(" (t in ")
            region = tables.histories.scenario.consumers[group.name].region
            lost, event = float(series.cumulative.mean[-1]), series.shortfall.event
            alone = None if event is None else 100.0 * (1.0 - _smooth(event))
            found.append(_Curve(name, region, 100.0 * (1.0 - standing), alone, lost))
    return sorted(found, key=lambda one: -one.lost)


def _smooth(daily: F64) -> F64:
    """Give means over each day and those before it, over fewer at the start, ``[day, quantile]``.

    No day after it counts: nobody is to stand still before anything happens.
    """
    total = np.concatenate([np.zeros((1, daily.shape[1])), np.cumsum(daily, axis=0)])
    high = np.arange(1, len(daily) + 1)
    low = np.maximum(high - OVER, 0)
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

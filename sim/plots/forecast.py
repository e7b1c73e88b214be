"""The figure of a forecast: recorded months, then a fan, and what is in it."""

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.forecast.forecast import BANDS, MEDIAN, FlowForecast, Forecast
from sim.hindcast.month import number_of, span
from sim.measures import QUANTILES
from sim.plots.note import note_of, room_of
from sim.plots.study import Drawn, Study
from sim.plots.style import INK, WIDTH, headline, light_grid
from sim.plots.told import Cell, Data, listed, spread_text, told_under

LEFT, RIGHT, GAP = 0.62, 0.30, 0.72
"""Margins beside the panels and the gap between two columns, inch."""
TITLE, BOTTOM, PANEL, NEXT = 0.24, 0.42, 1.5, 0.52
"""Room for titles of panels, and for the months; height of a panel, room to the next, inch."""
FAN = "#0072B2"
MOST_LABELS = 7
"""Most months that are named under a panel."""


def draw_forecast(forecast: Forecast, study: Study) -> list[Path]:
    """Draw the figure of a forecast into the folder of a study, and give the paths.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """

    def figures() -> Iterator[Drawn]:
        figure = forecast_figure(forecast)
        yield "forecast", figure, told_under(figure, _in_words(forecast), _data(forecast))

    return study.draw(figures)


def forecast_figure(forecast: Forecast) -> Figure:
    """Draw each flow: what is recorded, then the median and both bands of every month."""
    flows = list(forecast.flows.values())
    columns = min(len(flows), 2)
    rows = -(-len(flows) // columns)
    note = note_of(
        f"{forecast.histories:,} histories. Line: median; dark band: 25-75 %, light band: 5-95 %; "
        "points: recorded; dashed: where the forecast begins.",
        " ".join(forecast.holds),
    )
    top = room_of(note, TITLE)
    height = top + rows * PANEL + (rows - 1) * NEXT + BOTTOM
    figure = Figure(figsize=(WIDTH, height))
    width = (WIDTH - LEFT - RIGHT - (columns - 1) * GAP) / columns
    begins = min([*forecast.months, *(month for flow in flows for month in flow.past)])
    months = span(begins, forecast.months[-1])
    for i, flow in enumerate(flows):
        row, column = divmod(i, columns)
        left = (LEFT + column * (width + GAP)) / WIDTH
        bottom = (height - top - row * (PANEL + NEXT) - PANEL) / height
        ax = figure.add_axes((left, bottom, width / WIDTH, PANEL / height))
        _draw(ax, flow, months)
        _mark(ax, months)
    headline(figure, f"Forecast: {forecast.title}", note)
    return figure


def _in_words(forecast: Forecast) -> str:
    """Say what the first and the last month of each flow come to."""
    said = list[str]()
    for flow in forecast.flows.values():
        ends = [
            f"{month} {spread_text((spread[0], spread[MEDIAN], spread[4]), 't')}"
            for month, spread in [*flow.t.items()][:: max(len(flow.t) - 1, 1)]
        ]
        last = [*flow.past.items()][-1:]
        recorded = [f"last recorded {month} {t:,.0f} t" for month, t in last]
        said.append(f"{flow.label} {', '.join([*recorded, *ends])}")
    return (
        "Fans by month behind recorded points, a panel a flow. Median and 5 to 95 % of the first "
        f"and the last month: {listed(said)}"
    )


def _data(forecast: Forecast) -> Data:
    columns = {
        "flow": "flow as the figure calls it",
        "month": "month",
        "recorded": "recorded, t",
        **{f"q{100 * at:02.0f}": f"forecast, {100 * at:.0f} % quantile, t" for at in QUANTILES},
    }
    rows = list[list[Cell]]()
    for flow in forecast.flows.values():
        rows += [[flow.label, month, t, *[math.nan] * 5] for month, t in flow.past.items()]
        rows += [[flow.label, month, math.nan, *of] for month, of in flow.t.items()]
    return Data(columns, rows)


def _draw(ax: Axes, flow: FlowForecast, months: list[str]) -> None:
    spread = np.array(list(flow.t.values()))
    first = months.index(next(iter(flow.t)))
    edges = first + np.arange(len(spread) + 1, dtype=np.float64)
    for (low, high), alpha in zip(BANDS.values(), (0.22, 0.34), strict=True):
        ax.stairs(
            spread[:, high], edges, baseline=spread[:, low], fill=True, color=FAN, alpha=alpha,
            linewidth=0,
        )  # fmt: skip
    ax.stairs(spread[:, MEDIAN], edges, baseline=None, color=FAN, linewidth=1.4)
    at = [months.index(month) + 0.5 for month in flow.past]
    ax.plot(at, list(flow.past.values()), "o", color=INK, markersize=3.2)
    ax.axvline(first, color=INK, linewidth=0.6, linestyle=(0, (4, 1.5)))
    ax.set_ylim(0, 1.08 * max(float(spread.max()), *flow.past.values(), 1e-9))
    ax.set_ylabel("t a month")
    ax.set_title(flow.label)
    light_grid(ax)


def _mark(ax: Axes, months: list[str]) -> None:
    """Name as many months as there is room for, in whole quarters or years."""
    step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120) if len(months) / step <= MOST_LABELS)
    at = [i for i, month in enumerate(months) if number_of(month) % step == 0]
    ax.set_xlim(0, len(months))
    ax.set_xticks([i + 0.5 for i in at], [months[i] for i in at])
    ax.tick_params(axis="x", length=2.5, pad=2)

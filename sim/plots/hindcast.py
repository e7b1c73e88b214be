"""An episode replayed: recorded points over the simulated band, and the days lost below."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.hindcast.line import NOT_JUDGED, Line, not_judged, summary
from sim.hindcast.lines import lines_of
from sim.hindcast.month import number_of
from sim.hindcast.replay import Replay, Replayed
from sim.plots.note import differ, note_of, room_of
from sim.plots.study import Drawn, Study
from sim.plots.style import INK, WIDTH, headline, light_grid
from sim.plots.told import Cell, Data, listed, short, spread_text, told_under
from sim.scenario.errors import plural

F64 = NDArray[np.float64]

LEFT, RIGHT, GAP = 0.66, 0.66, 1.30
"""Margins beside the panels and the gap between two columns, inch."""
BELOW, BOTTOM = 0.26, 0.34
"""Room below the headline and for the months under the lowest panel, inch."""
FLOW, LOST, BETWEEN, NEXT = 1.45, 1.0, 0.12, 0.62
"""Heights of the two panels of a series, room between them and to the next series, inch."""
STOP_ROW, STOP_HEAD = 0.21, 0.44
"""Height of a recorded stop, and room over the first, inch."""
STOPS_LEFT, STOPS_RIGHT = 2.76, 1.25
"""Margins beside the recorded stops, inch."""
BAND_COLOUR = "#0072B2"
MARKS = {"recorded": INK, "derived": "#9A9A9A", "estimate": "white"}
"""Filling of the points by grade."""


def draw_hindcast(replay: Replay, study: Study) -> list[Path]:
    """Draw the figure of a replayed episode into the folder of a study, and give the paths.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """

    def figures() -> Iterator[Drawn]:
        figure = hindcast_figure(replay)
        yield "hindcast", figure, told_under(figure, _in_words(replay), _data(replay))

    return study.draw(figures)


def hindcast_figure(replay: Replay) -> Figure:
    """Draw flow and lost days of every series, and the recorded stops of plants."""
    count, lines = len(replay.series), list(lines_of(replay))
    free, scenario = not_judged(lines), replay.histories.scenario
    columns, rows = min(count, 2), -(-count // 2)
    block = FLOW + BETWEEN + LOST
    stops = STOP_HEAD + STOP_ROW * len(replay.stops) + 0.24 if replay.stops else 0.0
    note = note_of(
        f"{plural(replay.histories.count, 'history')} of {scenario.name}; limits stated "
        f"beforehand: {summary(lines)}. Blue: simulated, median and 5-95 % band. Points: recorded "
        "(black), derived from records (grey), estimated (white); bar: months recorded together, "
        "their mean; dashed: recorded normal flow; grey field: months fitted to. Lost days: normal "
        "flow that did not come, net of excess, each against its own normal months.",
        differ(scenario, replay.histories.count),
    )
    above = room_of(note, BELOW)
    height = above + rows * block + (rows - 1) * NEXT + BOTTOM + stops
    figure = Figure(figsize=(WIDTH, height))
    width = (WIDTH - LEFT - RIGHT - (columns - 1) * GAP) / columns

    def place(left: float, bottom: float, wide: float, tall: float) -> Axes:
        return figure.add_axes((left / WIDTH, bottom / height, wide / WIDTH, tall / height))

    for i, one in enumerate(replay.series):
        row, column = divmod(i, columns)
        left = LEFT + column * (width + GAP)
        top = height - above - row * (block + NEXT)
        flow = place(left, top - FLOW, width, FLOW)
        lost = place(left, top - block, width, LOST)
        _draw_flow(flow, one, judged=one.name not in free)
        _draw_lost(lost, one)
        for ax in (flow, lost):
            _mark_months(ax, one, labelled=ax is lost)
    if replay.stops:
        wide = WIDTH - STOPS_LEFT - STOPS_RIGHT
        _draw_stops(place(STOPS_LEFT, 0.36, wide, STOP_ROW * len(replay.stops)), replay, lines)
    headline(figure, f"Recorded and simulated: {replay.name}", note)
    return figure


def _in_words(replay: Replay) -> str:
    """Say what each series lost by the end, recorded and simulated, and when each plant stopped."""
    said = list[str]()
    for one in replay.series:
        known = one.lost[np.isfinite(one.lost)]
        recorded = f", recorded {short(known[-1])} d" if known.size else ""
        said.append(f"{one.label} {spread_text(one.simulated_lost_band[-1])}{recorded}")
    stops = [
        f"{stop.label} {spread_text(stop.days)} after the onset, recorded "
        + " to ".join(short(day) for day in dict.fromkeys(stop.stop.days))
        for stop in replay.stops
    ]
    first = f" First stops, median and 5 to 95 %: {listed(stops)}" if stops else ""
    return (
        "Bands over months with points, two panels a series. Days of normal flow lost by the end, "
        f"median and 5 to 95 %: {listed(said)}{first}"
    )


def _data(replay: Replay) -> Data:
    columns = {
        "of": "series, or plant that stopped, as the figure calls it",
        "month": "month; first stop for a plant",
        "recorded": "recorded flow, t a month; day of the stop after the onset, d",
        "q05": "simulated, 5 % quantile, in the same unit",
        "median": "simulated, median",
        "q95": "simulated, 95 % quantile",
        "recorded_lost": "days of normal flow lost by the end of the month as recorded, d",
        "lost": "the same simulated, of the mean flow, d",
        "lost_q05": "the same simulated, 5 % quantile, d",
        "lost_q95": "the same simulated, 95 % quantile, d",
    }
    rows = list[list[Cell]]()
    for one in replay.series:
        lost = one.lost, one.simulated_lost, one.simulated_lost_band[:, [0, -1]]
        values = np.column_stack([one.recorded, one.band, *lost]).tolist()
        rows += [[one.label, month, *of] for month, of in zip(one.months, values, strict=True)]
    nothing = [np.nan] * 4
    for stop in replay.stops:
        rows.append([stop.label, "first stop", stop.stop.days[0], *stop.days.tolist(), *nothing])
    return Data(columns, rows)


def _edges(one: Replayed) -> F64:
    return np.arange(len(one.months) + 1, dtype=np.float64)


def _mark_months(ax: Axes, one: Replayed, *, labelled: bool) -> None:
    count = len(one.months)
    step = 1 if count <= 8 else 3
    at = [i for i, month in enumerate(one.months) if number_of(month) % step == 0]
    names = [_named(one.months[i], first=i == at[0]) for i in at]
    ax.set_xlim(0, count)
    ax.set_xticks([i + 0.5 for i in at], names if labelled else [])
    ax.tick_params(axis="x", length=2.5, pad=2)
    for i, kind in enumerate(one.sample):
        if kind == "in":
            ax.axvspan(i, i + 1, color="black", alpha=0.07, linewidth=0)


def _named(month: str, *, first: bool) -> str:
    """Write a month as Apr, with the year where it begins."""
    date = dt.date(int(month[:4]), int(month[5:]), 1)
    return f"{date:%b}\n{date:%Y}" if first or date.month == 1 else f"{date:%b}"


def _draw_flow(ax: Axes, one: Replayed, *, judged: bool) -> None:
    edges, (low, middle, high) = _edges(one), one.band.T
    ax.stairs(high, edges, baseline=low, fill=True, color=BAND_COLOUR, alpha=0.25, linewidth=0)
    ax.stairs(middle, edges, baseline=None, color=BAND_COLOUR, linewidth=1.4)
    tops = [float(high.max())]
    for total in one.series.totals:
        first, last = (number_of(m) - number_of(one.months[0]) for m in (total.first, total.last))
        # Where all months are recorded one by one, their sum adds nothing to see.
        if np.isnan(one.recorded[first : last + 1]).any() and last - first < 11:
            mean = total.t / (last + 1 - first)
            ax.plot([first + 0.08, last + 0.92], [mean, mean], color=INK, linewidth=2.2)
            tops.append(mean)
    if not np.isnan(one.normal):
        ax.axhline(one.normal, color=INK, linewidth=0.8, linestyle=(0, (4, 1.5)))
        tops.append(one.normal)
        _end(ax, one.normal, "normal")
    for i, value in enumerate(one.recorded):
        if not np.isnan(value):
            colour = MARKS[one.series.grades.get(one.months[i], "recorded")]
            ax.plot(i + 0.5, value, "o", color=colour, markeredgecolor=INK, markersize=4.2)
            tops.append(float(value))
    ax.set_ylim(0, 1.1 * max(*tops, 1e-9))
    ax.set_ylabel("t a month")
    ax.set_title(one.label if judged else f"{one.label} ({NOT_JUDGED})")
    light_grid(ax)


def _draw_lost(ax: Axes, one: Replayed) -> None:
    ends = _edges(one)
    low, _, high = one.simulated_lost_band.T
    values = [np.concatenate([[0.0], series]) for series in (low, high, one.simulated_lost)]
    ax.fill_between(ends, values[0], values[1], color=BAND_COLOUR, alpha=0.25, linewidth=0)
    ax.plot(ends, values[2], color=BAND_COLOUR, linewidth=1.4)
    known = ~np.isnan(one.lost) & (np.array(one.sample) != "normal")
    later = np.flatnonzero(known).tolist()
    ax.plot([i + 1 for i in later], one.lost[later], "o", color=INK, markersize=3.4, clip_on=False)
    ax.axhline(0.0, color=INK, linewidth=0.6)
    ax.set_ylabel("lost days (d)")
    light_grid(ax)
    texts = {f"{one.simulated_lost[-1]:.0f} d sim.": float(one.simulated_lost[-1])}
    if later:
        texts[f"{one.lost[later[-1]]:.0f} d rec."] = float(one.lost[later[-1]])
    bottom, top = ax.get_ylim()
    apart = 0.16 * (top - bottom)
    heights: list[float] = []
    for text, height in sorted(texts.items(), key=lambda item: item[1]):
        heights.append(max(height, heights[-1] + apart) if heights else height)
        _end(ax, heights[-1], text)


def _end(ax: Axes, height: float, text: str) -> None:
    """Write a label at the right end of a panel."""
    ax.annotate(
        text, (1.0, height), (4, 0), xycoords=("axes fraction", "data"),
        textcoords="offset points", va="center", fontsize=6.5, color=INK, annotation_clip=False,
    )  # fmt: skip


def _draw_stops(ax: Axes, replay: Replay, lines: list[Line]) -> None:
    """Draw a row a recorded stop: when it began, the first that was simulated, the verdict."""
    verdicts = {line.of: line.verdict for line in lines if line.what == "first_stop"}
    finite = [day for stop in replay.stops for day in stop.days if np.isfinite(day)]
    longest = 1.08 * max([stop.stop.days[1] for stop in replay.stops] + finite)
    for row, stop in enumerate(replay.stops):
        low, middle, high = stop.days
        if np.isfinite(low):
            wide = min(high, longest) - low
            ax.barh(row, wide, left=low, height=0.62, color=BAND_COLOUR, alpha=0.25)
        if np.isfinite(middle):
            ax.plot([middle, middle], [row - 0.31, row + 0.31], color=BAND_COLOUR, linewidth=1.6)
        first, last = stop.stop.days
        ax.plot([first, last], [row, row], color=INK, linewidth=2.2, solid_capstyle="butt")
        if first == last:
            ax.plot([first], [row], "o", color=INK, markersize=3.6)
        never = "" if np.isfinite(middle) else "; median never"
        _end(ax, row, f"{verdicts[stop.name]}{never}")
    ax.set(xlim=(0, longest), ylim=(len(replay.stops) - 0.5, -0.5))
    ax.set_yticks(range(len(replay.stops)), [_short(stop.label) for stop in replay.stops])
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel("days after the onset", labelpad=1)
    ax.set_title("First stop: recorded (black), simulated (line: median; field: 5-95 %)")


def _short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else f"{text[: most - 3].rstrip()}..."

"""Projects on a time axis: when each was planned, when it comes, and how surely."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.output.lateness import Line, projects
from sim.output.tables import Tables
from sim.output.text import date_of, iso
from sim.plots.compare_head import Head
from sim.plots.compare_style import text_width
from sim.plots.note import in_run
from sim.plots.panels import TimeAxis
from sim.plots.strip import bars_of, draw_strip, read, shade
from sim.plots.style import INK
from sim.plots.told import ROWS, Data, Told, headed, listed
from sim.plots.view import USUAL, View
from sim.world.time.clock import DAYS_PER_MONTH

TITLE = "Projects as planned and as they come"
BAND, RIM = "#9CC4DE", "#3B6E91"
MUTED = "#555555"
ROW, MOST_ROWS = 0.17, 32
"""Height of a row, inch, and most rows of a figure."""
EDGE, BOTTOM, STRIP_ROW, APART = 0.1, 0.42, 0.25, 0.22
"""Margin of the text; room for the dates, for a disruption, and between them and the rows, inch."""
NAME, STEP = 7.0, 6.5
"""Sizes of the names of projects, and of their steps and all other text, points."""
INDENT = 0.12
"""How far steps stand in, inch."""
WIDEST, PANEL = 2.3, 0.6
"""Most room for names, inch, and least for what is drawn: longer names are cut."""
COLUMNS = (("median", 0.66), ("late by", 1.24), ("never", 1.62))
"""Heads of what stands right of the rows, and where they end, inch from the axes."""
RIGHT = 1.72
"""Room for it, inch."""
NAMED = 8
"""Most projects that a note names."""


def are_late(tables: Tables) -> bool:
    """Tell whether any project of a run may come on another day than planned."""
    return any(not _is_calm(lines) for lines in projects(tables.histories))


def projects_figures(tables: Tables, view: View = USUAL) -> list[Figure]:
    """Draw the projects that are to come in a run, late or not, as many a figure as fit.

    Questions
    ---------
    1. Which project is latest, by how many months in the median?
    2. Which projects may never come, and in which share of histories?
    3. Between which dates does a given project come, in nine of ten histories?
    """
    drawn, _ = _drawn(tables)
    pages = _pages(drawn)
    numbers = [
        f" ({one} of {len(pages)})" if len(pages) > 1 else "" for one, _ in enumerate(pages, 1)
    ]
    return [_page(tables, lines, which, view) for lines, which in zip(pages, numbers, strict=True)]


def projects_told(tables: Tables, view: View = USUAL) -> Told:
    """Say what the figures show: planned and median date of each project, and if it ever comes."""
    drawn, _ = _drawn(tables)
    start, title = tables.histories.start, headed(TITLE, tables, view)
    said, rows = [], []
    for lines in drawn:
        for line in lines:
            low, middle, high = (iso(start, day) for day in line.band)
            name = line.name + line.of_several
            step = line.name if line.is_step else ""
            whose = lines[0].name + lines[0].of_several
            rows.append((whose, step, iso(start, line.planned), low, middle, high, line.never))
            if not line.is_step:
                never = f", never in {100 * line.never:.0f} % of histories" if line.never else ""
                said.append(f"{name} {iso(start, line.planned)}, comes {middle or 'never'}{never}")
    alt = f"{title}. Bars on a time axis, a row a project. Planned, and median: {listed(said)}"
    columns = {
        "project": "project",
        "step": "step on the way; nothing: first product",
        "planned": "date as planned",
        "q05": "date before which it comes in 5 % of the histories in which it comes",
        "median": "the same, 50 %",
        "q95": "the same, 95 %",
        "never": "part of histories in which it does not come, 1",
    }
    return Told(title, _caption(tables), alt, Data(columns, rows))


def _drawn(tables: Tables) -> tuple[list[list[Line]], list[str]]:
    """Give the projects that are drawn, each with its steps, and sentences on the others."""
    histories = tables.histories
    every = projects(histories)
    within = [lines for lines in every if _is_within(lines, histories.days)]
    drawn = within or [lines for lines in every if not _is_calm(lines)]
    others = [lines for lines in every if lines not in drawn]
    return drawn, [
        *_named("There from the start", [one for one in others if _begins(one) < 0.0]),
        *_named("Planned for after the run", [one for one in others if _begins(one) >= 0.0]),
    ]


def _caption(tables: Tables) -> str:
    _, notes = _drawn(tables)
    text = (
        f"{tables.histories.said}. First product, and steps on the way: hollow as planned; filled "
        "the median of the histories in which it comes; bar: from 5 to 95 % of these, with an "
        "arrow where it goes on after the run. Never: part of histories in which it does not come."
    )
    bars = bars_of(tables.histories)
    text += f" {read(bars)}" if bars else ""
    return " ".join([text, *notes, in_run(tables)])


def draw_lines(ax: Axes, lines: Sequence[Line], days: int) -> None:
    """Draw a row for each line: a bar on which it comes, hollow as planned, filled the median.

    Parameters
    ----------
    ax : Axes
        Where to draw, x in days from the start of the run.
    lines : sequence of Line
        Top row first.
    days : int, days
        Length of the time axis: what lies after it is cut, and an arrow says so.
    """
    ax.set(xlim=(0, days), ylim=(len(lines) - 0.5, -0.5))
    for row, line in enumerate(lines):
        low, middle, high = line.band
        if row % 2 == 0:
            ax.axhspan(row - 0.5, row + 0.5, color="black", alpha=0.035, linewidth=0)
        first, last = max(low, 0.0), min(high, float(days))
        if first < last:
            tall = 0.3 if line.is_step else 0.5
            ax.barh(
                row, last - first, left=first, height=tall, color=BAND, edgecolor=RIM, linewidth=0.5
            )
        if high > days:
            ax.plot(days, row, ">", color=RIM, markersize=4, clip_on=False, zorder=4)
        size = 3.4 if line.is_step else 4.8
        for day, face, part in ((line.planned, "white", 1.0), (middle, INK, 0.6)):
            if 0 <= day <= days:
                ax.plot(
                    day, row, "o", markersize=size * part, markerfacecolor=face,
                    markeredgecolor=INK, markeredgewidth=0.8, clip_on=False, zorder=5,
                )  # fmt: skip


def _is_calm(lines: Sequence[Line]) -> bool:
    return all(line.is_as_planned for line in lines)


def _is_within(lines: Sequence[Line], days: int) -> bool:
    """Tell whether a project has to do with the run: it comes in it, or may be late in it."""
    return _begins(lines) < days and not (_begins(lines) < 0.0 and _is_calm(lines))


def _begins(lines: Sequence[Line]) -> float:
    """Give the first day of what there is to draw of a project."""
    return float(np.nanmin([day for line in lines for day in (line.planned, line.band[0])]))


def _named(says: str, found: Sequence[Sequence[Line]]) -> list[str]:
    """Say which projects are not drawn, by name if they are few."""
    names = [lines[0].name + lines[0].of_several for lines in found]
    if not names:
        return []
    return [f"{says}: {'; '.join(names) if len(names) <= NAMED else f'{len(names)} projects'}."]


def _pages(drawn: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Share projects out over figures of about the same height, each with its steps."""
    rows = sum(map(len, drawn))
    most = rows / -(-rows // MOST_ROWS)
    pages: list[list[Line]] = [[]]
    for lines in drawn:
        if pages[-1] and len(pages[-1]) + len(lines) / 2 > most:
            pages.append([])
        pages[-1] += lines
    return pages


def _page(tables: Tables, lines: Sequence[Line], which: str, view: View) -> Figure:
    """Draw some projects and their steps, a row each."""
    histories = tables.histories
    bars = bars_of(histories)
    head = Head.of(view.width, headed(f"{TITLE}{which}", tables, view), _caption(tables))
    most = min(WIDEST, view.width - RIGHT - EDGE - 0.12 - PANEL)
    names = [_cut(one, most) for one in lines]
    left = EDGE + 0.12 + max(
        _indent(one) + text_width(name, _size(one)) for one, name in zip(lines, names, strict=True)
    )  # fmt: skip
    strip = STRIP_ROW * len(bars)
    tall = ROW * len(lines)
    height, width = head.height + strip + APART + tall + BOTTOM, view.width
    wide = width - left - RIGHT
    figure = Figure(figsize=(width, height))
    head.draw(figure)
    ax = figure.add_axes((left / width, BOTTOM / height, wide / width, tall / height), label=ROWS)
    if bars:
        bottom = (BOTTOM + tall + APART) / height
        on_top = figure.add_axes((left / width, bottom, wide / width, strip / height))
        draw_strip(on_top, bars, histories.days, wide)
    TimeAxis(histories.start, histories.days).apply(ax, labelled=True)
    shade(ax, bars, histories.days)
    draw_lines(ax, lines, histories.days)
    ax.grid(axis="x", color="#DDDDDD", linewidth=0.6)
    ax.spines["left"].set_visible(False)
    ax.set_yticks([])
    for row, line in enumerate(lines):
        colour, at = MUTED if line.is_step else INK, (EDGE + _indent(line) - left) / wide
        _write(ax, at, row, names[row], size=_size(line), color=colour)
        for value, (_, end) in zip(_values(line, histories.start), COLUMNS, strict=True):
            _write(ax, 1 + end / wide, row, value, size=STEP, color=colour, ha="right")
    above = -0.5 - 0.5 * APART / ROW
    for column, end in COLUMNS:
        _write(ax, 1 + end / wide, above, column, size=STEP, color=MUTED, ha="right")
    return figure


def _write(
    ax: Axes, x: float, row: float, text: str, *, size: float, color: str, ha: str = "left"
) -> None:
    """Write beside a row, x as a share of the axes' width."""
    ax.text(
        x,
        row,
        text,
        transform=ax.get_yaxis_transform(),
        va="center",
        ha=ha,
        fontsize=size,
        color=color,
    )


def _indent(line: Line) -> float:
    return INDENT if line.is_step else 0.0


def _size(line: Line) -> float:
    return STEP if line.is_step else NAME


def _cut(line: Line, most: float) -> str:
    """Give a name that is at most so long, inch."""
    name, room = line.name, most - _indent(line)
    while name != "…" and text_width(name + line.of_several, _size(line)) > room:
        name = name.removesuffix("…")[:-1].rstrip() + "…"
    return name + line.of_several


def _values(line: Line, start: dt.date) -> tuple[str, str, str]:
    """Give the median date, how late that is, and in which share of histories it never comes."""
    _, middle, _ = line.band
    date = date_of(start, middle)
    never = f"{100 * line.never:.0f} %" if line.never else ""
    if date is None:
        return "", "", never
    months = (middle - line.planned) / DAYS_PER_MONTH
    late = "on time" if abs(months) < 0.05 else f"{months:+.1f} mo".replace("-", "\N{MINUS SIGN}")
    return f"{date:%b %Y}", late, never

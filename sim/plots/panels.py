"""Small multiples on a shared time axis, with the disruption strip above each column."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.plots.compare_head import Head
from sim.plots.compare_style import text_width
from sim.plots.span import Span
from sim.plots.strip import Bar, draw_strip, shade

LEFT, RIGHT, GAP = 0.52, 0.56, 0.94
"""Margins beside the panels and the gap between two columns, inch."""
BOTTOM, BETWEEN = 0.40, 0.30
"""Room for the dates, and between two rows, inch."""
STRIP_ROW, PANEL = 0.25, 1.12
"""Heights of a disruption in the strip and of a panel, inch."""
NARROW = 5.0
"""Width of a figure under which panels stand in one column, inch."""
OVERVIEW, OVERVIEW_SIZE = 0.36, 6.5
"""Room for the strip of the whole run, inch, and size of its text, points."""
OVERVIEW_SAYS = "Whole run, in the frame what is drawn:"
DATE, APART = 7.5, 0.09
"""Size of dates, points, and least room between two, inch."""


@dataclass(frozen=True)
class TimeAxis:
    """The days a figure spans."""

    start: dt.date
    """Date of day 0."""
    days: int
    """First day after those it shows."""
    first: int = 0
    """First day it shows."""
    whole: int = 0
    """Days of the run, where it shows not all of them."""

    @property
    def length(self) -> int:
        """Number of days it shows."""
        return self.days - self.first

    @property
    def is_part(self) -> bool:
        """Whether it shows not all days of a run."""
        return bool(self.whole)

    @property
    def name(self) -> str:
        """What is written below it."""
        return "date (ticks at the first day)"

    def ticks(self) -> tuple[list[int], list[str]]:
        """Give the days to mark and their labels: years, half-years or quarters."""
        step = 12 if self.length >= 3 * 365 else 6 if self.length > 366 else 3
        months = range(1, 13, step)
        year = self.start.year
        years = range(year + self.first // 365 - 1, year + self.days // 365 + 2)
        dates = [dt.date(year, month, 1) for year in years for month in months]
        marked = [(d, (d - self.start).days) for d in dates]
        inside = [(d, day) for d, day in marked if self.first <= day <= self.days]
        form = "%b %Y" if len(months) > 1 else "%Y"
        return [day for _, day in inside], [f"{d:{form}}" for d, _ in inside]

    def mark(self, ax: Axes, *, labelled: bool) -> None:
        """Mark dates on the axes, with as many labels as there is room for."""
        days, labels = self.ticks()
        ax.set_xlim(self.first, self.days)
        ax.tick_params(axis="x", length=2.5, pad=2)
        if labelled and days:
            figure = ax.get_figure(root=True)
            inch = ax.get_position().width * figure.get_figwidth() / self.length  # type: ignore[union-attr]
            room = text_width(labels[0], DATE) + APART
            every = next(
                step
                for step in range(1, len(days) + 1)
                if all((b - a) * inch >= room for a, b in pairwise(days[::step]))
            )
            labels = [label if i % every == 0 else "" for i, label in enumerate(labels)]
        ax.set_xticks(days, labels if labelled else [""] * len(days))

    def apply(self, ax: Axes, *, labelled: bool) -> None:
        """Mark dates and say that they are; with labels only in the lowest row."""
        self.mark(ax, labelled=labelled)
        if labelled:
            ax.set_xlabel(self.name, labelpad=2)


def axis_of(start: dt.date, span: Span) -> TimeAxis:
    """Give the axis of some days of a run that begins on a date."""
    return TimeAxis(start, span.end, span.first, 0 if span.is_whole else span.whole)


@dataclass(frozen=True)
class Room:
    """Room around panels, inch, and how many there are beside each other."""

    gap: float = GAP
    """Between two columns."""
    right: float = RIGHT
    """At the right of the last."""
    columns: int = 2
    """Most panels beside each other."""


ROOM = Room()


def columns_of(width: float, most: int = 2) -> int:
    """Tell how many panels fit beside each other in a figure of a width, inch."""
    return most if width >= NARROW else 1


def footing(width: float) -> float:
    """Give the line, inch, that what stands at the lower right needs in a narrow figure."""
    return 0.13 if width < NARROW else 0.0


def panel_figure(
    head: Head,
    count: int,
    axis: TimeAxis,
    bars: Sequence[Bar],
    *,
    shared: bool = True,
    room: Room = ROOM,
    shaded: bool = True,
) -> tuple[Figure, list[Axes]]:
    """Lay out panels in columns under the head and the disruption strip.

    Sizes are set in inches rather than found by a layout engine, which costs more than drawing:
    those of *room* are for what stands around panels. Where only a part of the run is drawn, all
    of it stands above as a thin strip.

    Returns
    -------
    Figure, list of Axes
        The panels, row by row; they share the y axis unless *shared* is false. The times of the
        disruptions are shaded unless *shaded* is false.
    """
    columns, gap = min(count, columns_of(head.width, room.columns)), room.gap
    rows = -(-count // columns)
    seen = [bar for bar in bars if bar.spread(axis.days, axis.first)]
    strip = STRIP_ROW * len(seen) + 0.08 if seen else 0.0
    top = head.height + overview_room(axis)
    below = BOTTOM + footing(head.width)
    height = top + strip + rows * PANEL + (rows - 1) * BETWEEN + below + 0.24
    figure = Figure(figsize=(head.width, height))
    head.draw(figure)
    draw_overview(figure, head.height, axis, bars)
    width = (head.width - LEFT - room.right - (columns - 1) * gap) / columns

    def place(column: int, bottom: float, tall: float, like: Axes | None = None) -> Axes:
        left = LEFT + column * (width + gap)
        box = (left / head.width, bottom / height, width / head.width, tall / height)
        return figure.add_axes(box, sharey=like)

    for column in range(columns if seen else 0):
        over = place(column, height - top - strip, strip)
        draw_strip(over, seen, axis.days, width, since=axis.first)
    panels: list[Axes] = []
    for i in range(count):
        row, column = divmod(i, columns)
        bottom = height - top - strip - 0.24 - PANEL - row * (PANEL + BETWEEN)
        ax = place(column, bottom, PANEL, panels[0] if panels and shared else None)
        axis.apply(ax, labelled=i + columns >= count)
        shade(ax, seen if shaded else (), axis.days, axis.first)
        panels.append(ax)
    return figure, panels


def label_rows(axes: Sequence[Axes], label: str) -> None:
    """Name the shared y axis at the left of each row of panels."""
    left = min(ax.get_position().x0 for ax in axes)
    for ax in axes:
        if ax.get_position().x0 - left < 1e-9:
            ax.set_ylabel(label)


def overview_room(axis: TimeAxis) -> float:
    """Give the room that the strip of the whole run takes, inch; none where all is drawn."""
    return OVERVIEW if axis.whole else 0.0


def draw_overview(figure: Figure, above: float, axis: TimeAxis, bars: Sequence[Bar]) -> None:
    """Draw the whole run as a thin strip: disruptions dark, a frame around the days drawn below.

    Parameters
    ----------
    figure : Figure
    above : float, inch
        Room that is taken above it.
    axis : TimeAxis
        What is drawn below; nothing is drawn where that is all.
    bars : sequence of Bar
    """
    if not axis.whole:
        return
    wide, tall = figure.get_size_inches()
    left = 0.1 + text_width(OVERVIEW_SAYS, OVERVIEW_SIZE) + 0.08
    room, bottom = wide - left - 0.25, tall - above - 0.16

    def box(low: float, high: float, **look: Any) -> None:
        """Draw the days between two, in figure coordinates: axes would cost ten times as much."""
        at = (left + low / axis.whole * room) / wide, bottom / tall
        size = (high - low) / axis.whole * room / wide, 0.12 / tall
        figure.add_artist(Rectangle(at, *size, **look))

    box(0, axis.whole, facecolor="none", edgecolor="#222222", linewidth=0.6)
    for bar in bars:
        for low, high in [] if bar.slips else bar.windows(axis.whole):
            box(low, high, facecolor="#444444", linewidth=0)
    box(axis.first, axis.days, facecolor="none", edgecolor="#0072B2", linewidth=1.6)
    days, labels = TimeAxis(axis.start, axis.whole).ticks()
    needs, written = text_width("Jan 2000", OVERVIEW_SIZE) + 0.1, -1.0
    for day, label in zip(days, labels, strict=True):
        x = left + day / axis.whole * room
        if x - written >= needs:
            written = x
            _small(figure, x, bottom - 0.03, label, "center", "top")
    _small(figure, 0.1, bottom + 0.06, OVERVIEW_SAYS, "left", "center")


def _small(figure: Figure, x: float, y: float, text: str, ha: Any, va: Any) -> None:
    wide, tall = figure.get_size_inches()
    figure.text(x / wide, y / tall, text, ha=ha, va=va, fontsize=OVERVIEW_SIZE, color="#555555")

"""Small multiples on a shared time axis, with the disruption strip above each column."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots.compare_style import text_width
from sim.plots.strip import Bar, draw_strip, shade
from sim.plots.style import WIDTH

LEFT, RIGHT, GAP = 0.52, 0.56, 0.94
"""Margins beside the panels and the gap between two columns, inch."""
TOP, BOTTOM, BETWEEN = 0.70, 0.40, 0.30
"""Room for the headline, for the dates, and between two rows, inch."""
STRIP_ROW, PANEL = 0.25, 1.12
"""Heights of a disruption in the strip and of a panel, inch."""
DATE, APART = 7.5, 0.09
"""Size of dates, points, and least room between two, inch."""


@dataclass(frozen=True)
class TimeAxis:
    """The days a figure spans."""

    start: dt.date
    """Date of day 0."""
    days: int
    """Number of days."""

    def ticks(self) -> tuple[list[int], list[str]]:
        """Give the days to mark and their labels: years, half-years or quarters."""
        step = 12 if self.days >= 3 * 365 else 6 if self.days > 366 else 3
        months = range(1, 13, step)
        years = range(self.start.year, self.start.year + self.days // 365 + 2)
        dates = [dt.date(year, month, 1) for year in years for month in months]
        marked = [(d, (d - self.start).days) for d in dates]
        inside = [(d, day) for d, day in marked if 0 <= day <= self.days]
        form = "%b %Y" if len(months) > 1 else "%Y"
        return [day for _, day in inside], [f"{d:{form}}" for d, _ in inside]

    def mark(self, ax: Axes, *, labelled: bool) -> None:
        """Mark dates on the axes, with as many labels as there is room for."""
        days, labels = self.ticks()
        ax.set_xlim(0, self.days)
        ax.tick_params(axis="x", length=2.5, pad=2)
        if labelled and days:
            figure = ax.get_figure(root=True)
            inch = ax.get_position().width * figure.get_figwidth() / self.days  # type: ignore[union-attr]
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
            ax.set_xlabel("date (ticks at the first day)", labelpad=2)


@dataclass(frozen=True)
class Room:
    """Room around panels, inch."""

    top: float = TOP
    """For the headline."""
    gap: float = GAP
    """Between two columns."""
    right: float = RIGHT
    """At the right of the last."""


ROOM = Room()


def panel_figure(
    count: int,
    axis: TimeAxis,
    bars: Sequence[Bar],
    *,
    shared: bool = True,
    columns: int = 2,
    room: Room = ROOM,
    shaded: bool = True,
) -> tuple[Figure, list[Axes]]:
    """Lay out panels in columns under the disruption strip.

    Sizes are set in inches rather than found by a layout engine, which costs more than drawing:
    those of *room* are for what stands around panels.

    Returns
    -------
    Figure, list of Axes
        The panels, row by row; they share the y axis unless *shared* is false. The times of the
        disruptions are shaded unless *shaded* is false.
    """
    columns, gap = min(count, columns), room.gap
    rows = -(-count // columns)
    strip = STRIP_ROW * len(bars) + 0.08 if bars else 0.0
    height = room.top + strip + rows * PANEL + (rows - 1) * BETWEEN + BOTTOM + 0.24
    figure = Figure(figsize=(WIDTH, height))
    width = (WIDTH - LEFT - room.right - (columns - 1) * gap) / columns

    def place(column: int, bottom: float, tall: float, like: Axes | None = None) -> Axes:
        left = LEFT + column * (width + gap)
        box = (left / WIDTH, bottom / height, width / WIDTH, tall / height)
        return figure.add_axes(box, sharey=like)

    for column in range(columns if bars else 0):
        draw_strip(place(column, height - room.top - strip, strip), bars, axis.days, width)
    panels: list[Axes] = []
    for i in range(count):
        row, column = divmod(i, columns)
        bottom = height - room.top - strip - 0.24 - PANEL - row * (PANEL + BETWEEN)
        ax = place(column, bottom, PANEL, panels[0] if panels and shared else None)
        axis.apply(ax, labelled=i + columns >= count)
        shade(ax, bars if shaded else (), axis.days)
        panels.append(ax)
    return figure, panels


def label_rows(axes: Sequence[Axes], label: str) -> None:
    """Name the shared y axis at the left of each row of panels."""
    for ax in axes[::2]:
        ax.set_ylabel(label)

"""A sheet of panels for a figure of any width: head, key, strip, and panels in columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from sim.plots.compare_head import EDGE, Head
from sim.plots.compare_style import text_width, wrapped
from sim.plots.panels import TimeAxis, draw_overview, overview_room
from sim.plots.strip import Bar, draw_strip, shade
from sim.plots.style import INK, light_grid

TITLE, KEY = 8.5, 7.5
"""Sizes of a panel's title and of the key, points."""
TITLE_ROW, KEY_ROW, STRIP_ROW = 0.145, 0.19, 0.25
"""Heights of a line of each and of a disruption, inch."""
ABOVE, PATCH, BETWEEN = 0.14, 0.24, 0.22
"""Above a title, width of a patch of the key, and between two of its entries, inch."""


@dataclass(frozen=True)
class Swatch:
    """An entry of the key: how something is filled, told apart by its hatch alone, too."""

    name: str
    colour: str
    hatch: str = ""
    dash: Any = None
    """Dashes, where it is a line."""
    marker: str = ""
    """Marker, where it is one, alone or on a line."""
    face: str = ""
    """Filling of the marker, where that is another colour than its edge."""
    dot: bool = False
    """Whether a white dot stands in the marker."""


@dataclass(frozen=True)
class Sheet:
    """Where panels stand; sizes in inches."""

    width: float
    """Of the figure."""
    tall: float = 1.15
    """Height of a panel."""
    narrowest: float = 2.4
    """Least width of a panel, where there is room for more than one beside it."""
    most: int = 2
    """Most columns."""
    left: float = 0.62
    """Room left of each panel."""
    right: float = 0.30
    """Room right of each panel."""
    bottom: float = 0.44
    """Room below the lowest."""
    gap: float = 0.22
    """Room below each other, for figures along its axis, where panels share no dates."""

    def columns(self, count: int) -> int:
        """Tell how many panels stand beside each other."""
        return max(1, min(count, self.most, int(self.width / (self.narrowest + self.left))))

    def panel(self, count: int) -> float:
        """Give the width of a panel."""
        return self.width / self.columns(count) - self.left - self.right


def draw_sheet(
    head: Head,
    titles: Sequence[str],
    sheet: Sheet,
    key: Sequence[Swatch] = (),
    axis: TimeAxis | None = None,
    bars: Sequence[Bar] = (),
) -> tuple[Figure, list[Axes]]:
    """Lay out a panel for each title under the head, the key and the strip of disruptions.

    Parameters
    ----------
    head : Head
    titles : sequence of str
    sheet : Sheet
    key : sequence of Swatch
        What fillings mean.
    axis : TimeAxis, optional
        Dates along all panels.
    bars : sequence of Bar
        Disruptions, over the first column, with their labels over the others. Where dates are of
        a part of the run, all of it stands above as a thin strip.
    """
    count, columns, wide = len(titles), sheet.columns(len(titles)), sheet.panel(len(titles))
    broken = [wrapped(title, wide + sheet.right - EDGE, TITLE) for title in titles]
    lines = [max(map(len, broken[first : first + columns])) for first in range(0, count, columns)]
    above = [ABOVE + TITLE_ROW * number for number in lines]
    rows = _rows(key, sheet.width - 2 * EDGE)
    seen = [bar for bar in bars if bar.spread(axis.days, axis.first)] if axis else []
    strip = STRIP_ROW * len(seen) + 0.08 if seen else 0.0
    overview = overview_room(axis) if axis else 0.0
    apart = 0.0 if axis else sheet.gap
    height = head.height + KEY_ROW * len(rows) + overview + strip + sum(above) + sheet.bottom
    height += len(lines) * sheet.tall + (len(lines) - 1) * apart
    figure = Figure(figsize=(sheet.width, height))
    head.draw(figure)
    top = height - head.height
    for entries in rows:
        _draw_key(figure, entries, top - 0.13)
        top -= KEY_ROW

    def place(column: int, bottom: float, tall: float) -> Axes:
        left = column * (sheet.width / columns) + sheet.left
        return figure.add_axes(
            (left / sheet.width, bottom / height, wide / sheet.width, tall / height)
        )

    if axis:
        draw_overview(figure, height - top, axis, bars)
        top -= overview
    if axis and seen:
        beyond = sheet.width - sheet.left - wide - EDGE
        draw_strip(place(0, top - strip, strip), seen, axis.days, wide, beyond, axis.first)
        top -= strip
    panels = []
    for at, title in enumerate(broken):
        row, column = divmod(at, columns)
        if column == 0:
            top -= above[row] + sheet.tall + (apart if row else 0.0)
        ax = place(column, top, sheet.tall)
        if axis:
            axis.apply(ax, labelled=at + columns >= count)
            shade(ax, seen, axis.days, axis.first)
        light_grid(ax)
        ax.tick_params(axis="y", length=2.5, pad=2)
        ax.set_title("\n".join(title), fontsize=TITLE, linespacing=1.1)
        panels.append(ax)
    return figure, panels


def _rows(key: Sequence[Swatch], room: float) -> list[list[tuple[float, Swatch]]]:
    """Set entries of the key one after the other, in a new row where they do not fit."""
    rows: list[list[tuple[float, Swatch]]] = []
    at = 0.0
    for one in key:
        wide = PATCH + 0.06 + text_width(one.name, KEY)
        if not rows or (at > 0.0 and at + wide > room):
            rows.append([])
            at = 0.0
        rows[-1].append((EDGE + at, one))
        at += wide + BETWEEN
    return rows


def _draw_key(figure: Figure, row: Sequence[tuple[float, Swatch]], y: float) -> None:
    """Draw a row of the key, its text ending at a height, inch."""
    wide, tall = figure.get_size_inches()
    for left, one in row:
        if one.dash is not None:
            ends, at = [left / wide, (left + PATCH) / wide], [(y + 0.04) / tall] * 2
            figure.add_artist(Line2D(ends, at, color=one.colour, linestyle=one.dash, linewidth=2.0))
        if one.marker:
            middle = (left + PATCH / 2) / wide, (y + 0.04) / tall
            edge, line = (one.colour, 1.0) if one.face else ("white", 0.5)
            _marker(figure, middle, one.marker, 7.0, one.face or one.colour, edge, line)
            if one.dot:
                _marker(figure, middle, "o", 3.0, "white", "white", 0.0)
        elif one.dash is None:
            _patch(figure, left, y, one)
        figure.text((left + PATCH + 0.06) / wide, (y + 0.04) / tall, one.name, fontsize=KEY,
                    va="center", color=INK)  # fmt: skip


def _marker(
    figure: Figure,
    at: tuple[float, float],
    marker: str,
    size: float,
    face: str,
    edge: str,
    line: float,
) -> None:
    """Draw a marker of the key, with an edge of so many points."""
    figure.add_artist(
        Line2D([at[0]], [at[1]], linestyle="none", marker=marker, markersize=size,
               markerfacecolor=face, markeredgecolor=edge, markeredgewidth=line)
    )  # fmt: skip


def _patch(figure: Figure, left: float, y: float, one: Swatch) -> None:
    """Draw a patch of the key."""
    wide, tall = figure.get_size_inches()
    at, size = (left / wide, (y - 0.02) / tall), (PATCH / wide, 0.12 / tall)
    figure.add_artist(
        Rectangle(
            at, *size, facecolor=one.colour, hatch=one.hatch, edgecolor="white", linewidth=0.3,
            transform=figure.transFigure,
        )
    )  # fmt: skip

"""Small multiples over time for a figure of any width."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots.compare_head import Head
from sim.plots.compare_style import style_of, text_width, wrapped
from sim.plots.panels import TimeAxis, draw_overview, footing, overview_room
from sim.plots.strip import Bar, draw_strip, shade
from sim.plots.style import light_grid

LEFT, BOTTOM = 0.58, 0.44
"""Room for the y axis with its name, and for the dates with theirs, inch."""
BETWEEN = 0.12
"""Between the dates or panel above and the title below, inch."""
STRIP_ROW = 0.25
LABEL, TITLE = 7.0, 8.5
"""Sizes of end labels and of panel titles, points."""
LEADER = 16.0
"""From the end of a line to its label, points: dashes of a run can be told apart on the way."""
LABEL_ROW, TITLE_ROW = 0.115, 0.14
"""Heights of a line of each, inch."""


@dataclass(frozen=True)
class Grid:
    """How panels are set: sizes in inches."""

    width: float
    """Of the figure."""
    right: float
    """Room for labels right of each panel."""
    narrowest: float = 1.5
    """Least width of a panel, where there is room for more than one."""
    most: int = 2
    """Most columns."""
    title: float = TITLE
    """Size of the panel titles, points."""
    heights: tuple[float, float] = (0.95, 1.15)
    """Least and greatest height of a panel."""
    once: bool = False
    """Whether disruptions stand over the first column alone, with their labels over the others."""

    def columns(self, count: int) -> int:
        """Tell how many panels stand beside each other."""
        room = self.width - LEFT + 0.1
        fit = int(room / (self.narrowest + self.right + 0.1))
        return max(1, min(count, self.most, fit))

    def panel(self, count: int) -> float:
        """Give the width of a panel."""
        columns = self.columns(count)
        gap = 0.0 if columns == 1 else self.gap
        return (self.width - LEFT - self.right - (columns - 1) * (gap + self.right)) / columns

    @property
    def tall(self) -> float:
        """Height of a panel: lower where a column of text leaves little width."""
        return min(max(self.heights[0], 0.14 * self.width), self.heights[1])

    @property
    def gap(self) -> float:
        """Room between the labels of a panel and the next one's y axis."""
        return 0.3


def draw_panels(
    head: Head,
    titles: Sequence[str],
    grid: Grid,
    axis: TimeAxis,
    bars: Sequence[Bar] = (),
    unit: str = "shortfall days (d)",
    *,
    own: Sequence[Sequence[Bar]] = (),
) -> tuple[Figure, list[Axes]]:
    """Lay out a panel for each title, under the head and the disruption strip.

    All panels share both axes; dates stand below the lowest of each column. The strip stands over
    each column, or over the first alone. Where only a part of the run is drawn, all of it stands
    above as a thin strip. Panels are shaded by the same disruptions, unless each has its *own*.
    """
    count = len(titles)
    columns, wide = grid.columns(count), grid.panel(count)
    rows = -(-count // columns)
    broken = [wrapped(title, wide + grid.right, grid.title) for title in titles]
    lines = [max(len(broken[i]) for i in range(row * columns, min((row + 1) * columns, count)))
             for row in range(rows)]  # fmt: skip
    above = [BETWEEN + TITLE_ROW * grid.title / TITLE * number for number in lines]
    seen = [bar for bar in bars if bar.spread(axis.days, axis.first)]
    strip = STRIP_ROW * len(seen) + 0.08 if seen else 0.0
    over_all = head.height + overview_room(axis)
    footer = footing(grid.width)
    bottom = BOTTOM + footer
    height = over_all + strip + sum(above) + rows * grid.tall + bottom
    figure = Figure(figsize=(grid.width, height))
    head.draw(figure)
    draw_overview(figure, head.height, axis, bars)

    def place(column: int, bottom: float, tall: float, like: Axes | None = None) -> Axes:
        left = LEFT + column * (wide + grid.right + grid.gap)
        box = (left / grid.width, bottom / height, wide / grid.width, tall / height)
        return figure.add_axes(box, sharey=like)

    beyond = grid.width - LEFT - wide - 0.1 if grid.once else 0.0
    for column in range((1 if grid.once else columns) if seen else 0):
        over = place(column, height - over_all - strip, strip)
        draw_strip(over, seen, axis.days, wide, beyond, axis.first)
    panels: list[Axes] = []
    for i in range(count):
        row, column = divmod(i, columns)
        top = height - over_all - strip - sum(above[: row + 1]) - row * grid.tall
        ax = place(column, top - grid.tall, grid.tall, panels[0] if panels else None)
        axis.mark(ax, labelled=i + columns >= count)
        ax.tick_params(axis="y", length=2.5, pad=2, labelleft=column == 0)
        shade(ax, own[i] if own else seen, axis.days, axis.first)
        light_grid(ax)
        ax.set_title("\n".join(broken[i]), fontsize=grid.title, linespacing=1.1)
        panels.append(ax)
    middle = (bottom + (height - over_all - strip - above[0])) / 2
    across = (LEFT + grid.width - grid.right) / 2
    figure.text(0.1 / grid.width, middle / height, unit, rotation=90, va="center", ha="center")
    figure.text(across / grid.width, (0.04 + footer) / height, axis.name,
                ha="center", va="bottom")  # fmt: skip
    return figure, panels


@dataclass(frozen=True)
class EndLabel:
    """What stands at the right end of a line."""

    run: int
    """Place of the run, which gives the colour."""
    text: str
    height: float
    """Where the line ends, in the unit of the y axis."""
    solid: bool = False
    """Whether the line is solid in any case: where each run has a panel."""


def label_room(texts: Sequence[str]) -> float:
    """Give the room that end labels need, inch."""
    return 0.04 + LEADER / 72.0 + max((text_width(text, LABEL) for text in texts), default=0.0)


def label_ends(ax: Axes, labels: Sequence[EndLabel], tall: float) -> None:
    """Write labels at the right of a panel, moved apart where lines end close to each other.

    A thin line leads from where each ends to its label, dashed as the run is: without colours, too,
    one sees whose label it is.

    Parameters
    ----------
    ax : Axes
        Its y limits must be final.
    labels : sequence of EndLabel
    tall : float, inch
        Height of the panel.
    """
    bottom, top = ax.get_ylim()
    scale = (top - bottom) / tall
    ordered = sorted(labels, key=lambda label: (label.height, -label.run))
    wanted = [(label.height - bottom) / scale for label in ordered]
    heights = apart(wanted, LABEL_ROW, tall)
    for label, at, height in zip(ordered, wanted, heights, strict=True):
        style, end = style_of(label.run), (ax.get_xlim()[1], label.height)
        moved = 72.0 * (height - at)
        ax.annotate(
            label.text, end, (LEADER, moved), textcoords="offset points", va="center",
            fontsize=LABEL, color=style.colour, annotation_clip=False,
        )  # fmt: skip
        leader = {
            "arrowstyle": "-", "color": style.colour, "linewidth": 0.9,
            "linestyle": "-" if label.solid else style.line, "shrinkA": 0, "shrinkB": 0,
        }  # fmt: skip
        ax.annotate(
            "", end, (LEADER - 1.5, moved), textcoords="offset points", annotation_clip=False,
            arrowprops=leader,
        )  # fmt: skip


def apart(wanted: Sequence[float], least: float, top: float) -> list[float]:
    """Move labels apart that are closer than *least*, each cluster around its middle.

    Parameters
    ----------
    wanted : sequence of float
        Where labels belong, ascending.
    least : float
        Distance of neighbours.
    top : float
        Clusters stay between 0 and this, if they fit.

    Examples
    --------
    >>> apart([1.0, 5.0, 5.0], 2.0, 10.0)
    [1.0, 4.0, 6.0]
    """
    clusters: list[tuple[float, int]] = []  # middle and number of labels
    for at in wanted:
        clusters.append((at, 1))
        while True:
            (middle, count) = clusters[-1]
            half = (count - 1) * least / 2
            clusters[-1] = (max(min(middle, top - half), half), count)
            if len(clusters) < 2:
                break
            (below, others), (above, count) = clusters[-2:]
            if above - below >= (others + count) * least / 2 - 1e-9:
                break
            clusters[-2:] = [((below * others + above * count) / (others + count), others + count)]
    return [
        middle + (i - (count - 1) / 2) * least for middle, count in clusters for i in range(count)
    ]


def span(starts: Sequence[dt.date], days: Sequence[int]) -> TimeAxis:
    """Give the time axis from the first start of any run to the last end, day 0 the baseline's."""
    begins = [(start - starts[0]).days for start in starts]
    ends = [begin + count for begin, count in zip(begins, days, strict=True)]
    return TimeAxis(starts[0], max(ends), min(begins))

"""The map: what places make and send each other in some months, and which lanes are cut."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from sim.output.links import Link, a_month, links, spans
from sim.output.monthly import Months
from sim.output.tables import Tables
from sim.plots.compare_head import Head
from sim.plots.compare_style import text_width
from sim.plots.note import in_run
from sim.plots.outlines import EAST, NORTH, SOUTH, WEST, draw_land, world
from sim.plots.sheet import Sheet, Swatch, draw_sheet
from sim.plots.style import INK, place_name
from sim.plots.told import Data, Told, headed, listed, short
from sim.plots.view import USUAL, View
from sim.scenario.chain import MAGNETS

F64 = NDArray[np.float64]

TITLE = "What places make and send each other"
CUT, LESS, MORE = 0.25, 0.75, 1.25
"""Parts of the flow before, under which a lane is cut or carries less, and from which more."""
STRESS = {
    "as before": Swatch("lane as before", "#4D4D4D", dash="-"),
    "more": Swatch(f"over {100 * MORE:.0f} % of before", "#0072B2", dash=(0, (6, 1, 1, 1))),
    "less": Swatch(f"under {100 * LESS:.0f} % of it", "#E69F00", dash=(0, (3, 1))),
    "cut": Swatch(f"under {100 * CUT:.0f} %, as wide as before", "#D55E00", dash=(0, (1, 1.2))),
}
"""How lanes are drawn by what is left of their flow, told apart by dashes alone, too."""
LEAST = 1.0
"""Tonnes a month that must cross borders before, for a good to have a page."""
MOST = 24
"""Most lanes that are drawn: the largest, before or in the month."""
WIDEST, THINNEST = 6.0, 0.6
"""Width of a line that carries the most, and the least width, points."""
LARGEST, SMALLEST = 15.0, 2.5
"""Diameter of the place that makes most, and the least, points."""
NAME = 6.0
"""Size of the names of places, points."""
BEND = 0.18
"""How far lanes bend, as a part of their length."""


@dataclass(frozen=True)
class Moment:
    """What a map is of: the months before together, or a month."""

    what: str
    """Why it is drawn: ``before``, ``first month``, ``worst month``, ``last month``, or for several
    of these, as ``first and worst month``."""
    said: str
    """When that is."""
    month: int | None = None
    """Number of the month in the run; none for all before."""


@dataclass(frozen=True)
class Lanes:
    """What flows between places, by month and before, t a month."""

    by_month: Mapping[Link, F64]
    before: Mapping[Link, float]

    def flow(self, link: Link, month: int | None) -> float:
        """Give what a lane carries in a month, or before, t a month."""
        return self.before[link] if month is None else float(self.by_month[link][month])

    def stress(self, link: Link, month: int | None) -> str:
        """Tell how what a lane carries in a month stands to before: a key of :data:`STRESS`."""
        now, before = self.flow(link, month), self.before[link]
        if before <= 0.0:
            return "more" if now > 0.0 else "as before"
        part = now / before
        if part < LESS:
            return "cut" if part < CUT else "less"
        return "more" if part > MORE else "as before"

    def abroad(self, month: int | None) -> float:
        """Give what crosses a border in a month, t."""
        return sum(self.flow(link, month) for link in self.by_month if link[1] != link[2])

    def made(self, month: int | None) -> dict[str, float]:
        """Give what each place sends, what it keeps included, t a month."""
        found = dict[str, float]()
        for link in self.by_month:
            found[link[1]] = found.get(link[1], 0.0) + self.flow(link, month)
        return found

    def largest(self, month: int | None) -> list[Link]:
        """List the lanes between places that are drawn, the largest last."""
        size = {
            link: max(self.flow(link, month), self.before[link])
            for link in self.by_month
            if link[1] != link[2]
        }
        return sorted(size, key=lambda link: (size[link], link))[-MOST:]


def lanes_of(tables: Tables) -> dict[str, Lanes]:
    """Give the lanes of each good that the run has kept, magnets first, then up the chain."""
    found = links(tables.histories)
    before = a_month(found, spans(tables.histories)[0])
    known = {link: t for link, t in found.items() if {*link[1:]} <= world().places.keys()}
    goods = sorted({link[0] for link in known}, key=lambda good: (good != MAGNETS, good))
    return {
        good: Lanes(
            {link: t for link, t in known.items() if link[0] == good},
            {link: t for link, t in before.items() if link[0] == good},
        )
        for good in goods
        if sum(t for link, t in before.items() if link[0] == good and link[1] != link[2]) >= LEAST
    }


def moments(tables: Tables, lanes: Lanes) -> list[Moment]:
    """Choose what is drawn: before, the first month of the disruption, the worst, and the last."""
    months, some = Months.of(tables.histories.scenario), spans(tables.histories)
    whole = np.flatnonzero(months.are_whole).tolist()
    found: dict[int, list[str]] = {}
    if len(some) == 1:
        wanted = {"first": whole[0], "last": whole[-1]}
    else:
        first = some[1].months.start
        later = [month for month in whole if month >= first]
        worst = min(later, key=lanes.abroad, default=first)
        wanted = {"first": first, "worst": worst, "last": whole[-1]}
    for what, month in wanted.items():
        found.setdefault(month, []).append(what)
    start = tables.histories.start
    dates = [start + dt.timedelta(days=day) for day in months.first_day.tolist()]
    drawn = [
        Moment(f"{' and '.join(why)} month", f"{dates[month]:%b %Y}", month)
        for month, why in sorted(found.items())
    ]
    return [*(Moment(one.name, one.said) for one in some[:-1]), *drawn]


def is_mapped(tables: Tables) -> bool:
    """Tell whether anything flows between places that have a place on the map."""
    return bool(tables.axis("origins")) and bool(lanes_of(tables))


def map_figures(tables: Tables, view: View = USUAL) -> list[Figure]:
    """Draw what places make and send each other in four months, a page a good, and what is cut.

    Questions
    ---------
    1. Which lanes are cut in the worst month?
    2. Which place makes most before the disruption, and how many tonnes a month?
    3. Does any lane carry more than before, to make up for those that are cut?
    """
    return [_page(tables, view, good, lanes) for good, lanes in lanes_of(tables).items()]


def _page(tables: Tables, view: View, good: str, lanes: Lanes) -> Figure:
    drawn = moments(tables, lanes)
    head = Head.of(view.width, _title(tables, view, good), _caption(tables))
    titles = [
        f"{one.what.capitalize()}, {one.said}: {short(lanes.abroad(one.month))} t a month abroad"
        for one in drawn
    ]
    sheet = Sheet(view.width, narrowest=3.4, left=0.08, right=0.08, bottom=0.2, gap=0.06)
    wide = sheet.panel(len(drawn))
    sheet = Sheet(view.width, wide * (NORTH - SOUTH) / (EAST - WEST), 3.4, 2, 0.08, 0.08, 0.2, 0.06)
    figure, axes = draw_sheet(head, titles, sheet, [*STRESS.values()])
    for ax, one in zip(axes, drawn, strict=True):
        draw_map(ax, lanes, one.month, wide)
    return figure


def draw_map(ax: Axes, lanes: Lanes, month: int | None, wide: float) -> None:
    """Draw a month: land, lanes as wide as what they carry, places as large as what they make.

    Parameters
    ----------
    ax : Axes
    lanes : Lanes
    month : int or None
        Of the run; none for the months before together.
    wide : float, inch
        Width of the axes.
    """
    draw_land(ax)
    ax.grid(visible=False)
    for link in lanes.largest(month):
        _draw_lane(ax, lanes, link, month)
    for place, size in sizes_of(lanes, month).items():
        ax.plot(*world().places[place], "o", color=INK, markersize=size, alpha=0.85,
                markeredgecolor="white", markeredgewidth=0.5, zorder=3)  # fmt: skip
    for left, bottom, text in names_of(lanes, month, wide):
        ax.text(left, bottom, text, fontsize=NAME, va="bottom", color=INK, zorder=4,
                path_effects=[withStroke(linewidth=1.5, foreground="white")])  # fmt: skip


def sizes_of(lanes: Lanes, month: int | None) -> dict[str, float]:
    """Give the diameters of places that make anything in a month, points."""
    made = lanes.made(month)
    largest = max([*made.values(), 1e-9])
    return {
        place: max(LARGEST * float(np.sqrt(tonnes / largest)), SMALLEST)
        for place, tonnes in made.items()
        if tonnes > 0.0
    }


def width_of(lanes: Lanes, link: Link, month: int | None) -> float:
    """Give the width of a lane's line, points: of one that is cut, that of before."""
    most = max([*(t for (_, a, b), t in lanes.before.items() if a != b), 1e-9])
    is_cut = lanes.stress(link, month) == "cut"
    tonnes = lanes.before[link] if is_cut else lanes.flow(link, month)
    return max(WIDEST * tonnes / most, THINNEST)


def _draw_lane(ax: Axes, lanes: Lanes, link: Link, month: int | None) -> None:
    """Draw a lane as a bent line."""
    swatch = STRESS[lanes.stress(link, month)]
    ax.add_patch(
        FancyArrowPatch(
            world().places[link[1]], world().places[link[2]],
            connectionstyle=f"arc3,rad={BEND}", arrowstyle="-", color=swatch.colour,
            linestyle=swatch.dash, linewidth=width_of(lanes, link, month), alpha=0.8,
            shrinkA=0, shrinkB=0, zorder=2,
        )
    )  # fmt: skip


def names_of(lanes: Lanes, month: int | None, wide: float) -> Iterator[tuple[float, float, str]]:
    """Name places with what they send, largest first, where there is room beside them.

    Yields
    ------
    float, float, str
        Left and bottom of a name, degrees, and the name.
    """
    inch = wide / (EAST - WEST)
    taken: list[tuple[float, float, float, float]] = []
    made = lanes.made(month)
    gets = dict[str, float]()
    for link in lanes.largest(None):
        gets[link[2]] = gets.get(link[2], 0.0) + lanes.before[link]
    size = {place: max(made.get(place, 0.0), gets.get(place, 0.0)) for place in {*made, *gets}}
    for place in sorted(size, key=lambda one: (-size[one], one)):
        sends = made.get(place, 0.0)
        text = f"{place_name(place)} {short(sends)}" if sends >= 0.5 else place_name(place)
        for left, bottom in _spots(place, text_width(text, NAME) / inch, 0.1 / inch):
            box = (left, bottom, left + text_width(text, NAME) / inch, bottom + 0.1 / inch)
            inside = _inside(box)
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                yield left, bottom, text
                break


def _spots(place: str, long: float, tall: float) -> Iterator[tuple[float, float]]:
    """Give where the lower left corner of a name may stand, degrees: around its place."""
    x, y = world().places[place]
    apart = 0.6 * tall
    yield x + apart, y - tall / 2
    yield x - apart - long, y - tall / 2
    for step in (1.0, 1.8):
        yield x - long / 2, y + step * apart
        yield x - long / 2, y - step * apart - tall
        yield x + apart, y + step * apart
        yield x + apart, y - step * apart - tall


def _inside(box: tuple[float, ...]) -> bool:
    left, bottom, right, top = box
    return left >= WEST and right <= EAST and bottom >= SOUTH and top <= NORTH


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    tall = min(one[3], other[3]) - max(one[1], other[1])
    return wide > 0.0 and tall > 0.0


def map_told(tables: Tables, view: View = USUAL) -> Told:
    """Say what the figures show: what crosses borders, and which lanes are cut, by month."""
    every = lanes_of(tables)
    title, said = _title(tables, view, ""), list[str]()
    rows = []
    for good, lanes in every.items():
        for one in moments(tables, lanes):
            cut = [link for link in lanes.largest(one.month)[::-1]
                   if lanes.stress(link, one.month) == "cut"]  # fmt: skip
            names = ", ".join(f"{place_name(a)} to {place_name(b)}" for _, a, b in cut[:4])
            more = f" and {len(cut) - 4} more" if len(cut) > 4 else ""
            said.append(
                f"{good}, {one.what} ({one.said}): {short(lanes.abroad(one.month))} t a month "
                f"abroad, {f'cut: {names}{more}' if cut else 'no lane is cut'}"
            )
            rows += [
                (one.said, *link, lanes.flow(link, one.month), lanes.before[link])
                for link in lanes.by_month
            ]
    alt = f"{title}. Maps with lanes between places, one a month. {listed(said)}"
    columns = {
        "month": "month, or months together",
        "good": "what is sent",
        "seller": "place of the seller",
        "buyer": "place of the buyer",
        "flow": "t a month, mean over histories",
        "before": "t a month before the disruption, mean over histories",
    }
    return Told(title, _caption(tables), alt, Data(columns, rows))


def _title(tables: Tables, view: View, good: str) -> str:
    of = f", {good}" if good else ""
    return headed(f"{TITLE}{of}", tables, view)


def _caption(tables: Tables) -> str:
    unknown = sorted(
        {place for _, *ends in links(tables.histories) for place in ends} - world().places.keys()
    )
    left_out = f" Not on the map: {', '.join(unknown)}." if unknown else ""
    first = spans(tables.histories)[0]
    return (
        f"Means over {tables.histories.said}. Lanes are as wide as what they carry, against that "
        f"of before ({first.said}); circles as large as what a place makes, which stands beside "
        "its name, t a month. A place is the middle of its country; the rest of the world is at "
        "sea. "
        f"Outlines: Natural Earth.{left_out} {in_run(tables)}"
    )

"""The map of a run month by month, for a slider: what is made and sent, and what is cut."""

import datetime as dt
from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from matplotlib.markers import MarkerStyle

from sim.output.links import Link
from sim.output.monthly import Months
from sim.output.tables import Tables
from sim.plots.compare_head import Head
from sim.plots.map import Page, draw_map, key_of_pages, map_told, moments, names_of, pages_of
from sim.plots.map_lanes import BEND, Lanes
from sim.plots.map_marks import DOT, KINDS, POINTS, Mark
from sim.plots.map_names import NAME, placed
from sim.plots.map_stress import LOOK, STRESS
from sim.plots.outlines import EAST, NORTH, SOUTH, WEST, draw_land, world
from sim.plots.sheet import Sheet, Swatch, draw_sheet
from sim.plots.style import place_name, rendered
from sim.plots.told import short
from sim.plots.view import USUAL
from sim.report.document import Frame, Moving, Plate

NAME_OF_KIND = "map"
"""Name of the kind of figure that is drawn month by month."""
AHEAD, AFTER = 1, 11
"""Months before the first of the disruption, and from it on, that are drawn."""


def months_of(tables: Tables) -> Plate | None:
    """Draw a map of each month around the onset, for each good; none without one.

    On paper stands the worst month of each.
    """
    pages = pages_of(tables)
    if not pages:
        return None
    months = Months.of(tables.histories.scenario)
    whole = np.flatnonzero(months.are_whole).tolist()
    main = next((page for page in pages.values() if page.lanes), next(iter(pages.values())))
    shown = {
        why: one.month
        for one in moments(tables, main)
        if one.month is not None
        for why in one.what.split()
    }
    first = shown.get("first", whole[0])
    wanted = [month for month in whole if first - AHEAD <= month < first + AFTER]
    worst = shown.get("worst", first)
    dates = {
        month: tables.histories.start + dt.timedelta(days=int(months.first_day[month]))
        for month in {*wanted, worst}
    }
    label, told = f"{dates[worst]:%B %Y}", map_told(tables, USUAL)
    frames = [
        Frame(label if page is main else f"{good}, {label}", _still(good, page, worst, label))
        for good, page in pages.items()
    ]
    return Plate(
        NAME_OF_KIND, told.title, told.caption, told.alt, tuple(frames), told.data.csv(),
        moving=_moving(pages, {month: dates[month] for month in wanted}, worst),
    )  # fmt: skip


def _still(good: str, page: Page, month: int, label: str) -> bytes:
    """Draw the map of a month, for paper."""
    done = "sent" if page.lanes else "made"
    beside = "facility what it makes" if page.marks.has_makers else "place what it sends"
    note = f"{page.said(month)}. Beside each {beside}, t."
    figure, wide = _sheet(f"{good.capitalize()} {done} in {label}", note, key_of_pages(page))
    draw_map(figure.axes[0], page, month, wide)
    return rendered(figure, "svg", 150)


def _sheet(title: str, note: str, key: list[Swatch]) -> tuple[Figure, float]:
    """Lay out a map as wide as the page; give how wide it is, inch."""
    wide = Sheet(USUAL.width, 1.0, 7.0, 1, 0.08, 0.08, 0.2, 0.06).panel(1)
    tall = wide * (NORTH - SOUTH) / (EAST - WEST)
    sheet = Sheet(USUAL.width, tall, 7.0, 1, 0.08, 0.08, 0.2, 0.06)
    figure, (ax,) = draw_sheet(Head.of(USUAL.width, title, note), [""], sheet, key)
    draw_land(ax)
    ax.grid(visible=False)
    return figure, wide


def _moving(pages: Mapping[str, Page], dates: Mapping[int, dt.date], worst: int) -> Moving:
    """Draw the land once, and say what is drawn over it of each good in each month."""
    what = f"{next(iter(pages)).capitalize()} sent" if len(pages) == 1 else "What is made and sent"
    note = "Beside each place what it sends or makes in the month, t; lanes and marks tell theirs "
    figure, wide = _sheet(
        f"{what}, month by month", f"{note}when pointed at.", key_of_pages(*pages.values())
    )
    (ax,) = figure.axes
    box = ax.get_position()
    scale = POINTS * wide / (EAST - WEST)
    return Moving(
        ground=rendered(figure, "svg", 150),
        box=(box.x0, 1.0 - box.y1, box.width, box.height),
        size=(scale * (EAST - WEST), scale * (NORTH - SOUTH)),
        first=[*dates].index(worst) if worst in dates else 0,
        look=looks(),
        pages={
            good: tuple(_moment(page, month, date, wide, scale) for month, date in dates.items())
            for good, page in pages.items()
        },
    )


def _moment(
    page: Page, month: int, date: dt.date, wide: float, scale: float
) -> Mapping[str, object]:
    """Say what is drawn in a month, in points from the upper left.

    ``lanes`` are path, width, kind of stress and words; ``places`` x, y, radius; ``marks`` x, y,
    diameter, block, kind of stress and words; ``names`` left, bottom and text.
    """

    def at(x: float, y: float) -> tuple[float, float]:
        return round((x - WEST) * scale, 1), round((NORTH - y) * scale, 1)

    places, lanes, marks = world().places, page.lanes, page.marks
    named = placed(names_of(page, month, wide), wide, marks.spots(month))
    return {
        "said": f"{date:%B %Y}: {page.said(month)}",
        "lanes": [
            [_path(*(at(*end) for end in page.ends(link))),
             round(lanes.width(link, month), 1), lanes.stress(link, month),
             _said(lanes, link, month)]
            for link in lanes.largest(month)
        ],
        "places": [
            [*at(*places[place]), round(size / 2, 1)] for place, size in page.sizes(month).items()
        ],
        "marks": [
            [*at(*one.at), round(marks.size(one, month), 1), one.block, one.stress(month),
             _told(one, month)]
            for one in marks.drawn(month)
        ],
        "names": [[*at(left, low), text] for left, low, text in named],
    }  # fmt: skip


def _path(one: tuple[float, float], other: tuple[float, float]) -> str:
    """Bend a lane as matplotlib's arc3 does, with y downwards."""
    (x, y), (u, v) = one, other
    bent = ((x + u) / 2 - BEND * (v - y), (y + v) / 2 + BEND * (u - x))
    return f"M{x} {y}Q{bent[0]:.1f} {bent[1]:.1f} {u} {v}"


def _said(lanes: Lanes, link: Link, month: int) -> str:
    return (
        f"{place_name(link[1])} to {place_name(link[2])}: {short(lanes.flow(link, month))} t, "
        f"before {short(lanes.before[link])} t a month"
    )


def _told(one: Mark, month: int) -> str:
    return (
        f"{one.whole} ({KINDS[one.block].name}): {short(one.made(month))} t, "
        f"before {short(one.before)} t a month"
    )


def looks() -> Mapping[str, object]:
    """Give how lanes, marks and names look.

    Colour and dashes of lanes, filling, edge and dot of marks by stress; outline of marks and where
    their dot is by block, in diameters; size of names in points.
    """
    return {
        "size": NAME,
        "stress": {
            name: [one.colour, "" if one.dash == "-" else _dash(one.dash)]
            for name, one in STRESS.items()
        },
        "fill": {
            name: [one.fill, one.edge, one.line, DOT if one.dot else 0.0]
            for name, one in LOOK.items()
        },
        "kind": {
            block: [_outline(sign.marker), round(-sign.middle, 3)] for block, sign in KINDS.items()
        },
    }


def _dash(dash: object) -> str:
    """Write the lengths of a dash, in widths of the line."""
    assert isinstance(dash, tuple)
    return " ".join(map(str, dash[1]))


def _outline(marker: str) -> str:
    """Write a marker as a path of SVG, one unit wide, with y downwards."""
    style = MarkerStyle(marker)
    path = style.get_path().transformed(style.get_transform())
    letters = {path.MOVETO: "M", path.LINETO: "L", path.CURVE4: "C", path.CLOSEPOLY: "Z"}
    parts = []
    for points, code in path.iter_segments():
        ends = np.round(points * np.tile([1.0, -1.0], len(points) // 2), 3)
        numbers = [] if code == path.CLOSEPOLY else [f"{one:g}" for one in ends.tolist()]
        parts.append(letters[code] + " ".join(numbers))
    return "".join(parts)

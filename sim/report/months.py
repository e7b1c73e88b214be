"""The map of a run month by month, for a slider: what places send each other, and what is cut."""

import datetime as dt
from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from sim.output.links import Link
from sim.output.monthly import Months
from sim.output.tables import Tables
from sim.plots.compare_head import Head
from sim.plots.map import (
    BEND,
    NAME,
    STRESS,
    Lanes,
    draw_map,
    is_mapped,
    lanes_of,
    map_told,
    moments,
    names_of,
    sizes_of,
    width_of,
)  # fmt: skip
from sim.plots.outlines import EAST, NORTH, SOUTH, WEST, draw_land, world
from sim.plots.sheet import Sheet, draw_sheet
from sim.plots.style import place_name, rendered
from sim.plots.told import short
from sim.plots.view import USUAL
from sim.report.document import Frame, Moving, Plate

NAME_OF_KIND = "map"
"""Name of the kind of figure that is drawn month by month."""
AHEAD, AFTER = 1, 11
"""Months before the first of the disruption, and from it on, that are drawn."""
POINTS = 72.0
"""In an inch."""


def months_of(tables: Tables) -> Plate | None:
    """Draw a map of each month around the onset, of the good that consumers use; none without one.

    On paper stands the worst of them.
    """
    if not is_mapped(tables):
        return None
    good, lanes = next(iter(lanes_of(tables).items()))
    months = Months.of(tables.histories.scenario)
    whole = np.flatnonzero(months.are_whole).tolist()
    shown = {
        why: one.month
        for one in moments(tables, lanes)
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
    note = f"{_abroad(lanes, worst)}. Beside each place what it sends, t."
    figure, wide = _page(f"{good.capitalize()} sent in {dates[worst]:%B %Y}", note)
    draw_map(figure.axes[0], lanes, worst, wide)
    label = f"{dates[worst]:%B %Y}"
    told = map_told(tables, USUAL)
    return Plate(
        NAME_OF_KIND, told.title, told.caption, told.alt,
        (Frame(label, rendered(figure, "svg", 150)),), told.data.csv(),
        moving=_moving(good, lanes, {month: dates[month] for month in wanted}, worst),
    )  # fmt: skip


def _abroad(lanes: Lanes, month: int) -> str:
    return f"{short(lanes.abroad(month))} t cross a border"


def _page(title: str, note: str) -> tuple[Figure, float]:
    """Lay out a map as wide as the page; give how wide it is, inch."""
    wide = Sheet(USUAL.width, 1.0, 7.0, 1, 0.08, 0.08, 0.2, 0.06).panel(1)
    tall = wide * (NORTH - SOUTH) / (EAST - WEST)
    sheet = Sheet(USUAL.width, tall, 7.0, 1, 0.08, 0.08, 0.2, 0.06)
    figure, (ax,) = draw_sheet(Head.of(USUAL.width, title, note), [""], sheet, [*STRESS.values()])
    draw_land(ax)
    ax.grid(visible=False)
    return figure, wide


def _moving(good: str, lanes: Lanes, dates: Mapping[int, dt.date], worst: int) -> Moving:
    """Draw the land once, and say what is drawn over it in each month."""
    note = "Beside each place what it sends in the month, t; lanes tell theirs when pointed at."
    figure, wide = _page(f"{good.capitalize()} sent, month by month", note)
    (ax,) = figure.axes
    box = ax.get_position()
    scale = POINTS * wide / (EAST - WEST)
    return Moving(
        ground=rendered(figure, "svg", 150),
        box=(box.x0, 1.0 - box.y1, box.width, box.height),
        size=(scale * (EAST - WEST), scale * (NORTH - SOUTH)),
        first=[*dates].index(worst) if worst in dates else 0,
        look=looks(),
        moments=tuple(_moment(lanes, month, date, wide, scale) for month, date in dates.items()),
    )


def _moment(
    lanes: Lanes, month: int, date: dt.date, wide: float, scale: float
) -> Mapping[str, object]:
    """Say what is drawn in a month, in points from the upper left.

    ``lanes`` are path, width, kind of stress and words; ``places`` x, y, radius; ``names`` left,
    bottom and text.
    """

    def at(x: float, y: float) -> tuple[float, float]:
        return round((x - WEST) * scale, 1), round((NORTH - y) * scale, 1)

    places = world().places
    return {
        "said": f"{date:%B %Y}: {_abroad(lanes, month)}",
        "lanes": [
            [_path(at(*places[link[1]]), at(*places[link[2]])),
             round(width_of(lanes, link, month), 1), lanes.stress(link, month),
             _said(lanes, link, month)]
            for link in lanes.largest(month)
        ],
        "places": [
            [*at(*places[place]), round(size / 2, 1)]
            for place, size in sizes_of(lanes, month).items()
        ],
        "names": [[*at(left, low), text] for left, low, text in names_of(lanes, month, wide)],
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


def looks() -> Mapping[str, object]:
    """Give how lanes and names look: colour and dashes by stress, size of names in points."""
    return {
        "size": NAME,
        "stress": {
            name: [one.colour, "" if one.dash == "-" else _dash(one.dash)]
            for name, one in STRESS.items()
        },
    }


def _dash(dash: object) -> str:
    """Write the lengths of a dash, in widths of the line."""
    assert isinstance(dash, tuple)
    return " ".join(map(str, dash[1]))

"""The map of a run month by month, for a slider: what places send each other, and what is cut."""

import datetime as dt
from collections.abc import Iterator

import numpy as np
from matplotlib.figure import Figure

from sim.output.monthly import Months
from sim.output.tables import Tables
from sim.plots.compare_head import Head
from sim.plots.map import STRESS, Lanes, draw_map, is_mapped, lanes_of, map_told, moments
from sim.plots.outlines import EAST, NORTH, SOUTH, WEST
from sim.plots.sheet import Sheet, draw_sheet
from sim.plots.style import rendered
from sim.plots.told import Told, short
from sim.plots.view import USUAL
from sim.report.document import Frame

NAME = "map"
"""Name of the kind of figure that is drawn month by month."""
AHEAD, AFTER = 1, 11
"""Months before the first of the disruption, and from it on, that are drawn."""


def months_of(tables: Tables) -> tuple[list[Frame], Told] | None:
    """Draw a map of each month around the onset, of the good that consumers use; none without one.

    The months that the figure of the run shows are on paper, too.
    """
    if not is_mapped(tables):
        return None
    good, lanes = next(iter(lanes_of(tables).items()))
    months = Months.of(tables.histories.scenario)
    whole = np.flatnonzero(months.are_whole).tolist()
    shown = {one.what: one.month for one in moments(tables, lanes) if one.month is not None}
    first = shown.get("first month", whole[0])
    wanted = [month for month in whole if first - AHEAD <= month < first + AFTER]
    printed = shown.get("worst month", first)
    return [*_frames(tables, good, lanes, wanted, printed)], map_told(tables, USUAL)


def _frames(
    tables: Tables, good: str, lanes: Lanes, wanted: list[int], printed: int
) -> Iterator[Frame]:
    first_days = Months.of(tables.histories.scenario).first_day
    for month in wanted:
        date = tables.histories.start + dt.timedelta(days=int(first_days[month]))
        figure = _page(good, lanes, month, f"{date:%B %Y}")
        yield Frame(f"{date:%B %Y}", rendered(figure, "svg", 150), month == printed)


def _page(good: str, lanes: Lanes, month: int, said: str) -> Figure:
    """Draw a month by itself, as wide as the page."""
    wide = Sheet(USUAL.width, 1.0, 7.0, 1, 0.08, 0.08, 0.2, 0.06).panel(1)
    tall = wide * (NORTH - SOUTH) / (EAST - WEST)
    sheet = Sheet(USUAL.width, tall, 7.0, 1, 0.08, 0.08, 0.2, 0.06)
    note = f"{short(lanes.abroad(month))} t cross a border. Beside each place what it sends, t."
    head = Head.of(USUAL.width, f"{good.capitalize()} sent in {said}", note)
    figure, (ax,) = draw_sheet(head, [""], sheet, [*STRESS.values()])
    draw_map(ax, lanes, month, wide)
    return figure

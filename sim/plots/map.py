"""The map: what places and facilities make and send in some months, and which lanes are cut."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.output.links import Link, links, spans
from sim.output.monthly import Months
from sim.output.sites import Site, sites
from sim.output.tables import Tables
from sim.plots.compare_head import Head
from sim.plots.map_lanes import Lanes, draw_lanes, lanes_of
from sim.plots.map_marks import KINDS, Marks, draw_marks, key_of, largest_of, marks_of, point_of
from sim.plots.map_names import Named, draw_names
from sim.plots.map_stress import key_of_stress
from sim.plots.note import in_run
from sim.plots.outlines import EAST, NORTH, SOUTH, WEST, Point, draw_land, world
from sim.plots.sheet import Sheet, Swatch, draw_sheet
from sim.plots.style import INK, place_name
from sim.plots.told import Cell, Data, Told, headed, listed, short
from sim.plots.view import USUAL, View
from sim.scenario.chain import BY_GRADE, GOODS, MAGNETS, STAGE

TITLE = "What places make and send each other"
NAMES = 2.5
"""Most names of facilities, on an inch of the map's width."""

CIRCLES = "circles as large as what a place makes, which stands beside its name, t a month"
IN_THE_MIDDLE = "A place is the middle of its country; the rest of the world is at sea."
FACILITIES = (
    "marks as large as what a facility makes or uses, against the largest that is drawn, its name "
    "with t a month: dark as before, with a dot more, lighter less, hollow cut"
)
AROUND_THEM = (
    "Who has no place of its own is in the middle of its country with its like; lanes run between "
    "the largest of a country, or its middle; the rest of the world is at sea."
)
"""What captions say of circles, of marks, and of what is drawn with those of makers."""
COLUMNS = {
    "month": "month, or months together",
    "good": "what is sent",
    "seller": "place of the seller",
    "buyer": "place of the buyer",
    "flow": "t a month, mean over histories",
    "before": "t a month before the disruption, mean over histories",
}
OF_FACILITIES = {
    "seller": "place of the seller; of a mark the facilities",
    "flow": "t a month, mean over histories; of a mark what it makes (of depots what leaves them, "
    "of consumers what they are served)",
    "kind": "a lane, or the kind of facility",
    "latitude": "where a mark is, degrees",
    "longitude": "the same",
}
"""Columns of the data, and what facilities add to them."""


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
class Page:
    """What is drawn of a good: lanes between places, and who makes, keeps or uses it."""

    lanes: Lanes
    marks: Marks
    sellers: Mapping[str, Point] = field(default_factory=dict)
    """Where lanes from a country begin: at its largest maker; where none is told, in its middle."""
    buyers: Mapping[str, Point] = field(default_factory=dict)
    """Where lanes to a country end: at its largest plant that takes the good, likewise."""

    def ends(self, link: Link) -> tuple[Point, Point]:
        """Give where a lane begins and ends."""
        _, seller, buyer = link
        middle = world().places
        return (
            self.sellers.get(seller, middle[seller]),
            self.buyers.get(buyer, middle[buyer]),
        )

    def at(self, place: str) -> Point:
        """Give where a place is named: at the end of its lanes."""
        return {**self.buyers, **self.sellers}.get(place, world().places[place])

    def sizes(self, month: int | None) -> dict[str, float]:
        """Give the diameters of places, points; none where facilities stand for them."""
        return {} if self.marks.has_makers else self.lanes.sizes(month)

    def much(self, month: int | None) -> float:
        """Give what crosses a border in a month, or where no lane is known, what is made, t."""
        return self.lanes.abroad(month) if self.lanes else self.marks.made(month)

    def said(self, month: int | None) -> str:
        """Say that for a month."""
        return f"{short(self.much(month))} t {'cross a border' if self.lanes else 'are made'}"


def pages_of(tables: Tables) -> dict[str, Page]:
    """Give the page of each good, magnets first."""
    before = spans(tables.histories)[0].months
    every, lanes = sites(tables), lanes_of(tables)
    found = dict[str, Page]()
    for good in sorted(GOODS, key=lambda good: (good != MAGNETS, good)):
        some = [one for one in every if one.good == good]
        is_placed = any(one.location is not None for one in some)
        marks = marks_of(some, before) if is_placed else Marks()
        if marks.has_makers:
            takers = [one for one in every if _takes(one) == good]
            found[good] = Page(
                lanes.get(good, Lanes()), marks, largest_of(_makers(some)), largest_of(takers)
            )
        elif good in lanes or marks:
            found[good] = Page(lanes.get(good, Lanes()), marks)
    return found


def _makers(sites: Iterable[Site]) -> list[Site]:
    return [one for one in sites if one.block in STAGE]


def _takes(site: Site) -> str | None:
    """Give what a plant makes its good of; of magnets most goes to consumers, who stand nowhere."""
    taken = STAGE[site.block].takes if site.block in STAGE else None
    return None if taken in BY_GRADE else taken


def moments(tables: Tables, page: Page) -> list[Moment]:
    """Choose what is drawn: before, the first month of the disruption, the worst, and the last."""
    months, some = Months.of(tables.histories.scenario), spans(tables.histories)
    whole = np.flatnonzero(months.are_whole).tolist()
    found: dict[int, list[str]] = {}
    if len(some) == 1:
        wanted = {"first": whole[0], "last": whole[-1]}
    else:
        first = some[1].months.start
        later = [month for month in whole if month >= first]
        worst = min(later, key=page.much, default=first)
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
    """Tell whether anything flows between places, or anybody stands, where the map shows."""
    return bool(pages_of(tables))


def map_figures(tables: Tables, view: View = USUAL) -> list[Figure]:
    """Draw what places and facilities make and send in four months, a page a good.

    Questions
    ---------
    1. Which lanes are cut in the worst month, and which facilities stand still?
    2. Who makes most before the disruption, and how many tonnes a month?
    3. Does anybody carry or make more than before, to make up for those that are cut?
    """
    pages = pages_of(tables)
    return [
        _figure(tables, view, good, page, moments(tables, _in_time(pages, page)))
        for good, page in pages.items()
    ]


def _figure(tables: Tables, view: View, good: str, page: Page, drawn: list[Moment]) -> Figure:
    head = Head.of(view.width, _title(tables, view, good), _caption(tables, [page]))
    what = "abroad" if page.lanes else "made"
    titles = [
        f"{one.what.capitalize()}, {one.said}: {short(page.much(one.month))} t a month {what}"
        for one in drawn
    ]
    sheet = Sheet(view.width, narrowest=3.4, left=0.08, right=0.08, bottom=0.2, gap=0.06)
    wide = sheet.panel(len(drawn))
    sheet = Sheet(view.width, wide * (NORTH - SOUTH) / (EAST - WEST), 3.4, 2, 0.08, 0.08, 0.2, 0.06)
    figure, axes = draw_sheet(head, titles, sheet, key_of_pages(page))
    for ax, one in zip(axes, drawn, strict=True):
        draw_map(ax, page, one.month, wide)
    return figure


def key_of_pages(*pages: Page) -> list[Swatch]:
    """Give the entries of the key: how lanes and marks are drawn, and the kinds of facility."""
    marks = Marks(tuple(one for page in pages for one in page.marks.every))
    stress = key_of_stress(lanes=any(page.lanes for page in pages), marks=bool(marks))
    return [*stress, *key_of(marks)]


def draw_map(ax: Axes, page: Page, month: int | None, wide: float) -> None:
    """Draw a month: land, lanes as wide as what they carry, marks as large as what is made.

    Parameters
    ----------
    ax : Axes
    page : Page
    month : int or None
        Of the run; none for the months before together.
    wide : float, inch
        Width of the axes.
    """
    draw_land(ax)
    ax.grid(visible=False)
    draw_lanes(ax, page.lanes, month, page.ends)
    for place, size in page.sizes(month).items():
        ax.plot(*world().places[place], "o", color=INK, markersize=size, alpha=0.85,
                markeredgecolor="white", markeredgewidth=0.5, zorder=3)  # fmt: skip
    draw_marks(ax, page.marks, month)
    draw_names(ax, names_of(page, month, wide), wide, page.marks.spots(month))


def names_of(page: Page, month: int | None, wide: float) -> Iterator[Named]:
    """Name the largest facilities with what they make, and places in which none is named.

    Places have what they send beside their names where no facility has it; they come last then.
    """
    lanes, has_makers = page.lanes, page.marks.has_makers
    made, gets = lanes.made(month), dict[str, float]()
    for link in lanes.largest(None):
        gets[link[2]] = gets.get(link[2], 0.0) + lanes.before[link]
    size = {place: max(made.get(place, 0.0), gets.get(place, 0.0)) for place in {*made, *gets}}
    most = max([*size.values(), 0.0])
    for place in sorted(size.keys() - page.marks.countries):
        name, sends = place_name(place), made.get(place, 0.0)
        text = name if has_makers or sends < 0.5 else f"{name} {short(sends)}"
        weight = size[place] - most if has_makers else size[place]
        yield Named(page.at(place), text, weight)
    yield from page.marks.names(month, int(NAMES * wide))


def map_told(tables: Tables, view: View = USUAL) -> Told:
    """Say what the figures show: what crosses borders, and what is cut, by month."""
    pages = pages_of(tables)
    title, said, rows = _title(tables, view, ""), list[str](), list[tuple[Cell, ...]]()
    for good, page in pages.items():
        what = "abroad" if page.lanes else "made"
        for one in moments(tables, _in_time(pages, page)):
            cut = [*_cut_lanes(page.lanes, one.month), *_cut_marks(page.marks, one.month)]
            names = ", ".join(cut[:4]) + (f" and {len(cut) - 4} more" if len(cut) > 4 else "")
            nothing = "no lane is cut" if page.lanes else "nobody is cut"
            said.append(
                f"{good}, {one.what} ({one.said}): {short(page.much(one.month))} t a month "
                f"{what}, {f'cut: {names}' if cut else nothing}"
            )
            rows += [(one.said, good, *row) for row in _rows(page, one.month)]
    has_marks = any(page.marks for page in pages.values())
    columns = COLUMNS | (OF_FACILITIES if has_marks else {})
    many = ", and with facilities" if has_marks else ""
    alt = f"{title}. Maps with lanes between places{many}, one a month. {listed(said)}"
    data = Data(columns, [row[: len(columns)] for row in rows])
    return Told(title, _caption(tables, pages.values()), alt, data)


def _cut_lanes(lanes: Lanes, month: int | None) -> Iterator[str]:
    for link in lanes.largest(month)[::-1]:
        if lanes.stress(link, month) == "cut":
            yield f"{place_name(link[1])} to {place_name(link[2])}"


def _cut_marks(marks: Marks, month: int | None) -> Iterator[str]:
    for one in marks.drawn(month):
        if one.stress(month) == "cut":
            yield f"{one.name} ({KINDS[one.block].name})"


def _rows(page: Page, month: int | None) -> Iterator[tuple[Cell, ...]]:
    lanes = page.lanes
    for link in lanes.by_month:
        yield *link[1:], lanes.flow(link, month), lanes.before[link], "lane", "", ""
    for one in page.marks.drawn(month):
        ids = " ".join(site.name for site in one.sites)
        yield ids, "", one.made(month), one.before, KINDS[one.block].name, *one.at[::-1]


def _title(tables: Tables, view: View, good: str) -> str:
    of = f", {good}" if good else ""
    return headed(f"{TITLE}{of}", tables, view)


def _caption(tables: Tables, pages: Collection[Page]) -> str:
    every, seen = sites(tables), {end for lane in links(tables.histories) for end in lane[1:]}
    unknown = {place for place in seen if place not in world().places}
    unknown |= {
        one.country if one.location is None else one.label for one in every if point_of(one) is None
    }
    left_out = f" Not on the map: {', '.join(sorted(unknown))}." if unknown else ""
    return (
        f"Means over {tables.histories.said}. Lanes are as wide as what they carry, against that "
        f"of before ({spans(tables.histories)[0].said}); {_signs(pages)} "
        f"Outlines: Natural Earth.{left_out} {in_run(tables)}"
    )


def _signs(pages: Collection[Page]) -> str:
    """Say what marks and circles are: as far as either is drawn."""
    marks = [FACILITIES] if any(page.marks for page in pages) else []
    circles = [CIRCLES] if any(page.lanes and not page.marks.has_makers for page in pages) else []
    if not any(page.marks.has_makers for page in pages):
        return f"{'; '.join([*marks, *circles])}. {IN_THE_MIDDLE}"
    return (
        f"{'; where nobody who makes a good is placed, '.join([*marks, *circles])}. {AROUND_THEM}"
    )


def _in_time(pages: Mapping[str, Page], page: Page) -> Page:
    """Give the page whose months one shows: where no lane is known, those of the first with any."""
    return page if page.lanes else next((one for one in pages.values() if one.lanes), page)

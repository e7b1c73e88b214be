"""What the curves of a figure are at each place, for whoever points at them."""

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.output.month import last_of_month
from sim.plots.told import ROWS, Cell, Data
from sim.report.words import plain

MONTH = re.compile(r"\d{4}-\d{2}")
MIDDLE, LOW, HIGH = "median", "q05", "q95"
"""Ends of the names of columns with a band."""
MOST = 12
"""Curves of a panel that are told."""
POINTS = 250
"""Most places at which those of a long panel are told."""
HALF = 15
"""Days from the end of a month to its middle."""

Points = dict[str, dict[dt.date | float, str]]
"""Values as text by date or number, by curve."""
Panel = dict[str, object]


@dataclass(frozen=True)
class _Columns:
    """Which columns of the data of a figure say what."""

    at: int
    """Date, month, or days."""
    panel: int
    curve: tuple[int, ...]
    """Text between the panel and the values: whose curve it is."""
    band: tuple[int, ...]
    """Middle, and the ends of its band; nothing where there is none."""
    values: Mapping[str, int]
    """Else all values by their names."""
    after: tuple[int, ...]
    """Text behind the values: what happens."""
    by_days: bool
    """Whether it is days and no date."""

    @classmethod
    def of(cls, data: Data) -> "_Columns | None":
        """Find them; none where the figure is over nothing, or names no panels."""
        if not data.rows:
            return None
        first, names = data.rows[0], [*data.columns]
        dates = [at for at, cell in enumerate(first) if _date(cell) is not None]
        by_days = not dates and "days" in names
        dates = [names.index("days")] if by_days else dates
        floats = {names[at]: at for at, cell in enumerate(first)
                  if isinstance(cell, float) and at not in dates}  # fmt: skip
        words = [at for at, cell in enumerate(first) if isinstance(cell, str) and at not in dates]
        before = [at for at in words if at < min(floats.values(), default=0)]
        if not (dates and before and floats):
            return None
        ends = ("chance", "low", "high") if by_days else (MIDDLE, LOW, HIGH)
        found = (next((at for name, at in floats.items() if name.endswith(end)), None)
                 for end in ends)  # fmt: skip
        band = tuple(at for at in found if at is not None)
        after = tuple(at for at in words if at not in before)
        return cls(
            dates[0], before[0], tuple(before[1:]), band if len(band) == len(ends) else (),
            floats, after, by_days,
        )  # fmt: skip

    def said(self, row: Sequence[Cell]) -> str:
        """Write the values of a row."""
        if self.band:
            middle, low, high = (_number(row[at]) for at in self.band)
            told = middle if low == middle == high else f"{middle} ({low} to {high})"
        elif len(self.values) == 1:
            (at,) = self.values.values()
            told = _number(row[at])
        else:
            told = ", ".join(f"{name} {_number(row[at])}" for name, at in self.values.items())
        return ", ".join([told, *(str(row[at]) for at in self.after if row[at])])


def panels_of(figure: Figure, data: Data, start: dt.date, cut: float = 0.0) -> list[Panel]:
    """Find the panels of a figure that have a place for each row of its data, and its values.

    A panel is told by its label or title, which begins with what stands in a column of the data.

    Parameters
    ----------
    figure : Figure
    data : Data
    start : date
        Of day 0 of the time axis.
    cut : float, inch
        What is cut off the figure at the top.

    Returns
    -------
    list of mapping
        ``box`` is left, top, width and height as parts of the figure; ``at`` and ``span`` are
        places on the x axis; ``said`` is what each is called, or ``start`` the date of 0;
        ``curves`` has a name and the values as text for each. With ``rows`` each curve is a row.
    """
    columns = _Columns.of(data)
    by_panel = {} if columns is None else _by_panel(columns, data.rows)
    found: list[Panel] = []
    for ax in figure.axes:
        panel = None
        if ax.get_label() == ROWS:
            panel = _rows(ax, data, columns, by_panel, start)
        elif columns is not None and (name := _name(ax, by_panel)):
            panel = _panel(ax, name, by_panel[name], start, by_days=columns.by_days)
        found += [] if panel is None else [panel | {"box": _box(ax, figure, cut)}]
    return found


def _name(ax: Axes, by_panel: Mapping[str, Points]) -> str:
    """Give the longest name of the data that axes begin with; nothing if there is none."""
    title = str(ax.get_label()) or ax.get_title("left") or ax.get_title()
    title = " ".join(title.split()).lower()
    names = (name for name in by_panel if name and title.startswith(name.lower()))
    return max(names, key=len, default="")


def _box(ax: Axes, figure: Figure, cut: float) -> list[float]:
    """Give where axes stand: left, top, width and height as parts of what is left of a figure."""
    box, part = ax.get_position(), cut / figure.get_figheight()
    left = 1.0 - part
    parts = (box.x0, (left - box.y1) / left, box.width, box.height / left)
    return [round(one, 5) for one in parts]


def _by_panel(columns: _Columns, rows: Sequence[Sequence[Cell]]) -> dict[str, Points]:
    """Sort rows by what panel they are in, and of it by curve."""
    found: dict[str, Points] = {}
    for row in rows:
        cell = row[columns.at]
        at = float(cell) if columns.by_days and isinstance(cell, float | int) else _date(cell)
        if at is None:
            continue
        points = found.setdefault(" ".join(str(row[columns.panel]).split()), {})
        curve = ", ".join(plain(str(row[one])) for one in columns.curve)
        points.setdefault(curve, {})[at] = columns.said(row)
    return found


def _date(cell: Cell) -> dt.date | None:
    """Read a date, or a month by its last day."""
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, str) and MONTH.fullmatch(cell):
        return last_of_month(dt.date.fromisoformat(f"{cell}-01"), 0, dt.date.max)
    return None


def _number(value: Cell) -> str:
    if not isinstance(value, float | int) or not math.isfinite(value):
        return "never"
    return f"{value:,.0f}" if abs(value) >= 9.95 else f"{value:.2g}".removesuffix(".0")


def _panel(ax: Axes, title: str, points: Points, start: dt.date, *, by_days: bool) -> Panel | None:
    """Describe a panel; nothing if its axis is of something else than the data."""
    places = sorted({place for curve in points.values() for place in curve})
    first, last = ax.get_xlim()
    if (first, last) == (-0.5, 11.5):
        return _years(title, points)
    at = [_on_axis(place, start) for place in places]
    if 2 * sum(first <= one <= last for one in at) < len(at):
        return None  # most would be beside it
    kept = [places[n] for n in _some(points, places)]
    names = {"said": [f"more than {_number(place)} days" for place in kept if by_days]}
    return {
        "title": title,
        "span": [round(first, 2), round(last, 2)],
        "at": [round(_on_axis(place, start), 2) for place in kept],
        **(names if by_days else {"start": start.isoformat()}),
        "curves": [
            {"name": name, "values": [curve.get(place, "") for place in kept]}
            for name, curve in [*points.items()][:MOST]
        ],
    }


def _on_axis(place: dt.date | float, start: dt.date) -> float:
    return float((place - start).days) if isinstance(place, dt.date) else place


def _some(points: Points, places: Sequence[dt.date | float]) -> Iterator[int]:
    """Choose places evenly where there are very many, and those at which anything happens."""
    step = -(-len(places) // POINTS)
    for n, place in enumerate(places):
        if n % step == 0 or any("," in curve.get(place, "") for curve in points.values()):
            yield n


def _years(title: str, points: Points) -> Panel:
    """Describe a calendar: a row a year, a column a month."""
    (curve,) = points.values()
    by_year: dict[int, list[str]] = {}
    for place, text in curve.items():
        assert isinstance(place, dt.date), "months are read as dates"
        by_year.setdefault(place.year, [""] * 12)[place.month - 1] = text
    return {
        "title": title,
        "span": [-0.5, 11.5],
        "at": [*range(12)],
        "said": [f"{dt.date(2000, month, 1):%B}" for month in range(1, 13)],
        "rows": True,
        "curves": [{"name": str(year), "values": values} for year, values in by_year.items()],
    }


def _rows(
    ax: Axes, data: Data, columns: _Columns | None, by_panel: Mapping[str, Points], start: dt.date
) -> Panel:
    """Describe axes with a row for each entry: by month, or with one text for each."""
    first, last = ax.get_xlim()
    low, high = ax.get_ylim()
    count = round(abs(high - low))
    found: Panel = {"title": "", "span": [round(first, 2), round(last, 2)], "rows": True}
    if columns is None:
        text = [(_called(row), _told(data, row)) for row in data.rows[:count]]
        curves = [{"name": name, "values": [said]} for name, said in text]
        return found | {"at": [round((first + last) / 2, 2)], "said": [""], "curves": curves}
    names = [label.get_text() for label in ax.get_yticklabels()]
    rows = [next(iter(points.values())) for points in by_panel.values()]
    places = sorted({place for row in rows for place in row})
    return found | {
        "at": [_on_axis(place, start) - HALF for place in places],
        "said": [f"{place:%B %Y}" for place in places],
        "curves": [
            {"name": name, "values": [row.get(place, "") for place in places]}
            for name, row in zip(names, rows, strict=True)
        ],
    }


def _called(row: Sequence[Cell]) -> str:
    """Call an entry by its first two cells, a thing and its part."""
    return ", ".join(str(cell) for cell in row[:2] if cell)


def _told(data: Data, row: Sequence[Cell]) -> str:
    """Write all that is known of an entry."""
    ends = {LOW: "5 %", HIGH: "95 %"}
    told = zip([*data.columns][2:], row[2:], strict=True)
    return ", ".join(
        f"{ends.get(name, name)} {cell if isinstance(cell, str) else _number(cell)}"
        for name, cell in told
        if cell
    )

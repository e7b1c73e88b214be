"""What the curves of a figure are on each date, for whoever points at them."""

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.output.month import last_of_month
from sim.plots.told import Cell, Data
from sim.report.words import plain

MONTH = re.compile(r"\d{4}-\d{2}")
MIDDLE, LOW, HIGH = "median", "q05", "q95"
"""Ends of the names of columns with a band."""
MOST = 12
"""Curves of a panel that are told."""

Points = dict[str, dict[dt.date, str]]
"""Values as text by date, by curve."""


@dataclass(frozen=True)
class _Columns:
    """Which columns of the data of a figure over time say what."""

    date: int
    panel: int
    curve: tuple[int, ...]
    """Text between the panel and the values: whose curve it is."""
    band: tuple[int, ...]
    """Median, and the ends of its band; nothing where there is none."""
    values: Mapping[str, int]
    """Else all values by their names."""

    @classmethod
    def of(cls, data: Data) -> "_Columns | None":
        """Find them; none where the figure is not over time, or names no panels."""
        if not data.rows:
            return None
        first, names = data.rows[0], [*data.columns]
        dates = [at for at, cell in enumerate(first) if _date(cell) is not None]
        floats = {names[at]: at for at, cell in enumerate(first) if isinstance(cell, float)}
        words = [at for at, cell in enumerate(first) if isinstance(cell, str) and at not in dates]
        words = [at for at in words if at < min(floats.values(), default=0)]
        if not (dates and words and floats):
            return None
        ends = [
            next((at for name, at in floats.items() if name.endswith(end)), None)
            for end in (MIDDLE, LOW, HIGH)
        ]
        band = tuple(at for at in ends if at is not None)
        return cls(dates[0], words[0], tuple(words[1:]), band if len(band) == 3 else (), floats)

    def said(self, row: Sequence[Cell]) -> str:
        """Write the values of a row."""
        if self.band:
            middle, low, high = (_number(row[at]) for at in self.band)
            return middle if low == middle == high else f"{middle} ({low} to {high})"
        if len(self.values) == 1:
            (at,) = self.values.values()
            return _number(row[at])
        return ", ".join(f"{name} {_number(row[at])}" for name, at in self.values.items())


def panels_of(figure: Figure, data: Data, start: dt.date) -> list[Mapping[str, object]]:
    """Find the panels of a figure over time, and the values of what each shows.

    A panel is told by its title, which begins with what stands in a column of the data.

    Parameters
    ----------
    figure : Figure
    data : Data
    start : date
        Of day 0 of the time axis.

    Returns
    -------
    list of mapping
        ``box`` is left, top, width and height as parts of the figure; ``days`` and ``span`` are in
        days of the time axis; ``curves`` has a name and the values as text for each.
    """
    columns = _Columns.of(data)
    if columns is None:
        return []
    by_panel = _by_panel(columns, data.rows)
    found: list[Mapping[str, object]] = []
    for ax in figure.axes:
        title = " ".join((ax.get_title("left") or ax.get_title()).split())
        names = [name for name in by_panel if name and title.lower().startswith(name.lower())]
        if names:
            name = max(names, key=len)
            panel = _panel(ax, name, by_panel[name], start)
            found += [panel] if panel is not None else []
    return found


def _by_panel(columns: _Columns, rows: Sequence[Sequence[Cell]]) -> dict[str, Points]:
    """Sort rows by what panel they are in, and of it by curve."""
    found: dict[str, Points] = {}
    for row in rows:
        date = _date(row[columns.date])
        if date is None:
            continue
        points = found.setdefault(" ".join(str(row[columns.panel]).split()), {})
        curve = ", ".join(plain(str(row[at])) for at in columns.curve)
        points.setdefault(curve, {})[date] = columns.said(row)
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


def _panel(ax: Axes, title: str, points: Points, start: dt.date) -> Mapping[str, object] | None:
    """Describe a panel; nothing if its axis is not of days, as most dates would be beside it."""
    box = ax.get_position()
    dates = sorted({date for curve in points.values() for date in curve})
    first, last = ax.get_xlim()
    if 2 * sum(first <= (date - start).days <= last for date in dates) < len(dates):
        return None
    return {
        "title": title,
        "box": [round(part, 5) for part in (box.x0, 1.0 - box.y1, box.width, box.height)],
        "span": [round(first, 2), round(last, 2)],
        "days": [(date - start).days for date in dates],
        "dates": [date.isoformat() for date in dates],
        "curves": [*_curves(points, dates)],
    }


def _curves(points: Points, dates: Sequence[dt.date]) -> Iterator[Mapping[str, object]]:
    for name, curve in [*points.items()][:MOST]:
        yield {"name": name, "values": [curve.get(date, "") for date in dates]}

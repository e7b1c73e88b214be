"""What the curves of a figure are on each date, for whoever points at them."""

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots.told import Cell, Data

DATE = "date"
"""Column of the data of a figure whose curves run over time."""
MIDDLE, LOW, HIGH = "median", "q05", "q95"
MOST = 12
"""Curves of a panel that are told."""


def panels_of(figure: Figure, data: Data, start: dt.date) -> list[Mapping[str, object]]:
    """Find the panels of a figure over time, and the values of what each shows.

    A panel is told by its title, which stands in a column of the data.

    Parameters
    ----------
    figure : Figure
    data : Data
        With a column of dates.
    start : date
        Of day 0 of the time axis.

    Returns
    -------
    list of mapping
        ``box`` is left, top, width and height as parts of the figure; ``days`` and ``span`` are in
        days of the time axis; ``curves`` has a name and the values as text for each.
    """
    columns = [*data.columns]
    if DATE not in columns or MIDDLE not in columns:
        return []
    by_panel = _by_panel(columns, data.rows)
    found: list[Mapping[str, object]] = []
    for ax in figure.axes:
        title = ax.get_title("left") or ax.get_title()
        of_panel = by_panel.get(" ".join(title.split()))
        if of_panel:
            found.append(_panel(ax, title, of_panel, start))
    return found


Points = dict[str, dict[dt.date, str]]


def _by_panel(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> dict[str, Points]:
    """Sort rows by what panel they are in, and of it by curve: the text columns after the date."""
    at = {name: place for place, name in enumerate(columns)}
    words = [name for name in columns[1:] if rows and isinstance(rows[0][at[name]], str)]
    found: dict[str, Points] = {}
    for row in rows:
        date = row[at[DATE]]
        if not words or not isinstance(date, dt.date):
            return {}
        panel, *curve = (str(row[at[name]]) for name in words)
        points = found.setdefault(" ".join(panel.split()), {})
        points.setdefault(", ".join(curve), {})[date] = _said(row, at)
    return found


def _said(row: Sequence[Cell], at: Mapping[str, int]) -> str:
    """Write the median with its band."""
    middle, *ends = (row[at[name]] for name in (MIDDLE, LOW, HIGH) if name in at)
    text = _number(middle)
    if len(ends) == 2 and all(isinstance(end, float | int) for end in ends):
        return f"{text} ({_number(ends[0])} to {_number(ends[1])})"
    return text


def _number(value: Cell) -> str:
    if not isinstance(value, float | int) or not math.isfinite(value):
        return "never"
    return f"{value:,.0f}" if abs(value) >= 9.95 else f"{value:.2g}".removesuffix(".0")


def _panel(ax: Axes, title: str, points: Points, start: dt.date) -> Mapping[str, object]:
    box = ax.get_position()
    dates = sorted({date for curve in points.values() for date in curve})
    first, last = ax.get_xlim()
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

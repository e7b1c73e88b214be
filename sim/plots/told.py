"""What is said of a figure beside it: title, caption, alternative text, and the data behind it."""

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from sim.output.fan import Fan
from sim.output.tables import Tables
from sim.output.text import csv_text, number
from sim.plots.bands import drawn_days
from sim.plots.span import Span
from sim.plots.style import heading_of
from sim.plots.view import View

Cell = str | float | int | dt.date

ROWS = "rows"
"""Label of axes that have a row for each of the first entries of the data, from the top."""


@dataclass(frozen=True)
class Data:
    """The numbers that a figure shows."""

    columns: Mapping[str, str]
    """Name of each column and what it holds, with its unit: ``{"median": "median, days"}``."""
    rows: Sequence[Sequence[Cell]]

    def csv(self) -> str:
        """Write them as CSV, numbers as in all files; nothing where nothing is defined."""
        return csv_text([*self.columns], [[_written(cell) for cell in row] for row in self.rows])


@dataclass(frozen=True)
class Told:
    """What is said of a figure."""

    title: str
    """What it shows, and of which scenario."""
    caption: str
    """How to read it, what its bands hold, how many histories it is of."""
    alt: str
    """What it shows, in words with its numbers, for those who do not see it."""
    data: Data
    """What is drawn in it."""


def told_under(figure: Figure, says: str, data: Data) -> Told:
    """Say of a figure what stands over it, and in words with numbers what it shows."""
    title, note = heading_of(figure)
    return Told(title, note, f"{title}. {says}", data)


def _written(cell: Cell) -> str:
    return number(float(cell)) if isinstance(cell, int | float | np.number) else str(cell)


BAND_COLUMNS = {
    "mean": "mean over histories",
    "q05": "5 % quantile",
    "q25": "25 % quantile",
    "median": "median",
    "q75": "75 % quantile",
    "q95": "95 % quantile",
}


def fans_by_day(
    fans: Mapping[str, Fan], start: dt.date, span: Span, unit: str, whose: str = "group"
) -> Data:
    """Give the fans of a figure on the days that are drawn, a row a day for each.

    Parameters
    ----------
    fans : mapping of str to Fan
        By what the figure calls them.
    start : date
        Of day 0.
    span : Span
        Days that are drawn.
    unit : str
    whose : str
        What they are of.
    """
    columns = {"date": "day", whose: f"{whose} as the figure calls it"}
    columns |= {name: f"{says}, {unit}" for name, says in BAND_COLUMNS.items()}
    events = {name: fan.event for name, fan in fans.items()}
    if any(event is not None for event in events.values()):
        columns |= {
            "event_low": f"what the event alone makes, 5 % quantile, {unit}",
            "event_high": f"the same, 95 % quantile, {unit}",
        }
    paths = max((fan.paths.shape[1] for fan in fans.values()), default=0)
    columns |= {f"history_{n}": f"history {n} by itself, {unit}" for n in range(paths)}
    nothing = np.full(2, np.nan)
    ends = {
        name: [] if "event_low" not in columns else [nothing if event is None else event]
        for name, event in events.items()
    }
    return Data(
        columns,
        [
            (
                start + dt.timedelta(days=day),
                name,
                fan.mean[day],
                *fan.quantiles[day],
                *(value for band in ends[name] for value in (band[day] if band.ndim > 1 else band)),
                *fan.paths[day],
            )
            for name, fan in fans.items()
            for day in (span.first + drawn_days(span.end - span.first)).tolist()
        ],
    )


def spread_text(band: Iterable[float], unit: str = "d") -> str:
    """Write a median with its 5 to 95 % band, which are given as low, median, high.

    Examples
    --------
    >>> spread_text([36.2, 83.4, 149.0])
    '83 d (36 to 149)'
    >>> spread_text([0.0, 0.25, 2.0], "%")
    '0.25 % (0 to 2)'
    """
    low, middle, high = band
    if low == middle == high:
        return f"{short(middle)} {unit}"
    return f"{short(middle)} {unit} ({short(low)} to {short(high)})"


def short(value: float) -> str:
    """Write a number in two or three digits, as readers take it in.

    Examples
    --------
    >>> short(83.4), short(1234.5), short(0.256), short(4.04), short(float("inf"))
    ('83', '1,234', '0.26', '4', 'never')
    """
    if not math.isfinite(value):
        return "never" if value > 0 else "nothing"
    if abs(value) >= 10:
        return f"{value:,.0f}"
    return f"{value:.2g}".removesuffix(".0") if abs(value) >= 0.005 else "0"


def listed(parts: Iterable[str]) -> str:
    """Put parts one after the other, parted by semicolons, with a full stop."""
    return "; ".join(parts) + "."


def headed(what: str, tables: Tables, view: View) -> str:
    """Give the title of a figure of a run: what it shows, and of which scenario."""
    return f"{what}: {view.title or tables.histories.job.title}"

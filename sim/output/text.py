"""How numbers, dates and tables are written: the same bytes for the same run."""

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from sim.scenario.visible import one_line

DIGITS = 6
"""Significant digits of every number in the files."""


_ODD = re.compile(r"^[=+\-@]|[^ !#-+\--~\u00a0-\u1fff\u2030-\u205f\u2070-\ud7ff]")
"""What a cell may not hold as it is, or may not begin with."""


def rounded(value: float) -> float | None:
    """Round to :data:`DIGITS`; none (null in JSON) for what is infinite or not defined."""
    return float(f"{value:.{DIGITS}g}") + 0.0 if math.isfinite(value) else None


def number(value: float) -> str:
    """Write a number for CSV: ``inf`` for never, nothing for what is not defined."""
    return "" if math.isnan(value) else f"{value + 0.0:.{DIGITS}g}"


def date_of(start: dt.date, day: float) -> dt.date | None:
    """Give the date of a day of the run; none if there is no such day."""
    if not math.isfinite(day):
        return None
    try:
        return start + dt.timedelta(days=math.floor(day))
    except OverflowError:
        return None


def iso(start: dt.date, day: float) -> str:
    """Write the date of a day of the run for CSV, nothing if there is no such day."""
    date = date_of(start, day)
    return "" if date is None else date.isoformat()


def csv_lines(header: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    """Join the cells of each row; a cell with a comma or quote is quoted.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    return (",".join(map(_cell, row)) + "\n" for row in chain([header], rows))


def csv_text(header: list[str], rows: Iterable[list[str]]) -> str:
    """Join rows of cells, as :func:`csv_lines` does."""
    return "".join(csv_lines(header, rows))


def _cell(text: str) -> str:
    if _ODD.search(text) is None:  # nearly all cells
        return text
    text = one_line(text)
    if text.startswith(("=", "+", "-", "@")) and not _is_number(text):
        text = f"'{text}"
    if "," in text or '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True

"""The tables of a run for spreadsheets: one workbook, or CSV as a European Excel reads it."""

import csv
import datetime as dt
import io
import math
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sim.output.contents import contents
from sim.output.disk import make, replacing, write
from sim.output.errors import OutputError
from sim.output.tables import Tables

WORKBOOK = "tables.xlsx"
EUROPEAN = "european"
"""Folder of CSV files with semicolons and decimal commas."""
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""Largest sheet that Excel opens."""
MADE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - the same in every file: a workbook has no zone
"""Time of making that is written, so that the same run gives the same bytes."""
FIRST_DAY = "1900-03-01"
"""First date from which on workbooks count days as the calendar does."""
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?(e[+-]\d{2,3})?")
"""A number as it is written: with a zero before it, or a plus, it is text, as of a label."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def write_workbook(tables: Tables, folder: Path) -> Path:
    """Write all tables into one workbook, a sheet each, its head frozen and with filters.

    Numbers are numbers, dates are dates and all else is text, which no cell takes for a formula.
    What is larger than a sheet is left out, and a sheet says so.

    Raises
    ------
    OutputError
        If XlsxWriter is not installed, or the file cannot be written.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise OutputError("--xlsx needs XlsxWriter: pip install 'shortfall[xlsx]'") from error
    path = folder / WORKBOOK
    with replacing(path) as part, part.open("wb") as file:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(file, options)
        book.set_properties({"created": MADE, "title": tables.histories.scenario.name})
        bold, dated = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for name, lines in contents(tables).items():
            sheet = book.add_worksheet(name.removesuffix(".csv"))
            _fill(sheet, _cells(lines()), bold, dated)
        book.close()
    return path


def _fill(sheet: Any, rows: Iterable[list[str]], bold: Any, dated: Any) -> None:
    """Write the rows of a sheet, as far as it has room."""
    last, columns = 0, 0
    for number, row in enumerate(rows):
        if number == 0:
            columns = len(row)
            if columns > MOST_COLUMNS:
                sheet.write_string(
                    0, 0, f"{columns:,} columns: more than a sheet has. See the CSV."
                )
                return
        if number == MOST_ROWS - 1:
            sheet.write_string(number, 0, "More rows than a sheet has: see the CSV.")
            break
        last = number
        for at, text in enumerate(row):
            _write(sheet, number, at, text, bold if number == 0 else None, dated)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, max(columns - 1, 0))


def _write(sheet: Any, row: int, column: int, text: str, style: Any, dated: Any) -> None:
    if not text:
        return
    if style is None and _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        sheet.write_number(row, column, float(text))
    elif style is None and (day := _day(text)) is not None:
        sheet.write_datetime(row, column, day, dated)
    else:
        sheet.write_string(row, column, text, style)


def _day(text: str) -> dt.date | None:
    """Read a date that a workbook has; none if it is none, as a label may look like one."""
    if not _DATE.fullmatch(text) or text < FIRST_DAY:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def write_european(tables: Tables, folder: Path) -> list[Path]:
    """Write all tables as CSV with semicolons, decimal commas and a byte-order mark.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    make(folder / EUROPEAN)
    return [
        write(folder / EUROPEAN / name, european(lines()).encode("utf-8-sig"))
        for name, lines in contents(tables).items()
    ]


def european(lines: Iterable[str]) -> str:
    r"""Rewrite CSV with semicolons between cells and commas in numbers.

    Examples
    --------
    >>> european(["label,mean\n", "\"EU, wind\",1.5\n", "'=SUM(A1),-2e-05\n"])
    "label;mean\nEU, wind;1,5\n'=SUM(A1);-2e-05\n"
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    for row in _cells(lines):
        writer.writerow([_comma(cell) for cell in row])
    return text.getvalue()


def _comma(cell: str) -> str:
    return cell.replace(".", ",") if _NUMBER.fullmatch(cell) else cell


def _cells(lines: Iterable[str]) -> Iterator[list[str]]:
    """Read the cells of CSV, whether it comes by lines or as a whole."""
    return csv.reader(one for text in lines for one in text.splitlines())

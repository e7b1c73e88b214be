"""What came: months of flows and first stops, as a user writes them down."""

import datetime as dt
import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sim.forecast.forecast import FlowForecast, Forecast
from sim.forecast.table import Cell, TableError, read_table
from sim.forecast.window import IS_MONTH
from sim.hindcast.month import number_of
from sim.scenario.errors import Problem, clipped, did_you_mean, listed, sentences

OF_MONTHS, OF_STOPS = ("month", "series", "t"), ("series", "date")
"""Columns of the two kinds of file."""
BESIDES = ("source", "note")
"""Columns that either may have, for readers."""
_STOP = re.compile(r"(none by )?([0-9]{4}-[0-9]{2}-[0-9]{2})", re.IGNORECASE)
SLIP = 20.0
"""Times by which a month may be off before it is taken for a slip of units."""


@dataclass(frozen=True)
class Seen:
    """What is known of a stop."""

    date: dt.date | None
    """The day on which it began; none if there was none."""
    until: dt.date
    """The day up to which it is known."""


@dataclass
class Observed:
    """What came of a forecast, as far as it is known."""

    months: dict[str, dict[str, float]] = field(default_factory=dict)
    """t, by flow, by month."""
    stops: dict[str, Seen] = field(default_factory=dict)
    """By the name that the forecast has for it."""
    warnings: list[Problem] = field(default_factory=list)
    """What looks wrong."""


def read_observed(files: Iterable[Path], forecast: Forecast) -> Observed:
    """Read what came of a forecast.

    Raises
    ------
    ScenarioError
        With all that is wrong with the files.
    """
    found, problems = Observed(), list[Problem]()
    places: dict[str, Cell] = {}
    for file in files:
        table = read_table(file, (OF_MONTHS, OF_STOPS), BESIDES)
        problems += table.problems
        for row in table.rows:
            of = _month if table.head == OF_MONTHS else _stop
            problems += of(row, forecast, found, places)
    if problems:
        raise TableError(sorted(problems, key=lambda one: (one.file, one.line, one.column)))
    return found


def read_past(file: Path, flows: Collection[str], first: str) -> dict[str, dict[str, float]]:
    """Read recorded months before a forecast, t: by flow, by month.

    Parameters
    ----------
    file : Path
    flows : collection of str
        Flows that the scenario measures.
    first : str
        First month of the forecast.

    Raises
    ------
    ScenarioError
        With all that is wrong with the file.
    """
    table = read_table(file, (OF_MONTHS,), BESIDES)
    problems, places = list(table.problems), dict[str, Cell]()
    found: dict[str, dict[str, float]] = {}

    def is_before(month: str) -> str:
        late = number_of(month) >= number_of(first)
        return f"{month} is not before the forecast, which begins in {first}." if late else ""

    for row in table.rows:
        wrong = list(_wrong_month(row, flows, is_before, places))
        problems += wrong
        if not wrong:
            series, month = row["series"].text, row["month"].text
            found.setdefault(series, {})[month] = float(row["t"].text)
    if problems:
        raise TableError(problems)
    return found


def _month(
    row: Mapping[str, Cell], forecast: Forecast, found: Observed, places: dict[str, Cell]
) -> Iterator[Problem]:
    """Take a row of a month."""
    months = forecast.months

    def is_forecast(month: str) -> str:
        return (
            "" if month in months else f"{month} is not forecast: {months[0]} to {months[-1]} are."
        )

    wrong = list(_wrong_month(row, forecast.flows, is_forecast, places))
    yield from wrong
    if not wrong:
        series, month, t = row["series"].text, row["month"].text, float(row["t"].text)
        found.months.setdefault(series, {})[month] = t
        found.warnings += _slips(row["t"], t, forecast.flows[series], month)


def _slips(cell: Cell, t: float, flow: FlowForecast, month: str) -> Iterator[Problem]:
    """Warn of what may be in another unit."""
    high = max(flow.t[month][-1], *flow.past.values(), 0.0)
    if t > SLIP * high > 0.0:
        says = f"{t:g} t is {t / high:.0f} times the most that was expected, or recorded."
        remedy = "Look whether it is in t: 1 t is 1,000 kg."
        yield Problem(cell.origin, "t", says, remedy, "warning", cell.line)


def _wrong_month(
    row: Mapping[str, Cell],
    flows: Collection[str],
    lies_outside: Callable[[str], str],
    places: dict[str, Cell],
) -> Iterator[Problem]:
    """Say what is wrong with a row of a month."""
    month, series, t = (row[name] for name in OF_MONTHS)
    yield from _unknown(series, flows)
    if not IS_MONTH.fullmatch(month.text):
        says = f"'{clipped(month.text)}' is no month."
        yield month.problem("month", says, "Write year and month, as 2026-07.")
    elif says := lies_outside(month.text):
        yield month.problem("month", says, "Leave the row out.")
    yield from _no_number(t)
    yield from _twice(f"{month.text} of {series.text}", month, places)


def _no_number(cell: Cell) -> Iterator[Problem]:
    """Say why a cell is no amount of tonnes."""
    try:
        number = float(cell.text) if "_" not in cell.text else math.nan
    except ValueError:
        number = math.nan
    if not cell.text:
        remedy = "Leave the row out until the month is known; write 0 if nothing was shipped."
        yield cell.problem("t", "Nothing stands here.", remedy)
    elif not math.isfinite(number):
        says = f"'{clipped(cell.text)}' is no number."
        remedy = "Write digits and a decimal point, no thousands separator and no unit, as 5238.5."
        yield cell.problem("t", says, remedy)
    elif number < 0.0:
        yield cell.problem("t", f"{cell.text} is below 0.", "Write what was shipped, t.")


def _stop(
    row: Mapping[str, Cell], forecast: Forecast, found: Observed, places: dict[str, Cell]
) -> Iterator[Problem]:
    """Take a row of a first stop."""
    series, date = (row[name] for name in OF_STOPS)
    wrong = list(_unknown(series, forecast.stops))
    wrong += _twice(series.text, series, places)
    told = _STOP.fullmatch(date.text)
    none_by = told is not None and told[1] is not None
    try:
        day = dt.date.fromisoformat(told[2] if told else "")
    except ValueError:
        says = f"'{clipped(date.text)}' is no date."
        remedy = "Write the day of the first stop, as 2026-09-30, or 'none by 2026-12-31'."
        yield from [*wrong, date.problem("date", says, remedy)]
        return
    if day < forecast.first or (day > forecast.last and not none_by):
        says = f"{day} is not forecast: {forecast.first} to {forecast.last} are."
        remedy = (
            "Write the first stop within these days, or 'none by' the day up to which it is known."
        )
        wrong.append(date.problem("date", says, remedy))
    yield from wrong
    if not wrong:
        found.stops[series.text] = Seen(None if none_by else day, min(day, forecast.last))


def _unknown(cell: Cell, known: Collection[str]) -> Iterator[Problem]:
    """Say that there is no such series."""
    if cell.text not in known:
        says = f"There is no series '{clipped(cell.text)}'."
        says = sentences(says, did_you_mean(cell.text, known))
        yield cell.problem("series", says, f"Known: {listed(known)}.")


def _twice(name: str, cell: Cell, places: dict[str, Cell]) -> Iterator[Problem]:
    """Say that something is told for the second time."""
    if name in places:
        before = places[name].origin
        says = f"{clipped(name)} is there twice, first at {before.file}:{before.line}."
        yield cell.problem("", says, "Leave one of the two out.")
    places.setdefault(name, cell)

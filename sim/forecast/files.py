"""What a forecast is written as: the frozen file, and tables of it to read and to plot."""

from collections.abc import Sequence
from pathlib import Path

from sim.forecast.forecast import BANDS, MEDIAN, Forecast, StopForecast
from sim.forecast.frozen import FILE, read_forecast, sealed, text_of
from sim.output.disk import make, write
from sim.output.errors import OccupiedError, OutputError, explained
from sim.output.markdown import plain_grid
from sim.output.summary import NAMES
from sim.output.text import csv_text, number
from sim.scenario.errors import ScenarioError
from sim.scenario.locate import is_there

HEADER = ("month", "flow", *(f"{name}_t" for name in NAMES))
"""Columns of ``forecast.csv``."""
STOPS = ("first stop of", "part of demand", "chance", "median (5 to 95 %)")
"""Columns of the first stops in ``forecast.md``."""


def folder_of(out: Path, name: str, first: str) -> Path:
    """Name the folder of a forecast by its scenario and first month."""
    return out / f"forecast-{name}-from-{first}"


def check_free(folder: Path, digest: str, histories: int, months: Sequence[str]) -> None:
    """Refuse a folder that holds a forecast made otherwise, before anything is run.

    Raises
    ------
    OccupiedError
        If it does, or what it holds was altered.
    """
    file = folder / FILE
    if not is_there(file):
        return
    try:
        there = read_forecast(file)
    except (ScenarioError, OutputError):
        raise _occupied(file) from None
    if (there.digest, there.histories, there.months) != (digest, histories, tuple(months)):
        raise _occupied(file)


def _occupied(file: Path) -> OccupiedError:
    return OccupiedError(
        f"{file} is another forecast, which is never written over; move its folder away, or "
        "choose another --out"
    )


def write_forecast(forecast: Forecast, folder: Path) -> list[Path]:
    """Write a forecast, and its tables; one that stands there already is never written over.

    Raises
    ------
    OccupiedError
        If the folder holds another forecast.
    OutputError
        If a file cannot be written.
    """
    make(folder)
    text, file = text_of(forecast), folder / FILE
    with explained(file):
        there = file.read_bytes() if file.exists() else None
    if there is not None and there != text.encode():
        raise _occupied(file)
    return [
        file if there is not None else write(file, text.encode()),
        write(folder / "forecast.csv", forecast_csv(forecast).encode()),
        write(folder / "forecast.md", forecast_md(forecast).encode()),
    ]


def forecast_csv(forecast: Forecast) -> str:
    """Write a row a month for each flow."""
    rows = [
        [month, name, *map(number, spread)]
        for name, flow in forecast.flows.items()
        for month, spread in flow.t.items()
    ]
    return csv_text(list(HEADER), rows)


def forecast_md(forecast: Forecast) -> str:
    """Write what is forecast, and what is in its bands, in Markdown."""
    known = f" The world is known up to {forecast.as_of}." if forecast.as_of else ""
    of_all = forecast.flows.values()
    flows = [(m, *(month_cell(flow.t[m]) for flow in of_all)) for m in forecast.months]
    stops = [stop_cells(one) for one in forecast.stops.values() if one.chance > 0.0]
    parts = [
        f"# Forecast: {forecast.title}",
        f"Exports in t a month, median (5 to 95 %).{known} {forecast.histories:,} histories, seed "
        f"{forecast.seed}, shortfall {forecast.version}, scenario {forecast.digest}.",
        " ".join(forecast.holds),
        plain_grid(("month", *(flow.label for flow in of_all)), flows),
        f"First stops from {forecast.first} to {forecast.last}; what is not listed stops in no "
        "history.",
        *([plain_grid(STOPS, stops)] if stops else []),
        f"SHA-256 of the forecast: `{sealed(forecast)}`",
    ]
    return "\n\n".join(parts) + "\n"


def month_cell(spread: tuple[float, ...]) -> str:
    """Write the median of a month, and its 5 to 95 % band."""
    low, high = (tonnes(spread[end]) for end in BANDS[0.9])
    return f"{tonnes(spread[MEDIAN])} ({low} to {high})"


def tonnes(value: float) -> str:
    """Write tonnes: whole ones, or three digits of few.

    Examples
    --------
    >>> tonnes(12345.6), tonnes(7.7043)
    ('12,346', '7.7')
    """
    return f"{value:,.0f}" if abs(value) >= 100.0 else f"{value:.3g}"


def stop_cells(stop: StopForecast) -> tuple[str, str, str, str]:
    """Write a first stop: of whom, of which part, how likely, and when."""
    low, middle, high = (
        "never" if stop.dates[at] is None else str(stop.dates[at]) for at in (0, 2, 4)
    )
    return (
        stop.label,
        f"{100 * stop.part:.0f} %",
        f"{100 * stop.chance:.0f} %",
        f"{middle} ({low} to {high})",
    )

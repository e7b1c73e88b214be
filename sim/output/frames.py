"""The tables of a run as data frames, of pandas or polars, as their CSV files would be read."""

import io
from typing import Any

from sim.output.contents import contents
from sim.output.errors import OutputError
from sim.output.tables import Tables
from sim.scenario.errors import did_you_mean, listed, sentences

USUAL = "summary"
"""Table that is given where none is named."""


def table_names(tables: Tables) -> list[str]:
    """Name the tables of a run: its CSV files without the ending."""
    return [name.removesuffix(".csv") for name in contents(tables)]


def text_of(tables: Tables, name: str) -> str:
    """Write a table as CSV.

    Raises
    ------
    ValueError
        If the run has none of that name; the message lists those it has.
    """
    found = contents(tables)
    if f"{name}.csv" not in found:
        known = table_names(tables)
        hint = did_you_mean(name, known)
        says = f"The run has no table '{name}'."
        raise ValueError(sentences(says, hint, f"Tables: {listed(known, 40)}."))
    return "".join(found[f"{name}.csv"]())


def to_pandas(tables: Tables, name: str = USUAL) -> Any:
    """Give a table as a pandas data frame.

    The text ``NA`` stays text, as it is Namibia; only empty cells are missing. Columns of dates are
    times.

    Raises
    ------
    OutputError
        If pandas is not installed.
    ValueError
        If there is no such table.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise _missing("pandas") from error
    text = text_of(tables, name)
    dates = [column for column in _columns(text) if _is_date(column)]
    found = pd.read_csv(io.StringIO(text), keep_default_na=False, na_values=[""])
    for column in dates:
        found[column] = pd.to_datetime(found[column], format="%Y-%m-%d")
    return found


def to_polars(tables: Tables, name: str = USUAL) -> Any:
    """Give a table as a polars data frame; types are told by all of its rows.

    Raises
    ------
    OutputError
        If polars is not installed.
    ValueError
        If there is no such table.
    """
    try:
        import polars as pl
    except ImportError as error:
        raise _missing("polars") from error
    text = text_of(tables, name)
    dates = {column: pl.Date for column in _columns(text) if _is_date(column)}
    return pl.read_csv(io.StringIO(text), infer_schema_length=None, schema_overrides=dates or None)


def _columns(text: str) -> list[str]:
    return text.partition("\n")[0].split(",")


def _is_date(column: str) -> bool:
    return column == "date" or column.endswith("_date")


def _missing(package: str) -> OutputError:
    return OutputError(f"{package} is not installed: pip install 'shortfall[frames]'")

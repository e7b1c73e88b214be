"""Numbers, dates, names and spans as a report writes them: words rather than ids."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from sim.output.label import label_of
from sim.output.text import date_of
from sim.plots.style import place_name
from sim.scenario.errors import listed
from sim.scenario.origin import SETTINGS, Origin
from sim.scenario.schema import Distribution, Scenario
from sim.scenario.schema.distribution import Number
from sim.scenario.visible import one_line

MOST_NAMED = 6
"""Names that a sentence lists; of more it tells how many there are."""


def days(value: float) -> str:
    """Write days: whole ones from five on, else with a digit after the point.

    Examples
    --------
    >>> days(83.4), days(4.04), days(0.004), days(1234.0), days(float("inf"))
    ('83', '4', '0', '1,234', 'never')
    """
    if not math.isfinite(value):
        return "never"
    if abs(value) < 0.05:
        return "0"
    if abs(value) >= 4.95:
        return f"{value:,.0f}"
    return f"{value:.1f}".removesuffix(".0")


def span(low: float, high: float) -> str:
    """Write a band, once where both ends read the same."""
    ends = days(low), days(high)
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def percent(part: float) -> str:
    """Write a part in per cent, none or all only where it is.

    Examples
    --------
    >>> percent(0.314), percent(0.004), percent(1.0), percent(0.999)
    ('31 %', 'below 1 %', '100 %', 'above 99 %')
    """
    if 0.0 < part < 0.01:
        return "below 1 %"
    return "above 99 %" if 0.99 < part < 1.0 else f"{100 * part:.0f} %"


def date_text(date: dt.date) -> str:
    """Write a date in words, ``1 February 2027``."""
    return f"{date.day} {date:%B %Y}"


def day_text(start: dt.date, day: float) -> str:
    """Write a day of a run as a date in words; ``never`` if it does not come."""
    found = date_of(start, day)
    return "never" if found is None else date_text(found)


def place_list(names: Iterable[str] | str) -> str:
    """Name places, ``all other countries`` for all."""
    if isinstance(names, str):
        return "all other countries" if names == "all" else place_name(names)
    return some([place_name(name) for name in names])


def some(names: Sequence[str], noun: str = "others") -> str:
    """List names, of many only the first ones."""
    if len(names) <= MOST_NAMED:
        return listed([*names])
    rest = len(names) - MOST_NAMED + 1
    return f"{', '.join(names[: MOST_NAMED - 1])} and {rest} {noun}"


def named(scenario: Scenario, name: str) -> str:
    """Call whatever has a name in a scenario by its label."""
    for table in type(scenario).model_fields:
        block = getattr(scenario, table)
        if table != "sources" and isinstance(block, dict) and name in block:
            return label_of(getattr(block[name], "label", None), plain(name))
    return place_name(name) if name[:1].isupper() else plain(name)


def plain(key: str) -> str:
    """Write a key or an id as words.

    Examples
    --------
    >>> plain("stock_days"), plain("capacity_t_reo_per_year")
    ('stock days', 'capacity t REO per year')
    """
    return one_line(key.replace("_", " ")).replace(" reo ", " REO ")


def number_text(value: Number, unit: str = "") -> str:
    """Write a number, or between what one that is drawn lies, with its unit.

    Examples
    --------
    >>> number_text(180.0, "days"), number_text(1.0, "days")
    ('180 days', '1 day')
    >>> number_text(Distribution(triangular=[90, 180, 365]), "days")
    '90 to 365 days (most likely 180)'
    """
    if not isinstance(value, Distribution):
        unit = unit.removesuffix("s") if value == 1 else unit
        return f"{figure(value)} {unit}".rstrip()
    given = getattr(value, value.form)
    ends = " to ".join(figure(end) for end in value.support if math.isfinite(end))
    if value.form == "triangular":
        return f"{ends} {unit}".rstrip() + f" (most likely {figure(given[1])})"
    if value.form == "uniform":
        return f"{ends} {unit}".rstrip()
    if value.form == "choice":
        parts = [f"{figure(one)} ({percent(odds)})" for one, odds in given.items()]
        return f"{' or '.join(parts)} {unit}".rstrip()
    if value.form == "empirical":
        return f"{ends} {unit}".rstrip() + f" (one of {len(given)} observed)"
    about = given["median"] if value.form == "lognormal" else value.mean
    return f"about {figure(about)} {unit}".rstrip() + f" ({value.form})"


def figure(value: float) -> str:
    """Write a number with as many digits as it has, six at most.

    Examples
    --------
    >>> figure(198000.0), figure(0.35), figure(1234567.0)
    ('198,000', '0.35', '1,234,567')
    """
    if float(value).is_integer() and abs(value) < 1e12:
        return f"{value:,.0f}"
    return f"{value:,.6g}"


def place_of(origin: Origin | None) -> str:
    """Say where a value is written: file and line, without the folder, which is of one machine."""
    if origin is None:
        return "default"
    if origin.file == SETTINGS:
        return SETTINGS
    return f"{file_name(origin.file)}:{origin.line}"


def file_name(path: str) -> str:
    """Give the name of a file without its folder; that of standard input in words."""
    return "standard input" if path == "-" else PurePath(path.replace("\\", "/")).name

"""Read a number of a scenario that may be a distribution, or dated values."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping

from sim.scenario.schema.distribution import Distribution, Number

Value = Number | Mapping[dt.date, Number]
"""A number, or dated values."""


def each(value: Value) -> tuple[Number, ...]:
    """Give the dated values of a number; a plain one by itself."""
    return tuple(value.values()) if isinstance(value, Mapping) else (value,)


def lowest(value: Value) -> float:
    """Give the lowest value a number can take, on any date."""
    return min(v.support[0] if isinstance(v, Distribution) else v for v in each(value))


def highest(value: Value) -> float:
    """Give the highest value a number can take, on any date."""
    return max(v.support[1] if isinstance(v, Distribution) else v for v in each(value))


def expected(value: Number) -> float:
    """Give the mean of a number."""
    return value.mean if isinstance(value, Distribution) else value


def greatest(value: Value) -> float:
    """Give the highest of the expected values of a number over its dates."""
    return max(map(expected, each(value)))


def dates_of(values: Iterable[Value]) -> list[dt.date] | list[None]:
    """List the dates of some numbers, in order: between them all change on straight lines.

    One None where nothing is dated.
    """
    dated = {date for value in values if isinstance(value, Mapping) for date in value}
    return sorted(dated) or [None]


def on_date(value: Value, date: dt.date | None, read: Callable[[Number], float]) -> float:
    """Read a number as it is on a date; the date does not matter to a plain one."""
    if not isinstance(value, Mapping):
        return read(value)
    dates = sorted(value)
    if date is None or date <= dates[0]:
        return read(value[dates[0]])
    if date >= dates[-1]:
        return read(value[dates[-1]])
    after = bisect_right(dates, date)
    first, last = dates[after - 1], dates[after]
    share = (date - first) / (last - first)
    return read(value[first]) * (1.0 - share) + read(value[last]) * share

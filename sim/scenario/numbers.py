"""Read a number of a scenario that may be a distribution, or dated values."""

import datetime as dt
from collections.abc import Mapping

from sim.scenario.schema.base import Distribution, Number

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

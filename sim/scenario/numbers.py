"""Read a number of a scenario that may be a distribution or a schedule."""

import datetime as dt
from collections.abc import Mapping

from sim.scenario.schema import Distribution, Number


def lowest(value: Number) -> float:
    """Give the lowest value a number can take."""
    return value.support[0] if isinstance(value, Distribution) else value


def highest(value: Number) -> float:
    """Give the highest value a number can take."""
    return value.support[1] if isinstance(value, Distribution) else value


def expected(value: Number) -> float:
    """Give the mean of a number."""
    return value.mean if isinstance(value, Distribution) else value


def greatest(schedule: Number | Mapping[dt.date, Number]) -> float:
    """Give the highest of the expected values of a schedule."""
    if isinstance(schedule, Mapping):
        return max(expected(value) for value in schedule.values())
    return expected(schedule)

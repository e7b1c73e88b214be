"""Measures that are days of a run, written as dates in the figures of a sweep."""

import datetime as dt
from collections.abc import Callable

from matplotlib.axis import Axis, XAxis
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.sweep.chosen import unit_of_measure

ROOM = 0.27
"""How much longer a date is than a number, inch."""


def writer(
    measure: str, start: dt.date | None, *, month: bool = False
) -> Callable[[float], str] | None:
    """Give what writes a measure's values as dates; none if they are no days, or start on several.

    Parameters
    ----------
    measure : str
    start : date, optional
        Of day 0 at all points.
    month : bool
        Without the day of the month.

    Examples
    --------
    >>> as_date = writer("first_short_day", dt.date(2027, 1, 1))
    >>> as_date(90.6) if as_date else ""
    '1 Apr 27'
    """
    if start is None or unit_of_measure(measure) != "day":
        return None

    def written(day: float) -> str:
        date = start + dt.timedelta(days=int(day))
        return f"{date:%b %y}" if month else f"{date.day} {date:%b %y}"

    return written


def write_dates(axis: Axis, measure: str, start: dt.date | None) -> None:
    """Write dates along an axis of a measure, if it is one of days."""
    if (as_date := writer(measure, start)) is not None:
        axis.set_major_locator(
            MaxNLocator(3, prune="upper") if isinstance(axis, XAxis) else MaxNLocator(4)
        )
        axis.set_major_formatter(FuncFormatter(lambda day, _: as_date(day)))

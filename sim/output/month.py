"""Calendar months of a run, by number: month 0 holds the start date."""

import datetime as dt


def first_of_month(start: dt.date, month: int) -> dt.date:
    """Give the first date of a month, which may lie before the start."""
    year, number = divmod(start.year * 12 + start.month - 1 + month, 12)
    return dt.date(year, number + 1, 1)


def last_of_month(start: dt.date, month: int, end: dt.date) -> dt.date:
    """Give the last date of a month, or the end of the run if that comes first."""
    return min(first_of_month(start, month + 1) - dt.timedelta(days=1), end)


def month_text(start: dt.date, month: int) -> str:
    """Write a month, as ``2026-11``."""
    return f"{first_of_month(start, month):%Y-%m}"

"""Calendar months, counted."""

import datetime as dt


def number_of(month: str) -> int:
    """Count the months from the year 0 to a month such as 2025-04."""
    year, of_year = month.split("-")
    return int(year) * 12 + int(of_year) - 1


def month_of(number: int) -> str:
    """Write the month of a number: the inverse of :func:`number_of`.

    Examples
    --------
    >>> month_of(number_of("2025-04") + 9)
    '2026-01'
    """
    return f"{number // 12:04}-{number % 12 + 1:02}"


def span(first: str, last: str) -> list[str]:
    """List the months from the first to the last, both included."""
    return [month_of(number) for number in range(number_of(first), number_of(last) + 1)]


def whole_months(start: dt.date, end: dt.date) -> set[str]:
    """Give the months all of whose days lie between two dates, both included."""
    first = start.year * 12 + start.month - (start.day == 1)
    after = end + dt.timedelta(days=1)
    return {month_of(number) for number in range(first, after.year * 12 + after.month - 1)}

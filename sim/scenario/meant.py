"""Texts where a date or a number is wanted, as people write them: what is meant, or how to say it.

As 01.06.2026, 2026-06-31, 5 % or 40 days.
"""

import datetime as dt
import re

_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")
_SOME_DATE = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}|.*\b(19|20|21)[0-9]{2}\b.*")
_PERCENT = re.compile(r"([-+]?[0-9]+(?:[.,][0-9]+)?) ?(?:%|percent|per cent)")
_WITH_UNIT = re.compile(r"[-+]?[0-9][0-9.,]* ?[A-Za-z][A-Za-z /]*")


def as_date(word: str) -> str:
    """Say how to write a date in another order, or that there is none; empty if it is no date.

    Only the order with points is unambiguous: 01/06 is June for some, and January for others.
    """
    if match := _YEAR_FIRST.fullmatch(word):
        year, month, day = map(int, match.groups())
    elif match := _DAY_FIRST.fullmatch(word):
        day, month, year = map(int, match.groups())
    else:
        return "Write year, month and day, as 2026-11-10." if _SOME_DATE.fullmatch(word) else ""
    try:
        return f"Write {dt.date(year, month, day)}."
    except ValueError:
        return f"There is no date {year:04}-{month:02}-{day:02}."


def as_plain(word: str) -> str:
    """Say how to write a share in percent, or a number with a unit; empty if it is neither."""
    if match := _PERCENT.fullmatch(word):
        return f"Write {float(match[1].replace(',', '.')) / 100:g}."
    return "Write the number alone, in this unit." if _WITH_UNIT.fullmatch(word) else ""

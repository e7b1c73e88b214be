"""``finance.csv``: the books of every stockpile that has any, by month."""

from sim.output.finance import AT
from sim.output.month import month_text
from sim.output.summary import NAMES
from sim.output.tables import Tables
from sim.output.text import csv_text, number

HEADER = ("month", "stockpile", "entry", "unit", "mean", *NAMES)
"""Columns of ``finance.csv``."""


def finance_csv(tables: Tables) -> str:
    """Write a row for each stockpile, month and entry, million USD."""
    start = tables.histories.start
    rows = [
        [month_text(start, month), books.group.name, entry, "MUSD", *map(number, (mean, *spread))]
        for books in tables.finance
        for month, (means, spreads) in enumerate(
            zip(books.mean.tolist(), books.quantiles.tolist(), strict=True)
        )
        for entry, mean, spread in zip(AT, means, spreads, strict=True)
    ]
    return csv_text(list(HEADER), rows)

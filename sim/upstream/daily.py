"""One history day by day as CSV: what left over every lane, what every facility held."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from sim.output.disk import make, write_lines
from sim.output.text import csv_lines, number
from sim.upstream.watched import Watched

FOLDER = "daily"
FLOWS_HEAD = ["date", "good", "item", "lane", "seller", "buyer", "t", "planned_t"]
STOCKS_HEAD = ["date", "good", "item", "holder", "part", "t"]
LEAST_T = 1e-9
"""Tonnes under which nothing is written: the remainders of single precision."""


def write_daily(watched: Watched, start: dt.date, folder: Path) -> list[Path]:
    """Write the flows and the stocks of a history; days on which there is nothing have no row.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    to = folder / FOLDER
    make(to)
    name = f"{watched.history:07}"
    return [
        write_lines(to / f"{name}-flows.csv", csv_lines(FLOWS_HEAD, _flows(watched, start))),
        write_lines(to / f"{name}-stocks.csv", csv_lines(STOCKS_HEAD, _stocks(watched, start))),
    ]


def _flows(watched: Watched, start: dt.date) -> Iterator[list[str]]:
    """Go through what leaves: t, and what would have left undisrupted."""
    for good, flows in watched.flows.items():
        there = (flows.shipped > LEAST_T) | (flows.planned > LEAST_T)
        for day, row, item in np.argwhere(there).tolist():
            lane = flows.lanes[row]
            of = [_date(start, day), good, flows.items[item], lane.lane, lane.seller, lane.buyer]
            both = flows.shipped[day, row, item], flows.planned[day, row, item]
            yield [*of, *(number(float(amount)) for amount in both)]


def _stocks(watched: Watched, start: dt.date) -> Iterator[list[str]]:
    """Go through what is held at the end of a day: of sellers for sale, of buyers to be used."""
    for good, flows in watched.flows.items():
        for part, names in (("output", flows.sellers), ("input", flows.buyers)):
            held = getattr(flows, part)
            for day, row, item in np.argwhere(held > LEAST_T).tolist():
                of = [_date(start, day), good, flows.items[item], names[row], part]
                yield [*of, number(float(held[day, row, item]))]


def _date(start: dt.date, day: int) -> str:
    return (start + dt.timedelta(days=day)).isoformat()

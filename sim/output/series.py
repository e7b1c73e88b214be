"""``series.csv``: what happens to every group on every day."""

import datetime as dt

import numpy as np

from sim.output.fan import Fan, Series
from sim.output.groups import Group
from sim.output.summary import NAMES
from sim.output.tables import Tables
from sim.output.text import DIGITS

FANS = ("shortfall_days", "cumulative_days", "cover_days")
"""The daily quantities, all in days, each with its mean and quantiles."""

HEADER = [
    "date",
    "kind",
    "group",
    "demand_t",
    *(f"{fan}_{column}" for fan in FANS for column in ("mean", *NAMES)),
]


def series_csv(tables: Tables) -> str:
    """Write a row a day for each consumer, region and end use, and for all."""
    start = tables.histories.start
    dates = [(start + dt.timedelta(days=day)).isoformat() for day in range(tables.histories.days)]
    blocks = [_block(dates, group, series) for group, series in tables.series.items()]
    return ",".join(HEADER) + "\n" + "".join(blocks)


def _block(dates: list[str], group: Group, series: Series) -> str:
    """Write the rows of one group, all numbers of a row in one formatting step."""
    fans = [_columns(fan) for fan in (series.shortfall, series.cumulative, series.cover)]
    numbers = np.column_stack([series.demand_t, *fans]) + 0.0  # + 0.0: no minus before zero
    line = f"%s,{group.kind},{group.name}" + f",%.{DIGITS}g" * numbers.shape[1] + "\n"
    return "".join([line % (date, *row) for date, row in zip(dates, numbers.tolist(), strict=True)])


def _columns(fan: Fan) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.column_stack([fan.mean, fan.quantiles])

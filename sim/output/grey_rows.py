"""``grey.csv``: what grey lanes ship and lose, by month."""

from collections.abc import Sequence

from sim.output.grey import GreyLane
from sim.output.month import month_text
from sim.output.summary import NAMES
from sim.output.tables import Tables
from sim.output.text import csv_text, number
from sim.world.record.record import GREY_ENTRIES

HEADER = ("month", "lane", "good", "via", "entry", "unit", "mean", *NAMES)
"""Columns of ``grey.csv``."""


def grey_csv(tables: Tables) -> str:
    """Write a row for each grey lane, month and entry."""
    months = [month_text(tables.histories.start, i) for i in range(len(tables.supply_t))]
    return csv_text(list(HEADER), [row for lane in tables.grey for row in _rows(lane, months)])


def _rows(lane: GreyLane, months: Sequence[str]) -> list[list[str]]:
    whose = [lane.name, lane.good, lane.via]
    return [
        [month, *whose, entry, "t", number(mean), *map(number, quantiles)]
        for month, means, spreads in zip(
            months, lane.mean.tolist(), lane.quantiles.tolist(), strict=True
        )
        for entry, mean, quantiles in zip(GREY_ENTRIES, means, spreads, strict=True)
    ]

"""``prices.csv`` and ``floors.csv``: prices by week, and what floors cost by month."""

from sim.measures import quantiles
from sim.output.month import month_text
from sim.output.prices import Prices
from sim.output.summary import NAMES
from sim.output.tables import Tables
from sim.output.text import csv_text, iso, number

HEADER = ["week", "element", "bloc", "unit", "mean", *NAMES]
FLOORS = ["month", "floor", "unit", "mean", *NAMES]


def prices_csv(tables: Tables, found: Prices) -> str:
    """Write a row for each element, bloc and week; a week goes by its first day."""
    weeks = [iso(tables.histories.start, day) for day in found.days]
    rows = [
        [week, path.element, path.bloc, "USD/kg", number(mean), *map(number, spread)]
        for path in found.paths
        for week, mean, spread in zip(
            weeks, path.mean.tolist(), path.quantiles.tolist(), strict=True
        )
    ]
    return csv_text(HEADER, rows)


def floors_csv(tables: Tables, found: Prices) -> str:
    """Write a row for each contract for difference and month, million USD."""
    start = tables.histories.start
    rows = [
        [month_text(start, month), floor.name, "MUSD", number(mean), *map(number, spread)]
        for floor in found.floors
        for month, (mean, spread) in enumerate(
            zip(floor.musd.mean(axis=-1).tolist(), quantiles(floor.musd).tolist(), strict=True)
        )
    ]
    return csv_text(FLOORS, rows)

"""``summary.csv``: the statistics of every group and measure, a row each, dates beside days."""

from collections.abc import Iterator

from sim.output.summary import NAMES
from sim.output.tables import Tables
from sim.output.text import csv_lines, iso, number

HEADER = [
    *("kind", "group", "label", "measure", "item", "unit", "n", "mean", "half_width95"),
    *(*NAMES, "share_never", "mean_date", *(f"{name}_date" for name in NAMES)),
]


def summary_csv(tables: Tables) -> Iterator[str]:
    """Give a row for each group and measure: every consumer, region, sector, end use, own group."""
    return csv_lines(HEADER, _rows(tables))


def _rows(tables: Tables) -> Iterator[list[str]]:
    start = tables.histories.start
    for outcome, found in zip(tables.outcomes, tables.described, strict=True):
        group, item = outcome.group, outcome.item or ""
        of = [group.kind, group.name, group.label, outcome.measure, item, outcome.unit]
        said = (found.mean, found.half_width95, *found.quantiles, found.share_never)
        days = (found.mean, *found.quantiles)
        dates = [iso(start, day) if outcome.unit == "day" else "" for day in days]
        yield [*of, str(found.n), *map(number, said), *dates]

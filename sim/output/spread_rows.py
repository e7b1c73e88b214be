"""The CSV file of a recorded series: a row for each id, time and entry, over the histories."""

from sim.output.month import month_text
from sim.output.spread import Spread
from sim.output.summary import NAMES
from sim.output.tables import Tables
from sim.output.text import csv_text, iso, number
from sim.output.years import period_text
from sim.scenario.schema import Scenario
from sim.world.record.series import TIMES, Series
from sim.world.time.clock import PLANNING_DAYS

TIME_COLUMNS = {"day": "date", **{axis: axis for axis in TIMES if axis != "day"}}
"""Name of the column of each axis of time."""


def header(series: Series) -> list[str]:
    """Name the columns of a series' file."""
    assert series.table is not None, series.name
    whose = [column.name for column in series.table.columns]
    entry = ["entry"] if series.entries else []
    return [TIME_COLUMNS[series.axes[0]], *whose, *entry, "unit", "mean", *NAMES]


def spread_csv(tables: Tables, series: Series) -> str:
    """Write a row for each of the ids, each time and each entry."""
    scenario, found = tables.histories.scenario, tables.spreads[series.name]
    return csv_text(header(series), [row for one in found for row in _rows(scenario, series, one)])


def _rows(scenario: Scenario, series: Series, one: Spread) -> list[list[str]]:
    assert series.table is not None, series.name
    cells = series.table.cells(scenario, one.ids)
    labels = [[entry.name, series.unit_of(entry)] for entry in series.entries] or [[series.unit]]
    return [
        [_time(scenario, series.axes[0], at), *cells, *label, number(mean), *map(number, q)]
        for at, (means, quantiles) in enumerate(
            zip(one.mean.tolist(), one.quantiles.tolist(), strict=True)
        )
        for label, mean, q in zip(labels, means, quantiles, strict=True)
    ]


def _time(scenario: Scenario, axis: str, at: int) -> str:
    """Write a time: a year as 2026, a month as 2026-11, a day and a week's first day as a date."""
    start = scenario.start
    if axis == "year":
        return str(start.year + at)
    if axis == "month":
        return month_text(start, at)
    if axis == "period":
        return period_text(start, scenario.end, at)
    return iso(start, at * PLANNING_DAYS if axis == "week" else at)

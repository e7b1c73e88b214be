"""The CSV files of a run: which there are, and the lines of each."""

from collections.abc import Callable, Iterable
from functools import partial

from sim.output.branch_rows import branches_csv
from sim.output.derived import with_files
from sim.output.exposure_rows import exposure_csv
from sim.output.flow_rows import flows_csv
from sim.output.input_rows import inputs_csv
from sim.output.milestone_rows import milestones_csv
from sim.output.project_rows import projects_csv
from sim.output.rows import events_csv, histories_csv, occurrences_csv
from sim.output.series import series_csv
from sim.output.spread_rows import spread_csv
from sim.output.summary_rows import summary_csv
from sim.output.tables import Tables
from sim.world.network.input_recorder import NUMBERS
from sim.world.network.milestone_recorder import REACHED
from sim.world.network.project_recorder import LATE
from sim.world.record.series import Series
from sim.world.timing.timing_recorder import OCCURRENCES

Lines = Callable[[], Iterable[str]]
"""Gives a file, line by line or as a whole."""


def contents(tables: Tables) -> dict[str, Lines]:
    """Give the files that a run has, in the order in which they are written."""
    histories = tables.histories
    start = histories.scenario.start
    found: dict[str, Lines] = {
        "series.csv": lambda: [series_csv(tables)],
        "histories.csv": lambda: histories_csv(tables),  # lines one by one: there may be many
        "summary.csv": lambda: summary_csv(tables),
        "events.csv": lambda: events_csv(tables),
    }
    if histories.has(OCCURRENCES.name):
        found["occurrences.csv"] = lambda: occurrences_csv(tables)
    if histories.has(NUMBERS.name):
        found["inputs.csv"] = lambda: inputs_csv(histories)
    if histories.has(LATE.name):
        found["projects.csv"] = lambda: [projects_csv(tables)]
    if histories.has(REACHED.name):
        found["milestones.csv"] = lambda: [milestones_csv(tables)]
    if tables.branches:
        found["branches.csv"] = lambda: [branches_csv(tables.branches, start)]
    if tables.flows:
        found["flows.csv"] = lambda: [flows_csv(tables.flows)]
    if tables.exposure:
        found["exposure.csv"] = lambda: [exposure_csv(tables.exposure)]
    for one in with_files():
        if one.table is not None and tables.spreads[one.name]:
            found[one.table.file] = partial(_spread, tables, one)
    return found


def _spread(tables: Tables, series: Series) -> list[str]:
    return [spread_csv(tables, series)]

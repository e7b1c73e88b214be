"""``histories.csv``, ``events.csv``, ``occurrences.csv``: what each history brought."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sim.measures.measure import REGISTER
from sim.output.branches import branches_taken
from sim.output.milestones import milestone_dates
from sim.output.origin_rules import rule_spans
from sim.output.tables import Tables
from sim.output.text import csv_lines, iso, number
from sim.world.timing.timing_recorder import OCCURRENCES

F64 = NDArray[np.float64]

BARE = frozenset({"region", "end_use", "group", "all"})
"""Kinds of group whose columns have no kind before the name, as no two of them share one."""


def histories_csv(tables: Tables) -> Iterator[str]:
    """Give a row a history: the groups' measures, onset and end of each disruption, branches."""
    shown = {one.name for one in REGISTER.values() if one.in_histories}
    columns: dict[str, tuple[Callable[[float], str], F64]] = {}
    date = partial(iso, tables.histories.start)
    for o in tables.outcomes:
        if o.group.members and o.measure in shown:
            name = f"{_name(o.group.kind, o.group.name)}.{o.full_name}"
            columns[name] = number, o.values
            if REGISTER[o.measure].unit == "day":
                columns[dated(name)] = date, o.values
    taken = branches_taken(tables.histories)
    for i, name in enumerate(tables.axis("disruptions")):
        columns[f"{name}.start_day"] = number, tables.histories.onset_day[i]
        columns[f"{name}.end_day"] = number, tables.histories.end_day[i]
    rows = (
        [
            str(history),
            *(written(float(values[at])) for written, values in columns.values()),
            *(str(names[at]) for names in taken.values()),
        ]
        for at, history in enumerate(tables.histories.numbers)
    )
    return csv_lines(["history", *columns, *(f"{name}.branch" for name in taken)], rows)


def dated(name: str) -> str:
    """Name the column of dates beside one of days of the run, as ``first_short_day``."""
    return f"{name.removesuffix('_day')}_date"


def events_csv(tables: Tables) -> Iterator[str]:
    """Give a row for each history and disruption: whether it happened, from when to when.

    Milestones of projects that have some that act follow, by the day on which they are reached, and
    what a project is given up by; then the rules of origin that begin in the run.
    """
    header = ["history", "disruption", "happened", "start_day", "start_date", "end_day", "end_date"]
    return csv_lines(header, _events(tables))


def _events(tables: Tables) -> Iterator[list[str]]:
    """Go through the histories and what happens in each."""
    histories = tables.histories
    spans = [
        *zip(tables.axis("disruptions"), histories.onset_day, histories.end_day, strict=True),
        *((name, day, np.full(len(day), np.nan)) for name, day in _of_projects(tables)),
        *rule_spans(histories),
    ]
    for at, history in enumerate(histories.numbers):
        for name, starts, ends in spans:
            start, end = float(starts[at]), float(ends[at])
            happened = start == start  # nan is the mark of what does not happen
            times = [
                text for day in (start, end) for text in (number(day), iso(histories.start, day))
            ]
            yield [str(history), name, str(int(happened)), *times]


def _of_projects(tables: Tables) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Go through what becomes of milestones: the day of each, ``[history]``, nan for never."""
    for one in milestone_dates(tables.histories):
        if tables.histories.scenario.projects[one.project].steps:
            name = f"{one.project}.{one.milestone}"
            yield name, np.where(np.isfinite(one.reached), one.reached, np.nan)
            if np.isfinite(one.given_up).any():
                yield f"{name}.given_up", np.where(np.isfinite(one.given_up), one.given_up, np.nan)


def occurrences_csv(tables: Tables) -> Iterator[str]:
    """Give a row for each time that a disruption occurs, of those that may more than once."""
    header = ["history", "disruption", "number", "start_day", "start_date", "end_day", "end_date"]
    return csv_lines(header, _occurrences(tables))


def _occurrences(tables: Tables) -> Iterator[list[str]]:
    """Go through the histories and each time that something occurs in one, lot by lot."""
    histories = tables.histories
    lots = histories.by_lot(OCCURRENCES.name)
    each = (lasts[..., at].astype(np.float64) for lasts in lots for at in range(lasts.shape[-1]))
    for history, lasts in zip(histories.numbers, each, strict=True):
        for i, name in enumerate(histories.ids("recurring")):
            for count, day in enumerate(np.flatnonzero(~np.isnan(lasts[:, i])), start=1):
                start, end = float(day), float(day + lasts[day, i])
                times = [
                    text
                    for one in (start, end)
                    for text in (number(one), iso(histories.start, one))
                ]
                yield [str(history), name, str(count), *times]


def _name(kind: str, name: str) -> str:
    """Name a group in a column: ``US``, ``consumer.us_ev``."""
    return name if kind in BARE else f"{kind}.{name}"

"""Measures of groups within the days that are asked for by date, in every run."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.compare.comparison import Comparison, value_of
from sim.compare.curves import group_of
from sim.compare.row import Row
from sim.output.exposure import days_without_by_month
from sim.output.month import month_text
from sim.output.monthly import Months
from sim.output.stored import StoredRun
from sim.plots.span import Span, asked_span
from sim.plots.view import View

F64 = NDArray[np.float64]

LEAST_MONTHS = 2
"""Whole months that a window must have of every run, for what is counted by the month."""


def is_part(view: View) -> bool:
    """Tell whether days are asked for by their dates."""
    return ":" in view.window


def lost_within(comparison: Comparison, row: Row, view: View) -> Row:
    """Count the shortfall days of a group on the days that are asked for, in every run."""
    return _counted(comparison, row, [_lost(run, row, view) for run in comparison.runs])


def met_within(comparison: Comparison, row: Row, view: View) -> Row:
    """Count the days met without a place in the whole months that are asked for, in every run."""
    return _counted(comparison, row, [_met(run, row, view) for run in comparison.runs])


def days_text(comparison: Comparison, view: View) -> str:
    """Write the days that are asked for, cut to those that any run has."""
    spans = [(run.loaded.scenario.start, _span(run, view)) for run in comparison.runs]
    first = min(start + dt.timedelta(days=span.first) for start, span in spans)
    last = max(start + dt.timedelta(days=span.end - 1) for start, span in spans)
    return f"{first.day} {first:%b %Y} to {last.day} {last:%b %Y}"


def months_text(comparison: Comparison, view: View) -> str:
    """Write the whole months that any run has in them."""
    ends = [
        month_text(run.loaded.scenario.start, int(at))
        for run in comparison.runs
        for at in whole_months(run, view)[[0, -1]]
    ]
    return f"{min(ends)} to {max(ends)}"


def too_short(comparison: Comparison, view: View) -> str:
    """Say why nothing that is counted by the month can be drawn; nothing if it can."""
    if not is_part(view) or comparison.onsets:
        return ""
    pairs = zip(comparison.labels, comparison.runs, strict=True)
    short = [label for label, run in pairs if len(whole_months(run, view)) < LEAST_MONTHS]
    if not short:
        return ""
    return (
        f"it is counted by the month, and {view.window} has no {LEAST_MONTHS} whole months of "
        f"{', '.join(short)}; give a window that has"
    )


def whole_months(run: StoredRun, view: View) -> NDArray[np.intp]:
    """Number the months of a run that lie wholly in the days that are asked for."""
    months, span = Months.of(run.loaded.scenario), _span(run, view)
    return np.flatnonzero((months.first_day >= span.first) & (months.ends <= span.end))


def _span(run: StoredRun, view: View) -> Span:
    scenario = run.loaded.scenario
    return asked_span(view.window, scenario.start, scenario.days)


def _lost(run: StoredRun, row: Row, view: View) -> F64 | None:
    group = group_of(run, row.kind, row.group)
    if group is None:
        return None
    span, lost = _span(run, view), run.daily(group, "cumulative")
    found: F64 = lost[span.end - 1] - (lost[span.first - 1] if span.first else 0.0)
    return found


def _met(run: StoredRun, row: Row, view: View) -> F64 | None:
    group = group_of(run, row.kind, row.group)
    followed = run.loaded.scenario.measures.exposure
    if group is None or row.item not in followed:
        return None
    met = days_without_by_month(run, group, str(row.item))
    found: F64 = np.add.reduce(met[whole_months(run, view)], axis=0)
    return found


def _counted(comparison: Comparison, row: Row, found: Sequence[F64 | None]) -> Row:
    """Give a row with other values; how they differ from the baseline's is not counted anew."""
    pairs = zip(comparison.runs, found, strict=True)
    values = tuple(None if one is None else value_of(run.describe(one)) for run, one in pairs)
    return replace(row, values=values, contrasts=(None,) * len(values))

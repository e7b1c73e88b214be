"""What is said of the figures of a comparison: their data, and where runs end, in words."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from sim.compare.comparison import Comparison
from sim.compare.row import Row
from sim.plots.compare_groups import Shown
from sim.plots.told import Cell, Data, listed
from sim.plots.view import View

OF_RUN = {"group": "group as the figure calls it", "run": "run as the figure calls it"}


def headed(what: str, view: View) -> str:
    """Give the title of a figure of a comparison: what it shows, or what a reader asks for."""
    return f"{what}: {view.title}" if view.title else what


def over_time(comparison: Comparison) -> str:
    """Say what lines are drawn over."""
    return "Lines over the time since each run's onset" if comparison.onsets else "Lines over time"


def time_columns(comparison: Comparison) -> dict[str, str]:
    """Explain the columns of a day."""
    if not comparison.onsets:
        return {"date": "day"}
    return {"date": "day of the run", "day": "days since the onset of its first disruption, d"}


def time_cells(comparison: Comparison, run: int, day: int) -> tuple[Cell, ...]:
    """Give a day of a figure in these columns."""
    date = comparison.starts[run] + dt.timedelta(days=day - comparison.moves[run])
    return (date, day) if comparison.onsets else (date,)


def curves_data(comparison: Comparison, groups: Sequence[Shown], unit: str) -> Data:
    """Give the curves of groups on the days that are drawn, a row a day for each run."""
    columns = {**time_columns(comparison), **OF_RUN, "mean": f"mean over histories, {unit}"}
    columns |= {"median": f"median, {unit}", "q05": f"5 % quantile, {unit}"}
    columns |= {"q95": f"95 % quantile, {unit}"}
    rows = [
        (*time_cells(comparison, run, day), group.title, comparison.labels[run], *values)
        for group in groups
        for run, curve in enumerate(group.curves)
        if curve is not None
        for day, *values in zip(
            curve.days.tolist(), curve.mean.tolist(), curve.median.tolist(), curve.low.tolist(),
            curve.high.tolist(), strict=True,
        )
    ]  # fmt: skip
    return Data(columns, rows)


def ends_text(
    comparison: Comparison, groups: Sequence[Shown], middle: str, written: Callable[[float], str]
) -> str:
    """Say where each run ends in each group: ``US: halt 32 d, calm 0 d; EU: halt 83 d.``"""
    return listed(
        f"{group.title}: {', '.join(_ends(comparison, group, middle, written))}" for group in groups
    )


def _ends(
    comparison: Comparison, group: Shown, middle: str, written: Callable[[float], str]
) -> Iterator[str]:
    for label, curve in zip(comparison.labels, group.curves, strict=True):
        if curve is not None:
            line = getattr(curve, middle)
            yield f"{label} {written(float(line[np.isfinite(line)][-1]))}"


def means_data(comparison: Comparison, found: Sequence[tuple[str, Row]]) -> Data:
    """Give the means of a measure, a row a run for each group."""
    unit = found[0][1].unit
    columns = {**OF_RUN, "mean": f"mean over histories, {unit}"}
    columns |= {"half_width95": f"half the width of its 95 % interval, {unit}"}
    rows = [
        (title, label, value.mean, value.half_width95)
        for title, row in found
        for label, value in zip(comparison.labels, row.values, strict=True)
        if value is not None
    ]
    return Data(columns, rows)

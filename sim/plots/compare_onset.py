"""Runs of a comparison moved to the onset of each one's first disruption, and the axis for that."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes

from sim.compare.comparison import Comparison
from sim.output.histories import Histories
from sim.plots.compare_when import begins_something
from sim.plots.panels import TimeAxis
from sim.plots.style import INK
from sim.plots.view import View
from sim.scenario.schema import Scenario
from sim.world.time.clock import DAYS_PER_MONTH

IN_DAYS = 400
"""Days up to which an axis counts days, and from which on it counts months."""
STEPS = {False: (1, 2, 3, 6, 12, 24, 60, 120), True: (5, 10, 20, 30, 60, 90)}
"""Months between ticks, and days."""
MOST_TICKS = 8


def as_asked(comparison: Comparison, view: View) -> Comparison:
    """Give a comparison as a view looks at it: by date, or from the onset of each run.

    Raises
    ------
    ValueError
        If a run has no onset, or histories of it have different ones; the message says which.
    """
    if view.align != "onset":
        return comparison
    pairs = zip(comparison.labels, comparison.runs, strict=True)
    return replace(comparison, onsets=tuple(_onset(label, run) for label, run in pairs))


def check_onsets(scenarios: Iterable[Scenario]) -> None:
    """Refuse scenarios that nothing disrupts, before they are run.

    Raises
    ------
    ValueError
        If there is one.
    """
    for scenario in scenarios:
        if not begins_something(scenario):
            raise ValueError(_nothing(scenario.name))


def _onset(label: str, run: Histories) -> int:
    """Find the day on which the first disruption of a run begins, the same in all histories."""
    kept = begins_something(run.scenario)
    rows = [at for at, name in enumerate(run.axes["disruptions"]) if name in kept]
    if not rows:
        raise ValueError(_nothing(label))
    days = np.fmin.reduce(run.onset_day[rows], axis=0)
    happens = np.isfinite(days)
    if not happens.all():
        raise ValueError(
            f"in {100 * (1 - happens.mean()):.3g} % of the histories of {label} nothing begins, so "
            "they have no onset; leave --align out, or make it happen in all"
        )
    first, last = int(days.min()), int(days.max())
    if last > first:
        raise ValueError(
            f"histories of {label} begin on different days, {_date(run, first)} to "
            f"{_date(run, last)}, "
            "and bands are of days of the run, not of each history's own onset; give its "
            "disruption one start (--set disruptions.ID.start=DATE), or leave --align out"
        )
    return first


def _date(run: Histories, day: int) -> dt.date:
    return run.scenario.start + dt.timedelta(days=day)


def _nothing(label: str) -> str:
    return (
        f"nothing disrupts {label}, so it has no onset to begin at; leave out that run, or --align"
    )


class OnsetAxis(TimeAxis):
    """Days since the onset of each run, marked in days or in months."""

    @property
    def is_part(self) -> bool:
        """Of each run those days that all have."""
        return True

    @property
    def unit(self) -> str:
        """What is counted."""
        return "days" if self.length <= IN_DAYS else "months"

    @property
    def name(self) -> str:
        """What it counts, and from when."""
        return f"{self.unit} since the onset of each run's first disruption"

    def ticks(self) -> tuple[list[int], list[str]]:
        """Give the days to mark, and how many days or months they are."""
        in_days = self.unit == "days"
        size = 1.0 if in_days else DAYS_PER_MONTH
        steps = STEPS[in_days]
        step = next((one for one in steps if self.length / size / one <= MOST_TICKS), steps[-1])
        first, last = int(-(-self.first // (size * step))), int(self.days // (size * step))
        counts = [step * number for number in range(first, last + 1)]
        return [round(size * count) for count in counts], [
            str(count).replace("-", "\N{MINUS SIGN}") for count in counts
        ]

    def mark(self, ax: Axes, *, labelled: bool) -> None:
        """Mark time, and the onset with a line."""
        super().mark(ax, labelled=labelled)
        ax.axvline(0.0, color=INK, linewidth=0.7, linestyle=(0, (1, 1.5)))

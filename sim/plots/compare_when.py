"""What is said where runs span other days than each other, or are disrupted from other days on."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.compare.comparison import Comparison
from sim.measures import quantiles
from sim.output.histories import Histories
from sim.output.label import label_of
from sim.plots.strip import own_disruptions
from sim.scenario.errors import plural
from sim.scenario.schema import Scenario

FROM_ONSET = " Drawn from the onset, on the days that all have; it is the same date in all runs."
MOST = 4
"""Most times that are told."""


@dataclass(frozen=True)
class Onset:
    """When the first disruption of a run begins."""

    label: str
    """Of the disruption."""
    day: dt.date
    is_median: bool
    """Whether histories differ in it."""

    @property
    def said(self) -> str:
        """Write it."""
        return f"{self.label} from {_written(self.day)}{' (median)' if self.is_median else ''}"


def when_says(comparison: Comparison, *, by_date: bool = False) -> str:
    """Say which run spans which days and is disrupted from when on; nothing where all are alike.

    A run that nothing disrupts is told only beside others that differ.

    Parameters
    ----------
    comparison : Comparison
    by_date : bool
        Whether the figure has an axis of dates, on which runs are not moved to the same onset.
    """
    spans = [_span(run) for run in comparison.runs]
    onsets = [first_onset(run) for run in comparison.runs]
    # Where chance alone makes two medians differ, the scenarios do not.
    known = {_told(run, one) for run, one in zip(comparison.runs, onsets, strict=True) if one}
    parts = [spans] if len(set(spans)) > 1 else []
    if len(known) > 1:
        parts.append([one.said if one else "nothing disrupts it" for one in onsets])
    if not parts:
        return FROM_ONSET if by_date and comparison.onsets else ""
    lead = "Drawn by date, not from the onset" if by_date else "Runs differ in time"
    if by_date and comparison.onsets:
        lead = "Drawn from the onset, not by date, on the days that all have"
    return f" {lead}: {_listed(comparison.labels, [*zip(*parts, strict=True)])}."


def first_onset(run: Histories) -> Onset | None:
    """Find the disruption of a run that begins first, late projects and answers aside."""
    own = begins_something(run.scenario)
    found = [
        _onset(run, at, name) for at, name in enumerate(run.axes["disruptions"]) if name in own
    ]
    return min((one for one in found if one), key=lambda one: (one.day, one.label), default=None)


def begins_something(scenario: Scenario) -> set[str]:
    """Name the disruptions of which the first is the onset: no late projects, no answers."""
    return {
        name
        for name in own_disruptions(scenario)
        if scenario.disruptions[name].delays is None and not scenario.disruptions[name].is_response
    }


def _onset(run: Histories, at: int, name: str) -> Onset | None:
    """Tell when a disruption begins: as its scenario says, or in the median history."""
    scenario, disruption = run.scenario, run.scenario.disruptions[name]
    days = run.onset_day[at][np.isfinite(run.onset_day[at])]
    if not days.size:
        return None
    label, start = label_of(disruption.label, name.replace("_", " ")), disruption.start
    if isinstance(start, dt.date):
        return Onset(label, start, is_median=False)
    day = scenario.start + dt.timedelta(days=int(quantiles(days, (0.5,))[0]))
    return Onset(label, day, is_median=bool(np.ptp(days)))


def _told(run: Histories, onset: Onset) -> tuple[str, object]:
    """Give what tells an onset from others: by its scenario, where histories differ in it."""
    if not onset.is_median:
        return onset.label, onset.day
    made = {
        (repr(one.start), repr(one.trigger))
        for name, one in run.scenario.disruptions.items()
        if label_of(one.label, name.replace("_", " ")) == onset.label
    }
    return onset.label, (run.scenario.start, *sorted(made))


def _span(run: Histories) -> str:
    scenario = run.scenario
    return f"{_written(scenario.start)} to {_written(scenario.end)}"


def _written(day: dt.date) -> str:
    return f"{day.day} {day:%b %Y}"


def _listed(labels: Sequence[str], times: Sequence[tuple[str, ...]]) -> str:
    """Name the runs of each time together."""
    having = dict[str, list[str]]()
    for label, parts in zip(labels, times, strict=True):
        having.setdefault(", ".join(parts), []).append(label)
    said = [f"{', '.join(runs)}: {time}" for time, runs in [*having.items()][:MOST]]
    left = sum(map(len, [*having.values()][MOST:]))
    return "; ".join([*said, *([f"{plural(left, 'more run')} at other times"] if left else [])])

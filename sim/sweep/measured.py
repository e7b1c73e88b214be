"""What a point comes to: measures of its groups, and how they differ from the first's.

Points share the seed, so a history is compared with the one of the same number: what chance does to
both alike cancels out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray

from sim.design.take import Taken, name_of
from sim.measures import describe
from sim.measures.measure import by_name
from sim.output.event import EVENT
from sim.output.groups import groups_of
from sim.output.outcomes import Outcome
from sim.output.width import Width, width_by
from sim.study.job import Job
from sim.sweep.chosen import Chosen
from sim.world.chance.sampling import Sampling

F64 = NDArray[np.float64]
Numbers = NDArray[np.intp]

Key = tuple[str, str, str]
"""Kind and name of a group, and a measure: ``("region", "US", "shortfall_days")``."""


@dataclass(frozen=True)
class Measured:
    """A measure of a group at one point, in the measure's unit; ``nan`` where not defined."""

    label: str
    """How reports call the group."""
    unit: str
    """Unit: d (days), day (number of days from the start), or t."""
    mean: float
    """Mean over the histories in which it happens."""
    half_width95: float
    """Half-width of the 95 % interval of the mean."""
    q05: float
    """5 % quantile; ``inf`` is never."""
    q50: float
    """Median."""
    q95: float
    """95 % quantile."""
    share_never: float
    """Share of histories in which it never happens."""
    diff_mean: float
    """Mean difference to the first point, over the histories in which it happens at both."""
    diff_half_width95: float
    """Half-width of the 95 % interval of the mean difference."""
    event_share: float = nan
    """Part of the variance that the event makes alone, 1; ``nan`` where too few histories tell."""
    event_q05: float = nan
    """5 % quantile of what it makes alone; ``nan`` where that does not stand out of the noise."""
    event_q95: float = nan
    """95 % quantile of it."""


STATISTICS = (
    "mean", "half_width95", "q05", "q50", "q95", "share_never", "diff_mean", "diff_half_width95",
    "event_share", "event_q05", "event_q95",
)  # fmt: skip
"""Columns of a measure."""


@dataclass(frozen=True)
class Sample:
    """The outcomes of a point that tables hold, a value a history."""

    outcomes: Mapping[Key, Outcome]
    """By group and measure, in the order of reports."""
    replicates: Numbers | None = None
    """Independent scramble that each history belongs to; none if histories are independent."""
    is_random: bool = True
    """Whether histories differ; otherwise one is all there is to know."""
    width: Width | None = None
    """What tells the event's part of their width apart."""

    @property
    def histories(self) -> int:
        """Number of histories."""
        return max((one.values.size for one in self.outcomes.values()), default=0)

    @classmethod
    def of(cls, what: Job, taken: Taken, chosen: Chosen) -> "Sample":
        """Read what was taken of a point, one history of it if it has no chance."""
        known, found = by_name(), dict[Key, Outcome]()
        scenario = what.scenario
        for group in groups_of(scenario, tuple(sorted(scenario.consumers))):
            if not chosen.holds(group.kind, group.name):
                continue
            for measure in chosen.measures:
                start = name_of(group, measure)
                for name in taken:
                    if name == start or name.startswith(f"{start}["):
                        kept = taken[name] if what.is_random else taken[name][:1]
                        full = measure + name.removeprefix(start)
                        found[group.kind, group.name, full] = Outcome(
                            group, full, known[measure].unit, kept
                        )
        numbers = np.arange(max((one.values.size for one in found.values()), default=0))
        sampling = Sampling(what.scheme, what.histories)
        width = None
        if what.is_random:
            event = (rows for name, rows in taken.items() if name.startswith(EVENT))
            width = width_by(scenario, event, numbers.size)
        return cls(found, sampling.replicates(numbers), what.is_random, width)


def measured(sample: Sample, first: Sample | None) -> dict[Key, Measured]:
    """Summarise a point.

    Parameters
    ----------
    sample : Sample
        The point's outcomes.
    first : Sample, optional
        Those of the first point, if there are any.
    """
    return {key: _measured(key, sample, first) for key in sample.outcomes}


def _measured(key: Key, sample: Sample, first: Sample | None) -> Measured:
    outcome = sample.outcomes[key]
    found = describe(outcome.values, sample.replicates, exact=not sample.is_random)
    q05, _, q50, _, q95 = found.quantiles
    diff_mean, diff_half_width = _difference(key, sample, first)
    return Measured(
        label=outcome.group.label,
        unit=outcome.unit,
        mean=found.mean,
        half_width95=found.half_width95,
        q05=q05,
        q50=q50,
        q95=q95,
        share_never=found.share_never,
        diff_mean=diff_mean,
        diff_half_width95=diff_half_width,
        **_of_event(outcome, sample.width),
    )


def _of_event(outcome: Outcome, width: Width | None) -> dict[str, float]:
    """Give what the event alone makes of a measure; nothing where that is not known."""
    if width is None or (parts := width.parts(outcome)) is None:
        return {}
    if not (width.chances.event and parts.share):
        return {"event_share": 0.0}
    low, high = parts.alone
    return {"event_share": parts.share, "event_q05": low, "event_q95": high}


def _difference(key: Key, sample: Sample, first: Sample | None) -> tuple[float, float]:
    """Give mean and half-width of the difference to the first point, history by history.

    The one history of a point without chance stands for all.
    """
    if first is None or key not in first.outcomes:
        return np.nan, np.nan
    ours, theirs = np.broadcast_arrays(sample.outcomes[key].values, first.outcomes[key].values)
    both = np.isfinite(ours) & np.isfinite(theirs)
    if not both.any():
        return np.nan, np.nan
    replicates = sample.replicates if sample.is_random else first.replicates
    found = describe(
        ours[both] - theirs[both],
        None if replicates is None else replicates[both],
        exact=not (sample.is_random or first.is_random),
    )
    return found.mean, found.half_width95

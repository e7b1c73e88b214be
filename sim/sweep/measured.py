"""What a point comes to: the headline measures of its groups, and how they differ from the first's.

Points share the seed, so a history is compared with the one of the same number: what chance does to
both alike cancels out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.measures import describe
from sim.measures.measure import headlines
from sim.output.groups import is_headline
from sim.output.outcomes import Outcome

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


STATISTICS = (
    "mean", "half_width95", "q05", "q50", "q95", "share_never", "diff_mean", "diff_half_width95",
)  # fmt: skip
"""Columns of a measure."""


@dataclass(frozen=True)
class Sample:
    """The outcomes of a run, a value a history."""

    numbers: Numbers
    """Number of each history, ``[history]``, ascending."""
    replicates: Numbers | None
    """Independent scramble that each history belongs to; none if histories are independent."""
    outcomes: Mapping[Key, Outcome]
    """By group and measure: those of the headlines."""

    @classmethod
    def of(
        cls, outcomes: Sequence[Outcome], numbers: Numbers, replicates: Numbers | None, first: int
    ) -> "Sample":
        """Keep the headline outcomes of histories with a number below *first*.

        A run may hold more histories than are asked for; all points are to have the same ones.
        """
        kept, wanted = numbers < first, headlines()
        return cls(
            numbers[kept],
            None if replicates is None else replicates[kept],
            {
                key_of(one): Outcome(one.group, one.measure, one.unit, one.values[kept])
                for one in outcomes
                if one.measure in wanted
                and one.item is None
                and is_headline(one.group.kind, one.group.name)
            },
        )


def key_of(outcome: Outcome) -> Key:
    """Name an outcome."""
    return outcome.group.kind, outcome.group.name, outcome.measure


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
    found = describe(outcome.values, sample.replicates)
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
    )


def _difference(key: Key, sample: Sample, first: Sample | None) -> tuple[float, float]:
    """Give mean and half-width of the difference to the first point, history by history."""
    if first is None or key not in first.outcomes:
        return np.nan, np.nan
    _, here, there = np.intersect1d(
        sample.numbers, first.numbers, assume_unique=True, return_indices=True
    )
    ours, theirs = sample.outcomes[key].values[here], first.outcomes[key].values[there]
    both = np.isfinite(ours) & np.isfinite(theirs)
    if not both.any():
        return np.nan, np.nan
    replicates = None if sample.replicates is None else sample.replicates[here][both]
    found = describe(ours[both] - theirs[both], replicates)
    return found.mean, found.half_width95

"""What a run says of a target: met or not, and how surely."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.measures import describe
from sim.measures.proportion import binomial_interval, possible_count, sure_count
from sim.size.target import Target

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Verdict:
    """Whether a target is met at a size, at the ends of a 95 % interval too."""

    meets: bool
    """The histories meet it."""
    surely: bool
    """It is met at the worse end of the interval, too."""
    perhaps: bool
    """It is met at the better end of the interval."""
    share: float
    """Share of histories that keep the limit, 1."""
    share_low: float
    """Lower end of its exact 95 % interval."""
    share_high: float
    """Upper end."""


def verdict(
    target: Target, values: F64, replicates: NDArray[np.intp] | None, *, exact: bool
) -> Verdict:
    """Judge a run.

    Parameters
    ----------
    target : Target
    values : array, the measure's unit, ``[history]``
    replicates : array of int, ``[history]``, optional
        Independent replicate of each history. The interval of a mean is over replicates; that of
        a share takes histories as independent, which errs on the wide side.
    exact : bool
        Nothing is random: every history is the same, and there is no interval.
    """
    holds = target.holds(values)
    count, of = int(holds.sum()), holds.size
    share = count / of
    low, high = (share, share) if exact else binomial_interval(count, of)
    if target.probability is None:
        worse, better = _mean_ends(target, values, replicates, exact=exact)
        met, sure, may = (
            bool(target.holds(np.array([v]))[0]) for v in (values.mean(), worse, better)
        )
        return Verdict(met, sure, may, share, low, high)
    wanted = target.probability
    if exact:
        return Verdict(share >= wanted, share >= wanted, share >= wanted, share, low, high)
    needed = math.ceil(wanted * of - 1e-9)
    sure_at = sure_count(wanted, of)
    return Verdict(
        meets=count >= needed,
        surely=sure_at is not None and count >= sure_at,
        perhaps=count >= possible_count(wanted, of),
        share=share,
        share_low=low,
        share_high=high,
    )


def _mean_ends(
    target: Target, values: F64, replicates: NDArray[np.intp] | None, *, exact: bool
) -> tuple[float, float]:
    """Give the worse and the better end of the interval of the mean."""
    found = describe(values, replicates)
    half = 0.0 if exact or np.ptp(values) == 0.0 else found.half_width95
    half = math.inf if math.isnan(half) else half
    ends = found.mean + half, found.mean - half
    return ends if target.sign[0] == "<" else (ends[1], ends[0])


def fewest_histories(probability: float) -> int | None:
    """Give how many histories it takes to be sure of a share, all of them keeping the limit.

    Examples
    --------
    >>> fewest_histories(0.95), fewest_histories(1.0)
    (72, None)
    """
    if probability >= 1.0:
        return None
    return math.ceil(math.log(0.025) / math.log(probability))

"""One measure of one group in two runs: the difference, and whether it may be taken at all."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.compare.estimate import Estimate, paired, unpaired
from sim.compare.pairing import Pairing
from sim.compare.row import Contrast, Mark
from sim.measures.measure import Better, by_name

if TYPE_CHECKING:
    from sim.output.outcomes import Outcome

F64 = NDArray[np.float64]
Labels = NDArray[np.intp]

NOTHING = 1e-6
"""Part of the baseline below which a difference, with all of its interval, is none."""


@dataclass(frozen=True)
class Terms:
    """What holds for all measures of two runs."""

    pairing: Pairing
    """Which histories go together."""
    replicates: tuple[Labels | None, Labels | None]
    """Replicate of each history of the baseline, and of the other run."""
    exact: bool
    """Nothing is random in either."""
    apart: str = ""
    """Why nothing can be compared, as another span of time; empty if it can."""
    followed: tuple[Sequence[str], Sequence[str]] = ((), ())
    """Places that are followed in the baseline, and in the other run."""


def contrast(
    baseline: "Outcome | None", other: "Outcome | None", terms: Terms, better: Better | None
) -> Contrast:
    """Compare an outcome of a run with the baseline's."""
    if baseline is None or other is None:
        return _not(_missing(baseline, other, terms))
    if baseline.unit != other.unit:
        return _not(f"unit {other.unit}, the baseline has {baseline.unit}")
    if terms.apart:
        return _not(terms.apart)
    pairing = terms.pairing
    one, two = baseline.values, other.values
    if pairing.is_paired:
        one, two = one[pairing.baseline], two[pairing.other]
    finite = np.isfinite(one), np.isfinite(two)
    if not finite[0].any() and not finite[1].any():
        return Contrast("the same", "never in any history of either")
    if _never_apart(*finite, paired=pairing.is_paired):
        return _not(
            f"never in {_percent(finite[1])} of histories, {_percent(finite[0])} in the baseline: "
            "the means are of other histories"
        )
    found = _unless_nothing(_estimate(one, two, finite, terms))
    return Contrast(
        mark=mark_of(found, better),
        reason="" if math.isfinite(found.half_width95) else "too few histories for an interval",
        difference=found.difference,
        low=found.low if math.isfinite(found.half_width95) else None,
        high=found.high if math.isfinite(found.half_width95) else None,
        share=found.share,
        pairs=int(finite[0].sum()) if pairing.is_paired else None,
    )


def _missing(baseline: "Outcome | None", other: "Outcome | None", terms: Terms) -> str:
    """Say why one of the runs has no such outcome."""
    known = baseline or other
    followed = terms.followed[baseline is not None]
    if known is not None and by_name()[known.measure].per == "place" and known.item not in followed:
        where = "in the baseline" if baseline is None else "here"
        return f"{known.item} is not followed {where} (measures.exposure)"
    return "the baseline has no such group" if baseline is None else "no such group here"


def mark_of(found: Estimate, better: Better | None) -> Mark:
    """Tell what a difference means: its 95 % interval has 0 in it, or lies on one side.

    Examples
    --------
    >>> mark_of(Estimate(-3.0, 2.0, 10.0), "lower"), mark_of(Estimate(-3.0, 4.0, 10.0), "lower")
    ('better', 'within noise')
    """
    if found.difference == 0.0 and found.half_width95 == 0.0:
        return "the same"
    if not math.isfinite(found.half_width95) or found.low <= 0.0 <= found.high:
        return "within noise"
    if better is None:
        return "different"
    return "better" if (found.difference < 0) == (better == "lower") else "worse"


def _unless_nothing(found: Estimate) -> Estimate:
    """Take a difference for none that is smaller than the series it comes from are stored."""
    least = NOTHING * abs(found.baseline)
    if max(abs(found.low), abs(found.high)) < least:  # never without an interval
        return Estimate(0.0, 0.0, found.baseline)
    return found


def _estimate(
    one: F64, two: F64, finite: tuple[NDArray[np.bool_], NDArray[np.bool_]], terms: Terms
) -> Estimate:
    if terms.pairing.is_paired:
        labels = terms.pairing.replicates
        labels = None if labels is None else labels[finite[0]]
        return paired(one[finite[0]], two[finite[1]], labels, exact=terms.exact)
    first, second = (
        None if of is None else of[kept] for of, kept in zip(terms.replicates, finite, strict=True)
    )
    return unpaired(one[finite[0]], two[finite[1]], (first, second), exact=terms.exact)


def _never_apart(one: NDArray[np.bool_], two: NDArray[np.bool_], *, paired: bool) -> bool:
    """Tell whether what never happens differs: in any pair, or in its share of histories."""
    return bool((one != two).any()) if paired else not math.isclose(one.mean(), two.mean())


def _percent(finite: NDArray[np.bool_]) -> str:
    return f"{100 * (1 - finite.mean()):.3g} %"


def _not(reason: str) -> Contrast:
    return Contrast("not comparable", reason)

"""How many histories are enough: until the interval of a mean is narrow enough."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.measures import describe
from sim.output.outcomes import Outcome
from sim.world.state.state import BATCH as BATCH

GROWTH = 4
"""Most times as many histories as before: an early guess of the spread may be far off."""
MARGIN = 1.05
"""A little more than the estimate says, so that one more round seldom follows."""
_FORM = re.compile(
    r"(?:(?:(?P<group>[^.:]+)\.)?(?P<measure>\w+):)?ci=(?P<width>[0-9.]+)\s*(?P<percent>%?)"
)


@dataclass(frozen=True)
class Until:
    """A target for the half-width of the 95 % interval of a mean.

    The numbers of histories that are tried follow from the results alone, so the same command
    ends at the same number on every machine.

    Attributes
    ----------
    half_width : float
        Target, in the measure's unit or as a share of the mean.
    relative : bool
        Whether it is a share.
    at_most : int
        Most histories to run.
    measure, group : str
        What is looked at; group is a name, as ``US``, ``defence`` or ``all``.
    """

    half_width: float
    relative: bool
    at_most: int
    measure: str = "shortfall_days"
    group: str = "all"

    @classmethod
    def parse(cls, text: str, at_most: int) -> "Until":
        """Read ``ci=2%``, ``ci=0.5`` or ``US.line_down_days:ci=2%``.

        Raises
        ------
        ValueError
            If it is none of these.
        """
        found = _FORM.fullmatch(text.strip())
        width = _float(found["width"]) if found else math.nan
        if found is None or not width > 0:
            raise ValueError(
                f"'{text}' is not a target; write ci=2%, ci=0.5 (in the measure's unit) or "
                "US.line_down_days:ci=2%"
            )
        relative = bool(found["percent"])
        return cls(
            width / 100 if relative else width,
            relative,
            at_most,
            found["measure"] or cls.measure,
            found["group"] or cls.group,
        )

    def found(self, outcomes: Sequence[Outcome]) -> Outcome:
        """Find the measure among the outcomes.

        Raises
        ------
        KeyError
            If there is none.
        """
        for outcome in reversed(outcomes):  # a region before a consumer of the same name
            asked = (outcome.group.name, outcome.measure, outcome.item)
            if asked == (self.group, self.measure, None):
                return outcome
        raise KeyError(f"{self.group}.{self.measure}")

    def reached(
        self, outcomes: Sequence[Outcome], replicates: NDArray[np.intp] | None
    ) -> tuple[float, float, str]:
        """Give the mean, the half-width of its 95 % interval, and their unit."""
        outcome = self.found(outcomes)
        found = describe(outcome.values, replicates)
        return found.mean, found.half_width95, outcome.unit

    def said(self, outcomes: Sequence[Outcome], replicates: NDArray[np.intp] | None) -> str:
        """Say how narrow the interval is, and whether that is narrow enough."""
        mean, half_width, unit = self.reached(outcomes, replicates)
        count = self.found(outcomes).values.size
        if math.isnan(half_width):
            return (
                f"95 % interval of the mean {self.measure} of {self.group}: none, as fewer than "
                f"two of {count:,} histories have a value; the target is not reached."
            )
        share = f" = {100 * half_width / abs(mean):.2f} %" if mean else ""
        wanted = f"{100 * self.half_width:g} %" if self.relative else f"{self.half_width:g} {unit}"
        verdict = "is reached" if half_width <= self._target(mean) else "is not reached"
        return (
            f"95 % interval of the mean {self.measure} of {self.group}: {mean:.4g} ± "
            f"{half_width:.3g} {unit}{share}; the target of {wanted} {verdict} with {count:,} "
            "histories."
        )

    def _target(self, mean: float) -> float:
        """Give the half-width to reach, in the measure's unit."""
        return self.half_width * abs(mean) if self.relative else self.half_width

    def next(self, outcomes: Sequence[Outcome], replicates: NDArray[np.intp] | None) -> int | None:
        """Give the number of histories to try next; none if the target or the cap is reached.

        A mean of zero that never varied counts as known.
        """
        outcome = self.found(outcomes)
        count = outcome.values.size
        mean, half_width, _ = self.reached(outcomes, replicates)
        target = self._target(mean)
        if half_width <= target or count >= self.at_most:
            return None
        ratio = (half_width / target) ** 2 * MARGIN if target > 0 else math.inf
        wanted = count * min(ratio, GROWTH) if math.isfinite(ratio) else count * GROWTH
        return min(max(math.ceil(wanted / BATCH), count // BATCH + 1) * BATCH, self.at_most)


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan

"""Whether what a scenario was expected to show has come."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.measures.measure import by_name
from sim.output.outcomes import Outcome
from sim.output.text import rounded
from sim.scenario.expectation import Expectation, read_expectation
from sim.scenario.limit import LimitError
from sim.scenario.schema import Scenario

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Judged:
    """An expectation, and what came."""

    text: str
    holds: bool
    value: float
    """The mean, in the measure's unit; or the share of the histories that keep the limit, 1.
    ``nan`` where it is not defined, which keeps no limit."""
    unit: str
    """Unit of the measure; ``histories`` where the value is a share of them."""
    is_difference: bool = False
    """Whether the value is what it has more than another scenario."""

    def __str__(self) -> str:
        """Write it as ``holds   shortfall_days[US] >= 20   (mean 93.1 d)``."""
        verdict = "holds" if self.holds else "FAILS"
        return f"{verdict}  {self.text}  ({self._said})"

    @property
    def _said(self) -> str:
        if math.isnan(self.value):
            return "not measured"
        if self.unit == "histories":
            return f"in {100.0 * self.value:.4g} % of histories"
        unit = {"1": "", "day": " d"}.get(self.unit, f" {self.unit}")
        return f"mean {'difference ' if self.is_difference else ''}{self.value:,.4g}{unit}"

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> "Judged":
        """Read an entry of ``summary.json``."""
        value = math.nan if entry["value"] is None else entry["value"]
        return cls(entry["expected"], entry["holds"], value, entry["unit"])

    def as_dict(self) -> dict[str, str | bool | float | None]:
        """Give the fields for JSON."""
        return {
            "expected": self.text,
            "holds": self.holds,
            "value": rounded(self.value),
            "unit": self.unit,
        }


def judged(scenario: Scenario, outcomes: Iterable[Outcome]) -> list[Judged]:
    """Judge what a scenario expects of itself by its run."""
    wanted = [one for one in map(read_expectation, scenario.expect) if one.against is None]
    found = list(outcomes) if wanted else []
    return [judge(one, values_of(one, found)) for one in wanted]


def values_of(expectation: Expectation, outcomes: Sequence[Outcome]) -> F64:
    """Give the measure of the group that keeps the limit least, ``[history]``.

    All are ``nan`` where a group has no such measure.
    """
    limit = expectation.limit
    known: dict[tuple[str, str], F64] = {
        (one.group.kind, one.group.name): one.values
        for one in outcomes
        if one.measure == limit.measure and one.item == limit.item
    }
    try:
        return limit.worst(known[name] for name in limit.named(known))
    except LimitError:
        return np.full(outcomes[0].values.size, np.nan)


def judge(expectation: Expectation, values: F64) -> Judged:
    """Judge an expectation by a measure, or by differences of one, ``[history]``."""
    limit = expectation.limit
    if limit.probability is None:
        mean = values.mean()
        unit = by_name()[limit.measure].unit
        is_apart = expectation.against is not None
        return Judged(expectation.text, bool(limit.holds(mean)), float(mean), unit, is_apart)
    share = float(limit.holds(values).mean())
    return Judged(expectation.text, share >= limit.probability, share, "histories")

"""What is kept of a point: what each group goes without in each month, and what came to pass."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sim.design.take import Taken, name_of
from sim.measures.observed import Observed
from sim.measures.shortfall import daily_shortfall, total
from sim.output.monthly import Months
from sim.output.observed import observed
from sim.scenario.schema import Scenario
from sim.world.record.record import Record

F64 = NDArray[np.float64]

Measure = Literal["shortfall_days", "unmet_t"]
"""What is shared out among causes: it sums over days."""
MEASURES: tuple[Measure, ...] = get_args(Measure)
UNITS: Mapping[Measure, str] = {"shortfall_days": "d", "unmet_t": "t"}

HELD = "held"
"""Name of what all consumers hold, summed over the days: t days."""


def window_of(disruption: str) -> str:
    """Name the (first) window of a disruption, ``[onset or end, history]``.

    That is its first day, ``nan`` where it does not happen, and the first day after it, ``inf``
    where it does not end.
    """
    return f"{disruption}.window"


@dataclass(frozen=True)
class Losses:
    """Keeps what each group goes without, ``[month, history]``, by :func:`name_of`.

    Attributes
    ----------
    measure : str
        In what it is counted.
    groups : frozenset of str
        Kind and name of each, as ``region.US``.
    """

    measure: Measure
    groups: frozenset[str]

    def __call__(self, scenario: Scenario, record: Record) -> Taken:
        """Measure some histories of a point."""
        months = Months.of(scenario)
        found: dict[str, F64] = {}
        for group, seen in observed(scenario, record):
            if f"{group.kind}.{group.name}" in self.groups:
                found[name_of(group, self.measure)] = by_month(months, self._daily(seen))
            if group.kind == "all":
                found[HELD] = total(seen.on_hand_t)
        for place, name in enumerate(record.disruptions):
            found[window_of(name)] = np.stack([record.onset_day[place], record.end_day[place]])
        return found

    def _daily(self, seen: Observed) -> F64:
        """Give what is not served on each day, ``[day, history]``."""
        if self.measure == "unmet_t":
            unmet: F64 = seen.demand_t - seen.served_t
            return unmet
        return daily_shortfall(seen.fill)


def by_month(months: Months, daily: F64) -> F64:
    """Sum days by month, ``[day, history]`` to ``[month, history]``."""
    ends = months.first_day + months.days
    return np.stack(
        [total(daily[first:end]) for first, end in zip(months.first_day, ends, strict=True)]
    )

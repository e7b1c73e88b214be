"""What is kept of the histories of an outage: what groups of consumers go without, and costs."""

import math
from dataclasses import dataclass, replace
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from sim.design.take import Taken, name_of
from sim.measures.observed import Observed
from sim.measures.survival import time_to_recover
from sim.output.bills import bills
from sim.output.observed import observed
from sim.output.outcomes import outcomes_of
from sim.scenario.grouping import Kind
from sim.scenario.measured import KINDS as IN_ORDER
from sim.scenario.schema import Scenario
from sim.world.record.record import Record

F64 = NDArray[np.float64]

KINDS: tuple[str, ...] = tuple(kind for kind in IN_ORDER if kind in get_args(Kind))
"""Kinds of group that outages are measured for."""
SHORTFALL, UNMET, SURVIVES, RECOVERS = (
    "shortfall_days", "unmet_t", "time_to_survive", "time_to_recover",
)  # fmt: skip
COST, PENALTY = "cost_musd", "shortage_cost_musd"
OF_CONSUMERS = frozenset({SHORTFALL, UNMET, SURVIVES})
OF_CHAIN = frozenset({COST, PENALTY})


@dataclass(frozen=True)
class Felt:
    """Keeps what is felt of an outage, by :func:`~sim.design.take.name_of`.

    Times count from the outage's first day, and to recover from its last, whatever else happens in
    the scenario.

    Attributes
    ----------
    prefix : str
        What the ids of added disruptions begin with.
    begins : int, day
        First day of every outage.
    """

    prefix: str
    begins: int

    def __call__(self, scenario: Scenario, record: Record) -> Taken:
        """Measure some histories of a point; the undisturbed one has an outage of no days."""
        added = [d for name, d in scenario.disruptions.items() if name.startswith(self.prefix)]
        days = max((float(str(one.duration_days)) for one in added), default=0.0)
        onset = np.full(record.histories, float(self.begins))
        end = onset + math.ceil(days)
        found: dict[str, F64] = {}
        for group, seen in observed(scenario, record):
            if group.kind in KINDS:
                seen = replace(seen, onset=onset, end=end)
                for one in outcomes_of(group, seen, only=OF_CONSUMERS):
                    found[name_of(group, one.measure)] = one.values
                survives = found[name_of(group, SURVIVES)]
                found[name_of(group, RECOVERS)] = _recovers(seen, survives)
        for group, bill in bills(scenario, record):
            if group.kind == "chain":
                for one in outcomes_of(group, bill, only=OF_CHAIN):
                    found[name_of(group, one.measure)] = one.values
        return found


def _recovers(seen: Observed, survives: F64) -> F64:
    """Give the days from the end of an outage until a group is served again, ``[history]``.

    What fails far up the chain is felt late: a group that is not short yet has not recovered.
    """
    short = np.isfinite(survives)
    if not short.any():
        return np.zeros(short.shape)
    at = seen.thresholds
    since = np.maximum(seen.end, np.where(short, seen.onset + survives, 0.0))
    found = time_to_recover(seen.fill, since, at.line_up_above, at.recovered_days)
    return np.where(short, found + since - seen.end, 0.0)

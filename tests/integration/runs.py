"""Runs of the shipped scenarios, each made once however many tests look at it."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

import sim
from sim.scenario.schema import Scenario
from sim.world.record.record import Record
from tests import late_twin
from tests.late_twin import Result


@cache
def load(name: str, *settings: str) -> Scenario:
    """Load a shipped scenario with settings as of the command line."""
    return sim.load(name, settings)


@cache
def run(name: str, *settings: str, n: int = 64) -> Result:
    """Run a shipped scenario with settings as of the command line."""
    scenario = load(name, *settings)
    return late_twin.run(scenario, n, scenario.seed)


def fill_rates(record: Record, first: int = 0, last: int | None = None) -> dict[str, float]:
    """Give each consumer's fill rate over the days from *first* to *last*, the worst history's."""
    served = record.served_t[first:last].sum(axis=0, dtype=np.float64)
    needed = np.asarray(record.demand_t[first:last], np.float64).sum(axis=0)
    worst = (served / needed).min(axis=-1)
    return dict(zip(record.consumers, worst.tolist(), strict=True))


def shortfall_days(result: Result, group: str, kind: str = "region") -> NDArray[np.float64]:
    """Give a group's shortfall days, history by history."""
    (days,) = (
        outcome.values
        for outcome in result.alone.outcomes
        if (outcome.group.kind, outcome.group.name, outcome.measure, outcome.item)
        == (kind, group, "shortfall_days", None)
    )
    return days

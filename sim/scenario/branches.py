"""Which branchings matter in a scenario, and what may happen by them."""

import datetime as dt
from math import ceil

from sim.scenario.numbers import highest
from sim.scenario.schema import Branching, Disruption, Scenario
from sim.scenario.schema.branching import branching_of


def branchings_in_use(scenario: Scenario) -> dict[str, Branching]:
    """Give the branchings in whose branches a disruption happens, by name, in order."""
    used = {branching_of(disruption.branch) for disruption in scenario.disruptions.values()}
    return {name: one for name, one in sorted(scenario.branches.items()) if name in used}


def is_open(branching: Branching) -> bool:
    """Tell whether more than one of its branches may be taken."""
    return sum(weight != 0.0 for weight in branching.weights.values()) > 1


def may_happen(scenario: Scenario, disruption: Disruption) -> bool:
    """Tell whether neither a probability nor a weight of 0 rules a disruption out."""
    if not highest(disruption.probability):
        return False
    if disruption.branch is None:
        return True
    branching, _, branch = disruption.branch.partition(".")
    return scenario.branches[branching].weights[branch] != 0.0


def start_day(scenario: Scenario, branching: str) -> float | None:
    """Give the day of the run on which a branching starts; none if it is given no start."""
    start = scenario.branches[branching].start
    if isinstance(start, dt.date):
        return float((start - scenario.start).days)
    return None if start is None else float(ceil(start))

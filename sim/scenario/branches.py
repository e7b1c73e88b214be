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


def deciding(scenario: Scenario) -> dict[str, Branching]:
    """Give the branchings that decide something: open ones, by which something may happen."""
    possible = [one for one in scenario.disruptions.values() if may_happen(scenario, one)]
    used = {branching_of(disruption.branch) for disruption in possible}
    found = branchings_in_use(scenario)
    return {name: one for name, one in found.items() if name in used and is_open(one)}


def may_happen(scenario: Scenario, disruption: Disruption) -> bool:
    """Tell whether no probability or weight of 0 rules out a disruption, or one that it follows."""
    return all(_is_possible(scenario, one) for one in _with_causes(scenario, disruption))


def _is_possible(scenario: Scenario, disruption: Disruption) -> bool:
    if not highest(disruption.probability):
        return False
    if disruption.branch is None:
        return True
    branching, _, branch = disruption.branch.partition(".")
    return scenario.branches[branching].weights[branch] != 0.0


def _with_causes(scenario: Scenario, disruption: Disruption) -> list[Disruption]:
    """Give a disruption, the one that it follows, the one that this follows, and so on."""
    found, one = list[Disruption](), disruption
    while not any(one is known for known in found):
        found.append(one)
        if one.trigger is not None and one.trigger.after is not None:
            one = scenario.disruptions[one.trigger.after]
    return found


def start_day(scenario: Scenario, branching: str) -> float | None:
    """Give the day of the run on which a branching starts; none if it is given no start."""
    start = scenario.branches[branching].start
    if isinstance(start, dt.date):
        return float((start - scenario.start).days)
    return None if start is None else float(ceil(start))

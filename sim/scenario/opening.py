"""Plants that are nothing before their projects, and when they are to open."""

import datetime as dt

from sim.scenario.chain import STAGE
from sim.scenario.network import block_of
from sim.scenario.numbers import highest
from sim.scenario.schema import Scenario


def is_new(scenario: Scenario, block: str, name: str) -> bool:
    """Tell whether a plant is nothing before its projects."""
    capacity = getattr(getattr(scenario, block)[name], STAGE[block].capacity)
    has = any(project.facility == name for project in scenario.projects.values())
    return has and capacity is not None and highest(capacity) == 0.0


def opens(scenario: Scenario, name: str) -> dt.date | None:
    """Give the day on which a facility that is nothing before its projects opens by plan.

    None of one that has a capacity of its own, or none to have.
    """
    block = block_of(scenario)[name]
    if block not in STAGE or not STAGE[block].capacity or not is_new(scenario, block, name):
        return None
    return min(one.first_product for one in scenario.projects.values() if one.facility == name)

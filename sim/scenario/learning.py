"""Who learns, and where the numbers stand by which it does."""

from sim.scenario.chain import STAGE, STAGES
from sim.scenario.network import within
from sim.scenario.numbers import highest
from sim.scenario.origin import Path
from sim.scenario.schema import Learning, Scenario

LEARNS: tuple[str, ...] = tuple(stage.block for stage in STAGES if stage.converts)
"""Blocks whose plants may learn: those that make one good of another."""


def learning_of(scenario: Scenario, block: str, name: str) -> Path | None:
    """Give the path of how a plant learns; none where it has learned all.

    Parameters
    ----------
    scenario : Scenario
    block : str
        Block of a stage that makes one good of another.
    name : str
        The plant.
    """
    plant = getattr(scenario, block)[name]
    if plant.learning is not None:
        return block, name, "learning"
    regions = regions_of(scenario, block)
    if not regions or not is_new(scenario, block, name):
        return None
    if plant.country in regions:
        return "learning", block, plant.country
    found = (place for place in regions if within(scenario, plant.country, place))
    place = next(found, None)
    return None if place is None else ("learning", block, place)


def regions_of(scenario: Scenario, block: str) -> dict[str, Learning]:
    """Give how new plants of a block learn, by place."""
    found: dict[str, Learning] = getattr(scenario.learning, block)
    return found


def is_new(scenario: Scenario, block: str, name: str) -> bool:
    """Tell whether a plant is nothing before its projects."""
    capacity = getattr(getattr(scenario, block)[name], STAGE[block].capacity)
    has = any(project.facility == name for project in scenario.projects.values())
    return has and capacity is not None and highest(capacity) == 0.0

"""Who learns, and where the numbers stand by which it does."""

from sim.scenario.chain import SEPARATION_PLANTS, STAGES
from sim.scenario.network import within
from sim.scenario.numbers import lowest
from sim.scenario.opening import is_new
from sim.scenario.origin import Path
from sim.scenario.schema import Learning, Scenario
from sim.scenario.value import value_at

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


def off_spec_plants(scenario: Scenario) -> frozenset[str]:
    """Name the separation plants of whose oxide some is not to grade, ever."""

    def makes_some(name: str) -> bool:
        path = learning_of(scenario, SEPARATION_PLANTS, name)
        learns = path is not None and value_at(scenario, (*path, "on_spec_at_first"))
        at_first = learns.value if learns else 1.0
        own = scenario.separation_plants[name].on_spec
        return min(lowest(own), lowest(at_first)) < 1.0

    return frozenset(name for name in scenario.separation_plants if makes_some(name))

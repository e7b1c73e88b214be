"""Learning that changes nothing: of a plant that has learned all, or where none is new."""

from collections.abc import Iterator

from sim.scenario.chain import METAL_MAKERS, SEPARATION_PLANTS
from sim.scenario.errors import listed
from sim.scenario.finding import Finding
from sim.scenario.learning import LEARNS, learning_of, off_spec_plants, regions_of
from sim.scenario.network import routes
from sim.scenario.numbers import highest, lowest
from sim.scenario.opening import is_new
from sim.scenario.origin import Path
from sim.scenario.schema import Learning, Scenario


def learning(scenario: Scenario) -> Iterator[Finding]:
    """Check how plants learn, be it said of them or of where they stand."""
    for block in LEARNS:
        for name, plant in getattr(scenario, block).items():
            if plant.learning is not None:
                yield from _learned(plant.learning, block, (block, name, "learning"))
        yield from _regions(scenario, block)
    yield from _unsold(scenario)
    yield from _piling_up(scenario)


def _learned(learning: Learning, block: str, path: Path) -> Iterator[Finding]:
    """Find what is learned from the first day on, or by plants that have no such thing."""
    if block != SEPARATION_PLANTS and "on_spec_at_first" in learning.model_fields_set:
        says = "on_spec_at_first is for oxide: what else is not to grade is scrap."
        yield Finding((*path, "on_spec_at_first"), says, "Lower yield_at_first instead.")
    elif lowest(learning.yield_at_first) == lowest(learning.on_spec_at_first) == 1.0:
        says = "It does as well as it ever will from the first day: nothing is learned."
        more = " or on_spec_at_first" if block == SEPARATION_PLANTS else ""
        yield Finding(path, says, f"Write a lower yield_at_first{more}.", "warning")


def _unsold(scenario: Scenario) -> Iterator[Finding]:
    """Find makers that are to take oxide which nobody who sells to them makes."""
    plants = off_spec_plants(scenario)
    served = {route.buyer for route in routes(scenario) if route.seller in plants}
    for name, maker in scenario.metal_makers.items():
        if maker.takes_off_spec and name not in served:
            says = "takes_off_spec has no effect: all oxide that it may buy is to grade."
            remedy = "Leave it out, or write on_spec of a separation plant that sells to it."
            yield Finding((METAL_MAKERS, name, "takes_off_spec"), says, remedy, "warning")


def _piling_up(scenario: Scenario) -> Iterator[Finding]:
    """Find plants whose oxide is never all to grade, and of which nobody takes the rest."""
    taken = {
        route.seller
        for route in routes(scenario)
        if route.buyer in scenario.metal_makers
        and scenario.metal_makers[route.buyer].takes_off_spec
    }
    for name, plant in scenario.separation_plants.items():
        kept = plant.surplus_above_days is None and name not in taken
        if kept and highest(plant.on_spec) < 1.0:
            says = "What is not to grade piles up: nobody takes it, and none of it leaves."
            remedy = "Write surplus_above_days, or takes_off_spec of a metal maker that buys here."
            yield Finding((SEPARATION_PLANTS, name, "on_spec"), says, remedy, "warning")


def _regions(scenario: Scenario, block: str) -> Iterator[Finding]:
    """Check what is said of the new plants of a block, by place."""
    regions = regions_of(scenario, block)
    if not regions:
        return
    new = [name for name in sorted(getattr(scenario, block)) if is_new(scenario, block, name)]
    taken = {learning_of(scenario, block, name) for name in new}
    for place, region in regions.items():
        path: Path = ("learning", block, place)
        if region.made_before_t is not None:
            says = "Not all new plants there have made the same."
            remedy = "Write it in the learning of a plant."
            yield Finding((*path, "made_before_t"), says, remedy)
        if path not in taken:
            says = f"None of the {block.replace('_', ' ')} that are new takes it from here."
            remedy = "New is a plant whose capacity is 0, as its projects are all of it" + (
                f": {listed(new)}." if new else "; there is none."
            )
            yield Finding(path, says, remedy, "warning")
        else:
            yield from _learned(region, block, path)

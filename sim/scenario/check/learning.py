"""Learning that changes nothing: of a plant that has learned all, or where none is new."""

from collections.abc import Iterator

from sim.scenario.errors import listed
from sim.scenario.finding import Finding
from sim.scenario.learning import LEARNS, is_new, learning_of, regions_of
from sim.scenario.numbers import lowest
from sim.scenario.origin import Path
from sim.scenario.schema import Learning, Scenario


def learning(scenario: Scenario) -> Iterator[Finding]:
    """Check how plants learn, be it said of them or of where they stand."""
    for block in LEARNS:
        for name, plant in getattr(scenario, block).items():
            if plant.learning is not None:
                yield from _learned(plant.learning, (block, name, "learning"))
        yield from _regions(scenario, block)


def _learned(block: Learning, path: Path) -> Iterator[Finding]:
    """Find what is learned from the first day on."""
    if lowest(block.yield_at_first) == 1.0:
        says = "Its yield is its own from the first day: nothing is learned."
        yield Finding((*path, "yield_at_first"), says, "Write less, or leave it out.", "warning")


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
            yield from _learned(region, path)

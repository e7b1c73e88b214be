"""Nobody sells what he cannot get: consumers are reached, plants are fed."""

from collections.abc import Iterator

from sim.scenario.chain import CONSUMERS, DEPOTS, FACILITY_BLOCKS, STAGES
from sim.scenario.check.need import needs
from sim.scenario.finding import Finding
from sim.scenario.network import routes
from sim.scenario.origin import Path
from sim.scenario.schema import Good, Scenario


def supply(scenario: Scenario) -> Iterator[Finding]:
    """Follow the chain from the consumers up."""
    taken_apart = list(routes(scenario))
    bought = {(route.buyer, route.good) for route in taken_apart}
    sellers = {route.seller for route in taken_apart}
    for name, consumer in scenario.consumers.items():
        if (name, consumer.good) not in bought:
            remedy = f"Add a lane of {consumer.good} to {name} or its region."
            yield Finding((CONSUMERS, name), "No lane reaches it.", remedy)
    for path, good in _unfed(scenario, bought, sellers):
        yield Finding(path, f"It sells, but no lane brings it {good}.", "Add one.")
    yield from _idle(scenario, {buyer for buyer, _ in bought} | sellers)


def _unfed(
    scenario: Scenario, bought: set[tuple[str, Good]], sellers: set[str]
) -> Iterator[tuple[Path, Good]]:
    """Find sellers that lack what they make their goods of."""
    needed = needs(scenario)
    for stage in STAGES:
        good = stage.takes
        if good is None or not stage.converts:
            continue
        for name in getattr(scenario, stage.block):
            # What is sold may need nothing: a grade may have an empty recipe.
            needs_it = bool(needed[good].get(name)) if good in needed else True
            if name in sellers and needs_it and (name, good) not in bought:
                yield (stage.block, name), good
    for name, depot in scenario.depots.items():
        if name in sellers and (name, depot.good) not in bought:
            yield (DEPOTS, name), depot.good


def _idle(scenario: Scenario, linked: set[str]) -> Iterator[Finding]:
    """Find facilities that no lane touches."""
    for block in FACILITY_BLOCKS:
        for name in getattr(scenario, block):
            if name not in linked:
                remedy = "Add a lane from or to it, or remove it."
                yield Finding(
                    (block, name), "No lane touches it: it stands idle.", remedy, "warning"
                )

"""A place that nothing has passed on its way to consumers is a mistake, not a table of noughts."""

from collections.abc import Iterator

from sim.scenario.chain import CONSUMERS, STOCKPILES
from sim.scenario.finding import Finding
from sim.scenario.network import place_of, routes, within
from sim.scenario.origin import Path
from sim.scenario.provenance import DONE_BY
from sim.scenario.schema import Scenario


def exposure(scenario: Scenario) -> Iterator[Finding]:
    """Check that something on its way to a consumer is done in every place asked for."""
    if not scenario.elements:
        yield from _without_elements(scenario)
        return
    if not scenario.measures.exposure:
        return
    doing = [name for block in DONE_BY for name in sorted(getattr(scenario, block))]
    on_the_way = _on_the_way(scenario)
    stands = {name: place_of(scenario, name) for name in doing}
    for number, place in enumerate(scenario.measures.exposure):
        here = [name for name in doing if within(scenario, stands[name], place)]
        if on_the_way.intersection(here):
            continue
        says = f"Nothing that a consumer uses is mined, separated, reduced or made in {place}: "
        says += (
            f"no lane leads from {', '.join(here)} to a consumer."
            if here
            else "no mine, plant or maker of metal or magnets stands there."
        )
        places = sorted({stands[name] for name in on_the_way})
        remedy = f"Something is in: {', '.join(places)}; or in a bloc of these."
        yield Finding(("measures", "exposure", number), says, remedy)


def _without_elements(scenario: Scenario) -> Iterator[Finding]:
    """Refuse to follow content where there is none."""
    asked: list[Path] = [("measures", "exposure")] if scenario.measures.exposure else []
    asked += [
        (CONSUMERS, name, "origin_rule")
        for name, one in scenario.consumers.items()
        if one.origin_rule is not None
    ]
    for path in asked:
        says = "There are no elements, whose content could be followed."
        yield Finding(
            path, says, "Write elements, and of which the grades are made, or leave it out."
        )


def _on_the_way(scenario: Scenario) -> set[str]:
    """Name the facilities whose goods, or what is made of them, may come to a consumer."""
    sellers: dict[str, set[str]] = {}
    for route in routes(scenario):
        sellers.setdefault(route.buyer, set()).add(route.seller)
    todo = [*getattr(scenario, CONSUMERS), *getattr(scenario, STOCKPILES)]
    found: set[str] = set()
    while todo:
        new = sellers.get(todo.pop(), set()) - found
        found |= new
        todo += new
    doing = {name for block in DONE_BY for name in getattr(scenario, block)}
    return found & doing

"""Nobody sells what he cannot get: consumers are reached, plants are fed."""

from collections.abc import Iterator

from sim.scenario.check.need import needs
from sim.scenario.errors import listed
from sim.scenario.finding import Finding
from sim.scenario.network import FACILITY_BLOCKS, buyers_named, routes
from sim.scenario.schema import Good, Scenario

_INPUT: dict[str, Good] = {
    "separation_plants": "concentrate",
    "recyclers": "scrap",
    "metal_makers": "oxide",
    "magnet_makers": "metal",
}


def supply(scenario: Scenario) -> Iterator[Finding]:
    """Follow the chain from the consumers up."""
    bought = {(route.buyer, route.good) for route in routes(scenario)}
    sellers = {route.seller for route in routes(scenario)}
    for name in scenario.consumers:
        if (name, "magnets") not in bought:
            remedy = f"Add a lane of magnets to {name} or its region."
            yield Finding(("consumers", name), "No lane reaches it.", remedy)
    needed = {good: set(amounts) for good, amounts in needs(scenario).items()}
    for block, good in _INPUT.items():
        for name in getattr(scenario, block):
            if name not in sellers or (name, good) in bought:
                continue
            if block in {"separation_plants", "recyclers"} or _needs_input(
                scenario, name, good, needed
            ):
                yield Finding((block, name), f"It sells, but no lane brings it {good}.", "Add one.")
    for name, depot in scenario.depots.items():
        if name in sellers and (name, depot.good) not in bought:
            yield Finding(
                ("depots", name), f"It sells, but no lane brings it {depot.good}.", "Add one."
            )
    yield from _idle(scenario, {buyer for buyer, _ in bought} | sellers)
    yield from _members(scenario)


def _needs_input(scenario: Scenario, name: str, good: Good, needed: dict[Good, set[str]]) -> bool:
    """Tell whether what a maker sells takes any input."""
    amounts = needs(scenario)[good].get(name, {}) if name in needed[good] else {}
    return bool(amounts)


def _idle(scenario: Scenario, linked: set[str]) -> Iterator[Finding]:
    """Find facilities that no lane touches."""
    for block in FACILITY_BLOCKS:
        for name in getattr(scenario, block):
            if name not in linked:
                remedy = "Add a lane from or to it, or remove it."
                yield Finding(
                    (block, name), "No lane touches it: it stands idle.", remedy, "warning"
                )


def _members(scenario: Scenario) -> Iterator[Finding]:
    """Find members of stockpiles that cannot use the good it holds."""
    for name, stockpile in scenario.stockpiles.items():
        able = {route.buyer for route in routes(scenario) if route.good == stockpile.good}
        for number, member in enumerate(stockpile.members):
            drawn = set(buyers_named(scenario, stockpile.good, [member]))
            if not drawn & able:
                says = f"{member} buys no {stockpile.good}, the form that the stockpile holds."
                remedy = f"Members may be: {listed(able)}, or their places."
                yield Finding(("stockpiles", name, "members", number), says, remedy)

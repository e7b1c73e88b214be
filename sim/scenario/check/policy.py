"""How firms behave: what a number brings along that one may not think of, or does not bring."""

from collections.abc import Iterator

from sim.scenario.chain import CONSUMERS, STAGES
from sim.scenario.errors import listed
from sim.scenario.finding import Finding
from sim.scenario.membership import member_consumers, receivers
from sim.scenario.network import Network, place_of, routes
from sim.scenario.priority import ORDINARY, home_of, places_of_sellers, priority_holds
from sim.scenario.schema import Disruption, Scenario

OF_LICENCES = ("licence_patience_days", "licence_learning_days")
"""Keys that say how buyers behave under licences."""


def policy(scenario: Scenario) -> Iterator[Finding]:
    """Check the policy, and the notice that buyers get."""
    yield from _review(scenario)
    yield from _stocking_up(scenario)
    block = scenario.policy
    licensed = any(one.licenses is not None for one in scenario.disruptions.values())
    for key in OF_LICENCES if not licensed else ():
        if key in block.model_fields_set:
            says = f"{key} has no effect: no export control has the mode licence."
            yield Finding(("policy", key), says, "Leave it out.", "warning")
    yield from _priority(scenario)
    yield from _home(scenario)
    ranks = {consumer.priority for consumer in scenario.consumers.values()}
    if block.allocation == "pro_rata" and len(ranks) > 1:
        says = "With pro_rata the priority of consumers has no effect: all are served alike."
        remedy = "Write priority, or give all consumers the same."
        yield Finding(("policy", "allocation"), says, remedy, "warning")


def _review(scenario: Scenario) -> Iterator[Finding]:
    """Say what a rhythm of planning that the file asks for adds to the stocks."""
    days, plants = scenario.policy.review_days, [stage.block for stage in STAGES if stage.converts]
    asked = "review_days" in scenario.policy.model_fields_set
    if asked and days > 1 and any(getattr(scenario, block) for block in plants):
        says = (
            f"Plants that plan every {days} days make {days} days' output at once: what stocks "
            f"bridge reads up to {days - 1} days longer than their days say."
        )
        yield Finding(("policy", "review_days"), says, "1 is exact, and slower.", "warning")


def _home(scenario: Scenario) -> Iterator[Finding]:
    """Find places in which no seller has buyers both at home and abroad."""
    network = Network(scenario)
    homes = {
        route.seller: home_of(scenario, place_of(scenario, route.seller))
        for route in routes(scenario)
    }
    for number, home in enumerate(scenario.policy.home_first):
        sides: dict[tuple[str, str], set[bool]] = {}
        standing = {seller for seller in homes if network.stands(seller, home)}
        others = sorted({str(homes[seller]) for seller in standing} - {home})
        for route in routes(scenario):
            if homes[route.seller] == home:
                side = network.stands(route.buyer, home)
                sides.setdefault((route.good, route.seller), set()).add(side)
        path = ("policy", "home_first", number)
        if any(len(found) == 2 for found in sides.values()):
            continue
        if others and not sides:
            says = f"{home} has no effect: who sells there serves {listed(others)} first."
            yield Finding(path, says, f"Write {home} before it, or leave it out.", "warning")
        else:
            says = f"{home} has no effect: nobody there sells the same both at home and abroad."
            yield Finding(path, says, "Leave it out.", "warning")


def _priority(scenario: Scenario) -> Iterator[Finding]:
    """Find consumers that nobody serves by the priority they have in some countries."""
    for name, consumer in scenario.consumers.items():
        if consumer.priority_in is None:
            continue
        path = (CONSUMERS, name, "priority_in")
        if consumer.priority == ORDINARY:
            says = f"It has no effect: priority {ORDINARY} is what all have elsewhere, too."
            yield Finding(path, says, "Write another priority, or leave it out.", "warning")
            continue
        holders = places_of_sellers(scenario, name) | {
            stockpile.country
            for id_, stockpile in scenario.stockpiles.items()
            if name in member_consumers(scenario, id_)
            or any(name in receivers(scenario, id_, form) for form in stockpile.forms)
        }
        if not any(priority_holds(scenario, name, place) for place in holders):
            says = f"{name} has its priority nowhere: no seller of it stands in such a place."
            remedy = f"They stand in {listed(holders)}. Or leave out priority and priority_in."
            yield Finding(path, says, remedy, "warning")


def _stocking_up(scenario: Scenario) -> Iterator[Finding]:
    """Find stocks that nobody raises, as nothing that consumers fear is in the scenario."""
    network = Network(scenario)
    feared = {name: one for name, one in scenario.disruptions.items() if _is_feared(network, one)}
    for name, one in scenario.disruptions.items():
        if one.is_announced and one.delays is None and name not in feared:
            key = "announced" if one.announced is not None else "announced_days_before"
            says = f"{key} has no effect: it narrows no lane to a consumer."
            remedy = "Leave it out: only consumers order ahead, of what they buy."
            yield Finding(("disruptions", name, key), says, remedy, "warning")
    announced = any(one.is_announced for one in feared.values())
    for key, works, lacks in (
        ("hoarding", bool(feared), "nothing narrows a lane to a consumer"),
        ("front_load", announced, "no disruption that narrows lanes to consumers is announced"),
    ):
        if getattr(scenario.policy, key) != 1.0 and not works:
            says = f"{key} has no effect: {lacks}."
            yield Finding(("policy", key), says, "Write 1, or leave it out.", "warning")


def _is_feared(network: Network, disruption: Disruption) -> bool:
    """Tell whether it may narrow a lane to a consumer."""
    narrowing = disruption.narrows(network)
    if narrowing is None:
        return False
    return narrowing.abroad is not None or any(
        narrowing.items(route)
        for route in network.routes
        if route.buyer in network.scenario.consumers
    )

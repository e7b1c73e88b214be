"""A disruption that can hit nothing is a mistake, not a quiet no-op."""

from collections.abc import Iterator, Sequence

from sim.scenario.chain import CONCENTRATE, MAGNETS, SCRAP
from sim.scenario.finding import Finding
from sim.scenario.network import Route, declared, items, place_of, routes, within
from sim.scenario.numbers import highest
from sim.scenario.origin import Path
from sim.scenario.schema import (
    DemandShock,
    EntityListing,
    ExportControl,
    FeedLoss,
    LaneClosure,
    Outage,
    ProjectCancel,
    ProjectSlip,
    Scenario,
)


def disruptions(scenario: Scenario) -> Iterator[Finding]:
    """Check that every disruption can happen and hits something."""
    taken_apart = list(routes(scenario))
    for name, disruption in scenario.disruptions.items():
        path = ("disruptions", name)
        if highest(disruption.probability) <= 0:
            says = "With a probability of 0 it never happens."
            yield Finding(
                (*path, "probability"), says, "Raise it, or remove the disruption by null."
            )
        match disruption:
            case ExportControl():
                yield from _export_control(scenario, disruption, taken_apart, path)
            case EntityListing():
                yield from _entity_listing(scenario, disruption, taken_apart, path)
            case FeedLoss():
                yield from _feed_loss(disruption, taken_apart, path)
            case Outage(facilities=targets):
                yield from _empty(targets, (*path, "facilities"))
            case LaneClosure(lanes=targets):
                yield from _empty(targets, (*path, "lanes"))
            case DemandShock(consumers=targets):
                yield from _empty(targets, (*path, "consumers"))
            case ProjectSlip(projects=targets) | ProjectCancel(projects=targets):
                yield from _empty(targets, (*path, "projects"))


def _empty(targets: Sequence[str], path: Path) -> Iterator[Finding]:
    if not targets:
        yield Finding(
            path, f"The list {path[-1]} is empty: it can hit nothing.", "Name at least one."
        )


def _export_control(
    scenario: Scenario, control: ExportControl, taken_apart: list[Route], path: Path
) -> Iterator[Finding]:
    """A control must have a good, a destination and an end use in common with some route."""
    for key in ("goods", "destinations", "end_uses"):
        yield from _empty(getattr(control, key), (*path, key))
    leaving = [route for route in taken_apart if _leaves(scenario, control, route)]
    # What a control that reaches abroad hits there is known only from the plan.
    abroad = control.extraterritorial is not None
    if not abroad and not any(_hits(scenario, control, route) for route in leaving):
        ways = sorted({f"{r.good} to {declared(scenario, r)[0]}" for r in leaving})
        says = f"No lane that leaves {control.exporter} has the goods, destinations and end uses."
        remedy = f"Leaving {control.exporter}: {', '.join(ways[:10]) or 'nothing'}."
        yield Finding((*path, "exporter"), f"{says} It can hit nothing.", remedy)
    if control.mode == "halt" and "quota_share" in control.model_fields_set:
        says = "quota_share has no effect with the mode halt."
        yield Finding((*path, "quota_share"), says, "Write mode: quota.", "warning")


def _entity_listing(
    scenario: Scenario, listing: EntityListing, taken_apart: list[Route], path: Path
) -> Iterator[Finding]:
    """Some entity on the list must buy some of the goods, from the exporter or by third parties."""
    yield from _empty(listing.entities, (*path, "entities"))
    bought = [
        route
        for route in taken_apart
        if route.buyer in listing.entities
        and route.grey is None
        and _leaves(scenario, listing, route)
    ]
    if listing.entities and not any(_has(scenario, listing, route) for route in bought):
        ways = sorted({f"{route.good} to {route.buyer}" for route in bought})
        from_whom = "any seller" if listing.third_party else listing.exporter
        says = f"None of these buys any of the goods from {from_whom}: it can hit nothing."
        remedy = f"What reaches them: {', '.join(ways[:10]) or 'nothing'}."
        yield Finding((*path, "entities"), says, remedy)


def _leaves(scenario: Scenario, control: ExportControl | EntityListing, route: Route) -> bool:
    """Tell whether a route leaves the exporter, or may hold its material if that is followed."""
    here, (there, _) = place_of(scenario, route.seller), declared(scenario, route)
    abroad = (
        control.third_party
        if isinstance(control, EntityListing)
        else control.extraterritorial is not None
    )
    return (abroad or within(scenario, here, control.exporter)) and not within(
        scenario, there, control.exporter
    )


def _hits(scenario: Scenario, control: ExportControl, route: Route) -> bool:
    """Tell whether a control acts on a route that leaves the exporter."""
    there, end_use = declared(scenario, route)
    if control.destinations != "all" and not any(
        within(scenario, there, target) for target in control.destinations
    ):
        return False
    if control.end_uses != "all" and end_use not in control.end_uses:
        return False
    return _has(scenario, control, route)


def _has(scenario: Scenario, control: ExportControl | EntityListing, route: Route) -> bool:
    """Tell whether a route carries any of the goods of a control."""
    if control.goods == "all":
        return True
    if route.good not in control.goods:
        return False
    aimed = control.goods[route.good] if isinstance(control.goods, dict) else "all"
    return aimed == "all" or any(_carries(scenario, control, route, name) for name in aimed)


def _carries(
    scenario: Scenario, control: ExportControl | EntityListing, route: Route, element: str
) -> bool:
    """Tell whether a route carries an element."""
    if route.good in {CONCENTRATE, SCRAP}:
        return True
    carried = [i for i in items(scenario, route.good) if route.share is None or route.share[i] > 0]
    if route.good != MAGNETS:
        return element in carried
    factor = 1.0
    if route.seller in scenario.magnet_makers:
        factor = scenario.magnet_makers[route.seller].recipe_factor.get(element, 1.0)
    threshold = highest(control.content_threshold)
    contents = [scenario.grades[grade].recipe.get(element, 0.0) * factor for grade in carried]
    return any(content > 0 and content >= threshold for content in contents)


def _feed_loss(loss: FeedLoss, taken_apart: list[Route], path: Path) -> Iterator[Finding]:
    """A plant can only lose feed that it buys."""
    yield from _empty(loss.plants, (*path, "plants"))
    for number, plant in enumerate(loss.plants):
        sellers = sorted({route.seller for route in taken_apart if route.buyer == plant})
        hit = sellers if loss.suppliers == "all" else set(sellers) & set(loss.suppliers)
        if not hit:
            says = f"{plant} has no feed from these suppliers: it can hit nothing."
            remedy = f"{plant} buys from: {', '.join(sellers) or 'nobody'}."
            yield Finding((*path, "plants", number), says, remedy)

"""A disruption that can hit nothing is a mistake, not a quiet no-op."""

from collections.abc import Iterator, Sequence

from sim.scenario.finding import Finding
from sim.scenario.network import Route, items, place_of, routes, within
from sim.scenario.numbers import highest
from sim.scenario.origin import Path
from sim.scenario.schema import (
    DemandShock,
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
    if not any(_hits(scenario, control, route) for route in leaving):
        ways = sorted({f"{r.good} to {place_of(scenario, r.buyer)}" for r in leaving})
        says = f"No lane that leaves {control.exporter} has the goods, destinations and end uses."
        remedy = f"Leaving {control.exporter}: {', '.join(ways[:10]) or 'nothing'}."
        yield Finding((*path, "exporter"), f"{says} It can hit nothing.", remedy)
    if control.mode == "halt" and "quota_share" in control.model_fields_set:
        says = "quota_share has no effect with the mode halt."
        yield Finding((*path, "quota_share"), says, "Write mode: quota.", "warning")


def _leaves(scenario: Scenario, control: ExportControl, route: Route) -> bool:
    here, there = place_of(scenario, route.seller), place_of(scenario, route.buyer)
    return within(scenario, here, control.exporter) and not within(
        scenario, there, control.exporter
    )


def _hits(scenario: Scenario, control: ExportControl, route: Route) -> bool:
    """Tell whether a control acts on a route that leaves the exporter."""
    if route.good not in control.goods:
        return False
    there = place_of(scenario, route.buyer)
    if control.destinations != "all" and not any(
        within(scenario, there, target) for target in control.destinations
    ):
        return False
    buyer = scenario.consumers.get(route.buyer)
    end_use = "civil" if buyer is None else buyer.end_use
    if control.end_uses != "all" and end_use not in control.end_uses:
        return False
    aimed = control.goods[route.good] if isinstance(control.goods, dict) else "all"
    return aimed == "all" or any(_carries(scenario, control, route, name) for name in aimed)


def _carries(scenario: Scenario, control: ExportControl, route: Route, element: str) -> bool:
    """Tell whether a route carries an element."""
    if route.good in {"concentrate", "scrap"}:
        return True
    carried = [i for i in items(scenario, route.good) if route.share is None or route.share[i] > 0]
    if route.good != "magnets":
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

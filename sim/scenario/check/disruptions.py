"""A disruption that can hit nothing is a mistake, not a quiet no-op."""

from collections.abc import Iterator

from sim.scenario.chain import STAGES
from sim.scenario.finding import Finding
from sim.scenario.network import Network
from sim.scenario.numbers import highest, lowest
from sim.scenario.origin import Path
from sim.scenario.schema import Scenario
from sim.scenario.schema.disruption.effect import Idling


def disruptions(scenario: Scenario) -> Iterator[Finding]:
    """Check that every disruption can happen and hits something, by what its kind declares."""
    network = Network(scenario)
    for name, disruption in scenario.disruptions.items():
        path = ("disruptions", name)
        if highest(disruption.probability) <= 0:
            says = "With a probability of 0 it never happens."
            remedy = "Raise it, or remove the disruption by null, unless it is a control point."
            yield Finding((*path, "probability"), says, remedy, "warning")
        for finding in disruption.findings(network):
            yield finding._replace(path=(*path, *finding.path))
        if disruption.idles is not None:
            yield from _without_effect(scenario, path, disruption.idles)


def _without_effect(scenario: Scenario, path: Path, idles: Idling) -> Iterator[Finding]:
    """Find facilities of whose capacity nothing can be taken, or not a part."""
    if idles.touches_goods:
        return
    for stage in STAGES:
        for name, facility in getattr(scenario, stage.block).items():
            limited = any(project.facility == name for project in scenario.projects.values())
            if name not in idles.facilities or stage.capacity is None or limited:
                continue
            factor = getattr(scenario.disruptions[str(path[1])], "capacity_factor", 0.0)
            if getattr(facility, stage.capacity) is None and lowest(factor) > 0.0:
                says = f"The capacity of {name} is unlimited, and a part of it is, too."
                remedy = f"Give it a {stage.capacity}, or write capacity_factor: 0."
                yield Finding((*path, "facilities"), says, remedy, "warning")
    for name in idles.facilities:
        if name in scenario.depots:
            says = f"{name} is a depot, which has no capacity to lose."
            remedy = "Say which part of its stock is destroyed, by stock_lost."
            yield Finding((*path, "facilities"), says, remedy, "warning")

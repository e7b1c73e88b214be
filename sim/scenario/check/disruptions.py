"""A disruption that can hit nothing is a mistake, not a quiet no-op."""

from collections.abc import Iterator

from sim.scenario.chain import STAGES
from sim.scenario.finding import Finding
from sim.scenario.network import Network
from sim.scenario.numbers import highest, lowest
from sim.scenario.origin import Path
from sim.scenario.schema import Disruption, Scenario
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
            yield from _without_recovery(scenario, disruption, path)


def _without_recovery(scenario: Scenario, disruption: Disruption, path: Path) -> Iterator[Finding]:
    """Find a recovery that never comes, or of what knows no parts."""
    idles = disruption.idles
    if idles is None or idles.recovery is None:
        return
    if not disruption.ends:
        says = "recovery has no effect: it never ends."
        remedy = "Write duration_days, duration_months or end."
    elif {*idles.facilities} <= {name for name, _ in _unlimited(scenario)} | {*scenario.depots}:
        says = "recovery has no effect: a part of an unlimited capacity is unlimited, too."
        remedy = "Give the facilities a capacity, or leave it out."
    else:
        return
    yield Finding((*path, "recovery"), says, remedy, "warning")


def _unlimited(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Go through the facilities without a limit of capacity, with the key that would set one."""
    limited = {project.facility for project in scenario.projects.values()}
    for stage in STAGES:
        for name, facility in getattr(scenario, stage.block).items():
            key = stage.capacity
            if key and name not in limited and getattr(facility, key) is None:
                yield name, key


def _without_effect(scenario: Scenario, path: Path, idles: Idling) -> Iterator[Finding]:
    """Find facilities of whose capacity nothing can be taken, or not a part."""
    if idles.touches_goods:
        return
    factor = getattr(scenario.disruptions[str(path[1])], "capacity_factor", 0.0)
    for name, key in _unlimited(scenario):
        if name in idles.facilities and lowest(factor) > 0.0:
            says = f"The capacity of {name} is unlimited, and a part of it is, too."
            remedy = f"Give it a {key}, or write capacity_factor: 0."
            yield Finding((*path, "facilities"), says, remedy, "warning")
    for name in idles.facilities:
        if name in scenario.depots:
            says = f"{name} is a depot, which has no capacity to lose."
            remedy = "Say which part of its stock is destroyed, by stock_lost."
            yield Finding((*path, "facilities"), says, remedy, "warning")

"""A disruption that can hit nothing is a mistake, not a quiet no-op."""

from collections.abc import Iterator

from sim.scenario.chain import STAGES
from sim.scenario.finding import Finding
from sim.scenario.network import Network
from sim.scenario.numbers import highest, lowest
from sim.scenario.origin import Path
from sim.scenario.scheduled import LATE, number_of
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
        yield from _changes_nothing(disruption, path)
        yield from _never_delayed(scenario, disruption, path)
        for finding in disruption.findings(network):
            yield finding._replace(path=(*path, *finding.path))
        if disruption.idles is not None:
            yield from _without_effect(scenario, path, disruption.idles)
            yield from _without_recovery(scenario, disruption, path)


def _changes_nothing(disruption: Disruption, path: Path) -> Iterator[Finding]:
    """Find what leaves all as it is, or delays by nothing."""
    left, idles, delays = disruption.left, disruption.idles, disruption.delays
    nothing = {}
    if left is not None and (idles is None or not idles.touches_goods):
        nothing[left.key] = 0.0 if left.lost else 1.0
    if delays is not None and delays.months is not None:
        nothing["months"] = 0.0
    for key, neutral in nothing.items():
        value = getattr(disruption, key)
        if lowest(value) == highest(value) == neutral:
            says = f"With {key}: {neutral:g} it changes nothing."
            remedy = (
                "Write another, or remove the disruption by null, unless it is a control point."
            )
            yield Finding((*path, key), says, remedy, "warning")


def _never_delayed(scenario: Scenario, disruption: Disruption, path: Path) -> Iterator[Finding]:
    """Find projects that come after the horizon anyway."""
    delays = disruption.delays
    if delays is None or (delays.months is not None and lowest(delays.months) < 0.0):
        return
    for number, name in enumerate(delays.projects):
        project = scenario.projects[name]
        if project.first_product > scenario.end and lowest(number_of(scenario, name, LATE)) >= 0.0:
            says = (
                f"{name} is planned for {project.first_product}, after the end on {scenario.end}: "
                "that it comes later, or never, changes nothing."
            )
            yield Finding((*path, "projects", number), says, "Write a later end.", "warning")


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

"""A disruption that can hit nothing is a mistake, not a quiet no-op."""

from collections.abc import Iterator

from sim.scenario.finding import Finding
from sim.scenario.network import Network
from sim.scenario.numbers import highest
from sim.scenario.schema import Scenario


def disruptions(scenario: Scenario) -> Iterator[Finding]:
    """Check that every disruption can happen and hits something, by what its kind declares."""
    network = Network(scenario)
    for name, disruption in scenario.disruptions.items():
        path = ("disruptions", name)
        if highest(disruption.probability) <= 0:
            says = "With a probability of 0 it never happens."
            yield Finding(
                (*path, "probability"), says, "Raise it, or remove the disruption by null."
            )
        for finding in disruption.findings(network):
            yield finding._replace(path=(*path, *finding.path))

"""Numbers that are possible, and that no world has: mostly slips of units."""

from collections.abc import Iterator

from sim.scenario.errors import sentences
from sim.scenario.finding import Finding
from sim.scenario.node import Node
from sim.scenario.outline import rule_at
from sim.scenario.schema import Scenario
from sim.scenario.value import numbers


def magnitudes(scenario: Scenario, tree: Node) -> Iterator[Finding]:
    """Tell which numbers lie outside of what is usual for their kind."""
    for one in numbers(scenario):
        for says in one.bounds.unusual(one.value):
            remedy = sentences("A slip of units?", rule_at(tree, one.path))
            yield Finding(one.path, f"{says}.", remedy, "warning")

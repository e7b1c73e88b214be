"""Numbers that are possible, and that no world has: mostly slips of units."""

from collections.abc import Iterable, Iterator

from sim.scenario.errors import sentences
from sim.scenario.finding import Finding
from sim.scenario.node import Node
from sim.scenario.outline import rule_at
from sim.scenario.value import Value


def magnitudes(numbers: Iterable[Value], tree: Node) -> Iterator[Finding]:
    """Tell which numbers lie outside of what is usual for their kind."""
    for one in numbers:
        for says in one.bounds.unusual(one.value):
            remedy = sentences("A slip of units?", rule_at(tree, one.path))
            yield Finding(one.path, f"{says}.", remedy, "warning")

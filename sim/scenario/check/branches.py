"""Branchings: one of their branches must be taken, and something must follow from that."""

from collections.abc import Iterator

from sim.scenario.finding import Finding
from sim.scenario.node import Node, find
from sim.scenario.schema import Branching, Scenario
from sim.scenario.schema.branching import branching_of


def branches(scenario: Scenario, tree: Node) -> Iterator[Finding]:
    """Check the branchings, and that what belongs together happens in one branch."""
    for name, branching in scenario.branches.items():
        yield from _branching(scenario, tree, name, branching)
    for name, disruption in scenario.disruptions.items():
        for use in disruption.names():
            if use.noun == "disruption":
                other = scenario.disruptions[use.name].branch
                if _exclude(disruption.branch, other):
                    says = f"{use.name} happens in {other}, where this does not: they never meet."
                    yield Finding(("disruptions", name, *use.path), says, "Give both one branch.")


def _branching(
    scenario: Scenario, tree: Node, name: str, branching: Branching
) -> Iterator[Finding]:
    path = ("branches", name)
    if not any(branching.weights.values()):
        says = "All weights are 0: no branch could be taken."
        yield Finding((*path, "weights"), says, "Give at least one a weight above 0.")
    if name in scenario.disruptions:
        says = f"'{name}' is also the name of a disruption."
        yield Finding(path, says, "Give each its own name: measures and results tell them apart.")
    own = [key for key, d in scenario.disruptions.items() if branching_of(d.branch) == name]
    if not own:
        says = "No disruption happens in a branch of it: it has no effect."
        remedy = f"Write branch: {name}.{min(branching.weights)} in one, or null to remove it."
        yield Finding(path, says, remedy, "warning")
    elif branching.start is not None and scenario.measures.reference != name:
        place = find(tree, (*path, "start"))[1].at
        starts = [find(tree, ("disruptions", key, "start")) for key in own]
        if not any(len(found) == 3 and node.at == place for found, node in starts):
            says = "start has no effect: each disruption of its branches says when it begins."
            yield Finding((*path, "start"), says, "Leave it out.", "warning")


def _exclude(one: str | None, other: str | None) -> bool:
    """Tell whether two branches are of one branching, and not the same."""
    return one != other and one is not None and branching_of(one) == branching_of(other)

"""When the disruptions of a branch begin: when their branching does, if they do not say."""

from sim.scenario.node import Node
from sim.scenario.origin import Key
from sim.scenario.schema.branching import branching_of
from sim.scenario.schema.disruption.kinds import KINDS
from sim.scenario.schema.disruption.project_slip import ProjectSlip
from sim.scenario.schema.disruption.timed import Timed

BEGUN_BY = ("start", "trigger", "recurs")
"""Keys that say when a disruption begins."""
_OF_PROJECTS = frozenset(kind.kind_name() for kind in KINDS if kind.delays is not Timed.delays)


def settle_starts(tree: Node) -> Node:
    """Write the start of each branching into the disruptions of its branches that take it."""
    branchings, disruptions = (tree.mapping.get(key) for key in ("branches", "disruptions"))
    if branchings is None or disruptions is None or not branchings.mapping:
        return tree
    settled: dict[Key, Node] = {
        name: _settled(block, branchings) for name, block in disruptions.mapping.items()
    }
    return Node({**tree.mapping, "disruptions": Node(settled, disruptions.at)}, tree.at)


def _settled(block: Node, branchings: Node) -> Node:
    """Settle one disruption."""
    branching = branchings.mapping.get(branching_of(_word(block, "branch")) or "")
    start = None if branching is None else branching.mapping.get("start")
    if start is None or any(key in block.mapping for key in BEGUN_BY):
        return block
    hits_milestones = any(key in block.mapping for key in ProjectSlip.OF_MILESTONES)
    if _word(block, "kind") in _OF_PROJECTS and not hits_milestones:
        return block
    return Node({**block.mapping, "start": start}, block.at)


def _word(block: Node, key: str) -> str | None:
    """Give the word under a key; none if there is none."""
    value = block.mapping[key].value if key in block.mapping else None
    return value if isinstance(value, str) else None

"""Why an outage costs nothing."""

import numpy as np

from sim.output.groups import Group
from sim.stress.findings import Findings
from sim.stress.node import Node

HELD = "what is held and on its way"


def reason(found: Findings, node: Node, days: int, group: Group) -> str:
    """Say why an outage costs a group nothing; nothing where it costs something.

    The plan tells what a node carries, and for whom; longer outages tell whether stocks outlast a
    shorter one; the routes tell whether others could make up for it.
    """
    if not found.is_nothing(node, days, group):
        return ""
    ways = found.ways
    if not ways.carried_t(node) > 0.0:
        return "nothing is planned to pass through it then"
    names = sorted(found.test.scenario.consumers)
    hit = {names[member] for member in group.members} & ways.reaches(node)
    if not hit:
        return "it is not on the way to them"
    if (found.short_by_itself(group) <= days).any():
        return "they are short by themselves, or what is held outlasts it"
    if found.is_felt_later(node, days, group):
        return f"{HELD} {_lasts(found, node, group)}"
    if hit <= ways.served_without(node):
        return "others make up for it"
    return f"{HELD} lasts longer than {found.tried_days(node)} days"


def _lasts(found: Findings, node: Node, group: Group) -> str:
    """Say how long it lasts, from whichever member is short first, in any history.

    A small member may be short and a large group not, by its threshold.
    """
    own = [one for one in found.test.groups if {*one.members} <= {*group.members}]
    each = np.array([found.survives(node, one) for one in own])
    known = each[np.isfinite(each)]
    if not known.size:
        return "outlasts it"
    least, most = float(known.min()), float(known.max())
    return f"lasts {least:.0f} days" + (" or more" if most >= least + 0.5 else "")

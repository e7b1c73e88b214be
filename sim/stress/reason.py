"""Why an outage costs nothing."""

import math

import numpy as np

from sim.design.take import name_of
from sim.output.groups import Group
from sim.stress.findings import Findings
from sim.stress.node import Node
from sim.stress.take import SURVIVES

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
    if (np.asarray(found.undisturbed[name_of(group, SURVIVES)]) <= days).any():
        return "they are short by themselves, or what is held outlasts it"
    if found.is_felt_later(node, days, group):
        lasts = _lasts(found, node, group)
        known = f"lasts {lasts:.0f} days" if math.isfinite(lasts) else "outlasts it"
        return f"{HELD} {known}"
    if hit <= ways.served_without(node):
        return "others make up for it"
    least = found.test.trial_days if node.number in found.trial else found.longest
    return f"{HELD} lasts longer than {least} days"


def _lasts(found: Findings, node: Node, group: Group) -> float:
    """Give the least time to survive of any member in any history, where it is ever short.

    A small member may be short and a large group not, by its threshold.
    """
    own = [one for one in found.test.groups if {*one.members} <= {*group.members}]
    each = np.array([found.survives(node, one) for one in own])
    return float(np.min(each, where=~np.isnan(each), initial=math.inf))

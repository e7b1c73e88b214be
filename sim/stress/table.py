"""The findings as tidy rows: node, days, group, measure, statistics."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.measures import Statistics
from sim.measures.measure import by_name
from sim.output.groups import Group
from sim.stress.findings import CHAIN, Findings
from sim.stress.node import Node
from sim.stress.reason import reason
from sim.stress.take import COST, PENALTY, RECOVERS, SHORTFALL, SURVIVES, UNMET

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """A measure of a group in an outage of a node."""

    node: Node
    days: int | None
    """Length of the outage; none where it does not count."""
    group: Group
    measure: str
    found: Statistics
    reason: str
    """Why the outage costs nothing; empty where it costs something."""

    @property
    def unit(self) -> str:
        """Unit of the measure."""
        return by_name()[self.measure].unit


def rows(found: Findings) -> Iterator[Row]:
    """Go through all nodes: what each outage costs each group, and how long they hold out.

    Shortfall days, unmet demand and costs are differences to the undisturbed scenario. Of an
    outage that costs a group nothing there is the row of its shortfall days, with the reason.
    """
    for node in found.test.nodes:
        for group in found.test.groups:
            survives = found.survives(node, group)
            if np.isfinite(survives).any():
                yield Row(node, None, group, SURVIVES, found.describe(survives), "")
            for days in found.test.days:
                yield from _of_outage(found, node, days, group)
        for days in found.test.days:
            for measure in (COST, PENALTY):
                cost = found.cost(node, days, measure)
                if cost is not None:
                    yield Row(node, days, CHAIN, measure, found.describe(cost), "")


def _of_outage(found: Findings, node: Node, days: int, group: Group) -> Iterator[Row]:
    lost, why = found.lost(node, days, group), reason(found, node, days, group)
    yield Row(node, days, group, SHORTFALL, found.describe(lost), why)
    if not why:
        unmet = found.lost(node, days, group, UNMET)
        yield Row(node, days, group, UNMET, found.describe(unmet), "")
        recovers = found.recovers(node, days, group)
        if not np.isnan(recovers).all():
            yield Row(node, days, group, RECOVERS, found.describe(recovers), "")

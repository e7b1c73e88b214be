"""What a stress test finds: losses against the undisturbed scenario, history by history."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.design.take import Taken, name_of
from sim.measures import Statistics, describe
from sim.measures.statistics import QUANTILES
from sim.output.groups import Group
from sim.stress.node import Kind, Node
from sim.stress.plan import StressTest
from sim.stress.take import COST, RECOVERS, SHORTFALL, SURVIVES
from sim.stress.ways import Ways
from sim.world.chance.sampling import Sampling

F64 = NDArray[np.float64]

NOTHING = 5e-3
"""A loss that is smaller in every history is none, days: daily series are in single precision."""
CHAIN = Group("chain", "chain", "Whole chain", ())


@dataclass(frozen=True)
class Findings:
    """Every outage, and what was taken of it."""

    test: StressTest
    ways: Ways
    undisturbed: Taken
    single: Mapping[tuple[int, int], Taken]
    """By number of the node and days."""
    trial: Mapping[int, Taken]
    """Of nodes of which no outage is felt by anybody: one of two years, in a run that ends with it,
    by number."""
    undisturbed_trial: Taken
    """The same run without an outage; empty if there is no such node."""
    pairs: Mapping[tuple[int, int], Taken]
    """Two nodes out for the longest time, by their numbers."""

    @property
    def longest(self) -> int:
        """Days of the longest outage."""
        return self.test.days[-1]

    @property
    def everybody(self) -> Group:
        """All consumers together."""
        return next(group for group in self.test.groups if group.kind == "all")

    def measured(self, node: Node, days: int, group: Group, measure: str) -> F64:
        """Give a measure of an outage as it is, ``[history]``."""
        return np.asarray(self.single[node.number, days][name_of(group, measure)])

    def lost(self, node: Node, days: int, group: Group, measure: str = SHORTFALL) -> F64:
        """Give what an outage adds to a measure of the undisturbed scenario, ``[history]``."""
        return self._added(self.single[node.number, days], group, measure)

    def lost_of_pair(self, one: Node, other: Node, group: Group) -> F64:
        """Give what two outages together add to the shortfall days, ``[history]``."""
        return self._added(self.pairs[one.number, other.number], group, SHORTFALL)

    def cost(self, node: Node, days: int, measure: str = COST) -> F64 | None:
        """Give what an outage adds to the costs, M USD, ``[history]``; none if none are stated."""
        if name_of(CHAIN, measure) not in self.undisturbed:
            return None
        return self.lost(node, days, CHAIN, measure)

    def survives(self, node: Node, group: Group) -> F64:
        """Give the days from an outage's first to the first short one, ``[history]``.

        Of the longest outage, or of one of two years where that is not felt; infinite where
        neither is, ``nan`` where the scenario by itself is short by then.
        """
        found = self.measured(node, self.longest, group, SURVIVES)
        if node.number in self.trial:
            longer = self.trial[node.number][name_of(group, SURVIVES)]
            found = np.where(np.isinf(found), longer, found)
        by_itself = self.short_by_itself(group)
        return np.where(by_itself <= found, np.where(np.isinf(by_itself), found, np.nan), found)

    def short_by_itself(self, group: Group) -> F64:
        """Give the days from the outages' first to the scenario's own first short one."""
        return np.asarray(self.undisturbed[name_of(group, SURVIVES)])

    def is_nothing(self, node: Node, days: int, group: Group) -> bool:
        """Tell whether an outage costs a group nothing in any history."""
        return is_nothing(self.lost(node, days, group))

    def is_felt_later(self, node: Node, days: int, group: Group) -> bool:
        """Tell whether a longer outage than one of some days costs a group something."""
        longer = [self.lost(node, more, group) for more in self.test.days if more > days]
        if node.number in self.trial:
            name = name_of(group, SHORTFALL)
            longer.append(self.trial[node.number][name] - self.undisturbed_trial[name])
        return not all(map(is_nothing, longer))

    def ranked(self, kinds: Collection[Kind]) -> list[Node]:
        """Rank nodes by what their longest outage costs, the worst first.

        Where that is the same, by what whoever loses most does, then by their share.
        """

        def place(node: Node) -> tuple[float, float, float]:
            return -self.loss(node), -self.most_lost(node), -self.ways.share(node)

        return sorted((node for node in self.test.nodes if node.kind in kinds), key=place)

    def tried_days(self, node: Node) -> int:
        """Give the length of the longest outage of a node that was run, days."""
        return self.test.trial_days if node.number in self.trial else self.longest

    def loss(self, node: Node) -> float:
        """Give the mean of what a node's longest outage costs the ranking group, days."""
        return self._losses[node.number]

    def most_lost(self, node: Node) -> float:
        """Give the mean loss of the consumer that loses most in a node's longest outage, days."""
        return self._most[node.number]

    def exposure_index(self, node: Node) -> float:
        """Give what a node's longest outage costs, as a part of what the worst of its kind does."""
        most = max(self.loss(one) for one in self.test.nodes if one.kind == node.kind)
        return max(self.loss(node), 0.0) / most if most > 0.0 else 0.0

    def recovers(self, node: Node, days: int, group: Group) -> F64:
        """Give the days from an outage's end until a group is served again, ``[history]``.

        ``nan`` where the outage is not felt, so that there is nothing to recover from, and where
        the scenario by itself is short before, so that what it recovers from cannot be told.
        """
        found = self.measured(node, days, group, RECOVERS)
        is_felt = np.abs(self.lost(node, days, group)) >= NOTHING
        first = self.measured(node, days, group, SURVIVES)
        by_itself = np.isfinite(first) & (self.short_by_itself(group) <= first)
        return np.where(is_felt & ~by_itself, found, np.nan)

    def describe(self, values: F64) -> Statistics:
        """Summarise one value a history; what is not defined in a history is left out."""
        kept = ~np.isnan(values)
        if not kept.any():
            return Statistics(0, np.nan, np.nan, np.nan, (np.nan,) * len(QUANTILES), np.nan)
        return describe(values[kept], None if self._replicates is None else self._replicates[kept])

    @cached_property
    def _losses(self) -> dict[int, float]:
        return {node.number: self._mean(node, self.test.group) for node in self.test.nodes}

    @cached_property
    def _most(self) -> dict[int, float]:
        consumers = [group for group in self.test.groups if group.kind == "consumer"]
        nodes = self.test.nodes
        return {node.number: max(self._mean(node, one) for one in consumers) for node in nodes}

    def _mean(self, node: Node, group: Group) -> float:
        mean = float(self.lost(node, self.longest, group).mean())
        return 0.0 if abs(mean) < NOTHING else mean

    @cached_property
    def _replicates(self) -> NDArray[np.intp] | None:
        sampling = Sampling(self.test.scheme, self.test.histories)
        return sampling.replicates(np.arange(self.test.histories))

    def _added(self, taken: Taken, group: Group, measure: str) -> F64:
        name = name_of(group, measure)
        added: F64 = np.asarray(taken[name]) - np.asarray(self.undisturbed[name])
        return added


def is_nothing(lost: F64) -> bool:
    """Tell whether a loss is none in every history."""
    return bool((np.abs(lost) < NOTHING).all())

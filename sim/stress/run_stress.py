"""Run a stress test: single outages, outages of two years of what is not felt, and pairs."""

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from sim.design.run_design import run_design
from sim.design.take import Taken
from sim.scenario.schema import Scenario
from sim.stress.findings import Findings
from sim.stress.node import KINDS, Kind, Node
from sim.stress.plan import StressTest
from sim.stress.ways import Ways
from sim.study.pool import Pool
from sim.study.replicate import Progress

SINGLE: tuple[Kind, ...] = ("facility", "lane")
"""Kinds that pairs are made of, where any such node is tested."""


def run_stress(
    test: StressTest, pool: Pool, store: Path | None = None, progress: Progress | None = None
) -> Findings:
    """Run every point of a stress test.

    Parameters
    ----------
    test : StressTest
    pool : Pool
        Where histories are run.
    store : path, optional
        Folder in which what is finished is kept, and looked for before anything is run.
    progress : function, optional
        Hears how many histories are done, and of how many; what is added counts anew.
    """

    def run(points: Sequence[Scenario]) -> list[Taken]:
        return run_design(test.design(points), test.take, pool, store, progress) if points else []

    keys = [(node, days) for node in test.nodes for days in test.days]
    outages = [test.point([node], days) for node, days in keys]
    undisturbed, *taken = run([test.scenario, *outages])
    single = {(node.number, days): of for (node, days), of in zip(keys, taken, strict=True)}
    ways = Ways.of(test.scenario, test.begins, test.days[-1])
    found = Findings(test, ways, undisturbed, single, {}, {}, {})
    unfelt = _unfelt(found)
    trials = run([test.point(out, test.trial_days, ends=True) for out in _nobody_and(unfelt)])
    two = pairs_of(found)
    together = run([test.point(pair, found.longest) for pair in two])
    return Findings(
        test,
        ways,
        undisturbed,
        single,
        {node.number: of for node, of in zip(unfelt, trials[1:], strict=True)},
        trials[0] if trials else {},
        {(a.number, b.number): of for (a, b), of in zip(two, together, strict=True)},
    )


def _unfelt(found: Findings) -> list[Node]:
    """List nodes that carry goods to consumers, and of which even the longest outage is not felt.

    An outage of two years tells whether they hold out, or do without.
    """
    return [
        node
        for node in found.test.nodes
        if found.longest < found.test.trial_days
        and all(found.is_nothing(node, found.longest, group) for group in found.test.groups)
        and found.ways.carried_t(node) > 0.0
        and found.ways.reaches(node)
    ]


def _nobody_and(nodes: Sequence[Node]) -> list[list[Node]]:
    """Give what is out in each point: nothing, then each node; no points where there is none."""
    return [[], *([node] for node in nodes)] if nodes else []


def pairs_of(found: Findings) -> list[tuple[Node, Node]]:
    """List all pairs of the worst single nodes, of which none is a part of another.

    They are facilities and lanes, where any are tested: a country or a stage is many of these.
    """
    single = [node for node in found.ranked(KINDS) if node.kind in SINGLE]
    worst: list[Node] = []
    for node in single or found.ranked(KINDS):
        if len(worst) < found.test.pairs and not any(found.ways.overlap(node, w) for w in worst):
            worst.append(node)
    return list(combinations(sorted(worst, key=lambda node: node.number), 2))

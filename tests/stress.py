"""Stress tests with made-up losses, without the simulator."""

import numpy as np

from sim.design.take import Taken, name_of
from sim.output.run_request import RunRequest
from sim.scenario.load import load
from sim.scenario.network import routes
from sim.stress.findings import CHAIN, Findings
from sim.stress.node import Node
from sim.stress.plan import Asked, StressTest, stress_test
from sim.stress.take import COST, PENALTY, RECOVERS, SHORTFALL, SURVIVES, UNMET
from sim.stress.ways import Ways


def made_up(name: str, asked: Asked, histories: int = 64, *, costs: bool = False) -> Findings:
    """Losses that fall with the number of the node and grow with that of the consumer."""
    test = stress_test(RunRequest(load(name), histories, 1), asked)
    nodes, last = test.nodes, test.days[-1]
    two = [(nodes[0].number, other.number) for other in nodes[1:3]] if asked.pairs else []
    ways = tuple(routes(test.scenario))
    return Findings(
        test,
        Ways(test.scenario, ways, (1.0,) * len(ways)),
        _taken(test, None, 0, costs),
        {
            (node.number, days): _taken(test, node, days, costs)
            for node in nodes
            for days in test.days
        },
        {},
        {},
        {pair: _taken(test, nodes[0], last, costs) for pair in two},
    )


def _taken(test: StressTest, node: Node | None, days: int, costs: bool) -> Taken:
    chance = np.linspace(0.8, 1.2, test.histories)
    place = {one.number: at for at, one in enumerate(test.nodes)}
    worst = 0.0 if node is None else days * 0.6 ** place[node.number]
    found = {}
    for at, group in enumerate(test.groups):
        lost = worst * chance * (1 + at % 5) / 5 if worst >= 1.0 else 0.0 * chance
        survives = np.where(lost > 0, 30.0 + at, np.inf)
        for measure, values in (
            (SHORTFALL, lost), (UNMET, 10 * lost), (SURVIVES, survives), (RECOVERS, lost / 2),
        ):  # fmt: skip
            found[name_of(group, measure)] = values
    if costs:
        found |= {
            name_of(CHAIN, COST): 12 * worst * chance,
            name_of(CHAIN, PENALTY): worst * chance,
        }
    return found

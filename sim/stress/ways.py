"""How goods come to consumers, as planned: what a node carries, for whom, and who else could."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.scenario.chain import STAGE
from sim.scenario.network import Route
from sim.scenario.schema import Good, Scenario
from sim.stress.node import Node
from sim.world.chance.chance import Chance
from sim.world.state.state import BATCH
from sim.world.supply_chain import SupplyChain


@dataclass(frozen=True)
class Ways:
    """The routes of a scenario, with what is planned to pass on them during the outages."""

    scenario: Scenario
    routes: tuple[Route, ...]
    planned_t: tuple[float, ...]
    """Planned flow of each route while nodes are out, t a day, in expectation."""

    @classmethod
    def of(cls, scenario: Scenario, begins: int, days: int) -> "Ways":
        """Read the plan of the undisrupted world.

        Parameters
        ----------
        scenario : Scenario
        begins : int, day
            First day of the outages.
        days : int
            Length of the longest.
        """
        expected = Chance(scenario.seed, 0, BATCH, expected_value=True)
        context = SupplyChain.before(scenario, expected).context
        routes: list[Route] = []
        planned: list[float] = []
        for good, layout in context.layouts.items():
            ends = [context.plan.at(good, "lane", day) for day in (begins, begins + days)]
            flow = np.add.reduce((ends[0] + ends[1])[..., 0], axis=1) / 2.0
            routes += layout.routes
            planned += flow.tolist()
        return cls(scenario, tuple(routes), tuple(planned))

    def carried_t(self, node: Node) -> float:
        """Give what is planned to pass through a node, t a day."""
        both = (self._struck(node, of_depots=of_depots) for of_depots in (False, True))
        return sum(sum(struck.values()) for struck in both)

    def share(self, node: Node) -> float:
        """Give a node's part of all that is made of a good, 1: of several goods the largest.

        What a stage leaves over (scrap, concentrate of heavies) does not count. What passes through
        depots is made before: it counts where a node strikes nothing else.
        """
        struck = self._struck(node, of_depots=False) or self._struck(node, of_depots=True)
        made = self._added(range(len(self.routes)), of_depots=False)
        parts = (t / made[good] for good, t in struck.items() if made.get(good))
        return min(max(parts, default=0.0), 1.0)

    def reaches(self, node: Node) -> frozenset[str]:
        """Name the consumers to whom what a node makes or carries may come."""
        queue = [route.buyer for route in self.routes if node.strikes(route)]
        seen = set(queue)
        while queue:
            after = {r.buyer for r in self._from.get(queue.pop(), ())} - seen
            seen |= after
            queue += sorted(after)
        return frozenset(seen & set(self.scenario.consumers))

    def served_without(self, node: Node) -> frozenset[str]:
        """Name the consumers to whom goods may come by another way."""
        left = [route for route in self.routes if not node.strikes(route)]
        bought = _goods_bought(self.routes)
        fed: dict[str, set[Good]] = {}
        live = {route.seller for route in self.routes if route.seller not in bought}
        before = -1
        while len(live) > before:
            before = len(live)
            for route in left:
                if route.seller in live:
                    fed.setdefault(route.buyer, set()).add(route.good)
            live |= {name for name, goods in fed.items() if goods >= bought[name]}
        return frozenset(live & set(self.scenario.consumers))

    def overlap(self, one: Node, other: Node) -> bool:
        """Tell whether one of two nodes is a part of the other."""
        a, b = ({i for i, r in enumerate(self.routes) if n.strikes(r)} for n in (one, other))
        return a <= b or b <= a

    @cached_property
    def _from(self) -> dict[str, list[Route]]:
        found: dict[str, list[Route]] = {}
        for route in self.routes:
            found.setdefault(route.seller, []).append(route)
        return found

    @cached_property
    def _given(self) -> dict[str, Good | None]:
        """What each facility is there for; depots are for none."""
        return {n: s.gives for s in STAGE.values() for n in getattr(self.scenario, s.block)}

    def _struck(self, node: Node, *, of_depots: bool) -> dict[Good, float]:
        rows = (i for i, route in enumerate(self.routes) if node.strikes(route))
        return self._added(rows, of_depots=of_depots)

    def _added(self, rows: Iterable[int], *, of_depots: bool) -> dict[Good, float]:
        """Add up what passes on some routes from makers, or from depots, by good."""
        found: dict[Good, float] = {}
        for row in rows:
            route = self.routes[row]
            is_depot = route.seller in self.scenario.depots
            if is_depot == of_depots and (is_depot or self._given[route.seller] == route.good):
                found[route.good] = found.get(route.good, 0.0) + self.planned_t[row]
        return found


def _goods_bought(routes: Iterable[Route]) -> dict[str, set[Good]]:
    found: dict[str, set[Good]] = {}
    for route in routes:
        found.setdefault(route.buyer, set()).add(route.good)
    return found

"""The chain by origin: who may have what was in a place, and who may have what was not."""

from functools import cached_property

from sim.scenario.chain import BY_GRADE, CONCENTRATE, DEPOTS, MADE_OF, Good
from sim.scenario.network import Network, Route, block_of
from sim.scenario.provenance import DONE_BY, Origin


class OriginChain:
    """Who may sell what is of an origin, and who what is not, as far as lanes tell.

    Parameters
    ----------
    network : Network
    origin : Origin
    element : str, optional
        The element that counts. Without it elements are not told apart: with one from the place a
        seller may still have none to sell.
    """

    def __init__(self, network: Network, origin: Origin, element: str | None = None) -> None:
        self._network, self._origin, self._element = network, origin, element
        self._free: dict[tuple[str, Good], bool] = {}
        self._there: dict[tuple[str, Good], bool] = {}

    @cached_property
    def _lanes(self) -> dict[tuple[str, Good], list[Route]]:
        found = dict[tuple[str, Good], list[Route]]()
        for route in self._network.routes:
            found.setdefault((route.buyer, route.good), []).append(route)
        return found

    def _carries(self, route: Route) -> bool:
        """Tell whether a lane may carry the element."""
        element, scenario = self._element, self._network.scenario
        if element is None or route.good in BY_GRADE:
            return True
        if route.seller in scenario.mines:
            return element in scenario.mines[route.seller].basket
        if route.good == CONCENTRATE:
            return element in scenario.separation_plants[route.seller].residue
        plant = scenario.separation_plants.get(route.seller)
        return route.may_carry(element) and (plant is None or element in plant.recovery)

    @cached_property
    def _blocks(self) -> dict[str, str]:
        return block_of(self._network.scenario)

    def _does(self, name: str) -> bool:
        """Tell whether a facility makes there what is of the origin."""
        stage = DONE_BY.get(self._blocks[name])
        return stage in self._origin.stages and self._network.stands(name, self._origin.place)

    def _feeds(self, name: str, good: Good) -> list[Route]:
        """Give the lanes that bring a facility what it makes a good of."""
        block = self._blocks[name]
        sources = [good] if block == DEPOTS else [s for b, s in MADE_OF[good] if b == block]
        return [route for source in sources for route in self._lanes.get((name, source), ())]

    def may_have_been_there(self, name: str, good: Good) -> bool:
        """Tell whether anything that a facility sells may have been in the place."""
        return self._search(self._there, (name, good), at_once=True)

    def may_be_free(self, name: str, good: Good) -> bool:
        """Tell whether anything that a facility sells may be free of the place."""
        return self._search(self._free, (name, good), at_once=False)

    def _search(
        self, known: dict[tuple[str, Good], bool], at: tuple[str, Good], *, at_once: bool
    ) -> bool:
        """Go up the chain; what is met again on the way (scrap) adds nothing."""
        if at not in known:
            known[at] = False
            feeds = self._feeds(*at)
            if self._does(at[0]):
                known[at] = at_once
            elif not feeds:
                known[at] = not at_once
            else:
                known[at] = any(
                    self._search(known, (one.seller, one.good), at_once=at_once)
                    for one in feeds
                    if self._carries(one)
                )
        return known[at]

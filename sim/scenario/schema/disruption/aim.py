"""At whom an export control, or a change of one, is aimed, and at which goods."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sim.scenario.chain import Good
from sim.scenario.schema.base import Place
from sim.scenario.schema.licence import EndUse

if TYPE_CHECKING:
    from sim.scenario.network import Network, Route


@dataclass(frozen=True)
class Aim:
    """Orders, by the country and the end use that they declare, and by the good."""

    destinations: Collection[Place] | Literal["all"]
    end_uses: Collection[EndUse] | Literal["all"]
    goods: Collection[Good] | Literal["all"] = "all"

    @property
    def at_all(self) -> bool:
        """Whether every order is meant."""
        return self.destinations == self.end_uses == self.goods == "all"

    def at_all_of(self, good: str) -> bool:
        """Tell whether every order for a good is meant."""
        named = self.goods == "all" or good in self.goods
        return named and self.destinations == self.end_uses == "all"

    def at(self, network: "Network", route: "Route") -> bool:
        """Tell whether it is aimed at what a route carries, for the buyer as it declares it."""
        if self.goods != "all" and route.good not in self.goods:
            return False
        to, end_use = network.declared(route)
        there = self.destinations == "all" or any(
            network.within(to, target) for target in self.destinations
        )
        return there and (self.end_uses == "all" or end_use in self.end_uses)

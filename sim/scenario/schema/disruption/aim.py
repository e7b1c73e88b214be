"""At whom an export control, or a change of one, is aimed."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sim.scenario.schema.base import Place
from sim.scenario.schema.licence import EndUse

if TYPE_CHECKING:
    from sim.scenario.network import Network, Route


@dataclass(frozen=True)
class Aim:
    """Buyers, by the country and the end use as their orders declare them."""

    destinations: Collection[Place] | Literal["all"]
    end_uses: Collection[EndUse] | Literal["all"]

    @property
    def at_all(self) -> bool:
        """Whether every buyer is meant."""
        return self.destinations == "all" and self.end_uses == "all"

    def at(self, network: "Network", route: "Route") -> bool:
        """Tell whether it is aimed at the buyer as a route declares it."""
        to, end_use = network.declared(route)
        there = self.destinations == "all" or any(
            network.within(to, target) for target in self.destinations
        )
        return there and (self.end_uses == "all" or end_use in self.end_uses)

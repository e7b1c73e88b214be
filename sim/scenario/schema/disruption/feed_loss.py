"""Plants lose feed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from sim.scenario.finding import Finding
from sim.scenario.schema.base import Id
from sim.scenario.schema.disruption.effect import Left, Narrowing
from sim.scenario.schema.disruption.timed import Timed
from sim.scenario.schema.quantity import Fraction

if TYPE_CHECKING:
    from sim.scenario.network import Network, Route


class FeedLoss(Timed):
    """Plants lose a share of the feed they get from some or all suppliers."""

    kind: Literal["feed_loss"]
    """The kind of disruption."""
    plants: list[Id]
    """Plants that lose feed."""
    suppliers: list[Id] | Literal["all"] = "all"
    """Suppliers whose feed is lost."""
    share_lost: Fraction = 1.0
    """Share of the undisrupted feed that no longer comes."""

    nouns: ClassVar = {"plants": "facility", "suppliers": "facility"}
    targets: ClassVar = ("plants",)

    @property
    def left(self) -> Left:
        """What is not lost of the feed."""
        return Left("share_lost", lost=True)

    def narrows(self, network: "Network") -> Narrowing:
        """Narrow the lanes from the suppliers to the plants."""
        return Narrowing(lambda route: network.items(route.good) if self._feeds(route) else ())

    def misses(self, network: "Network") -> Iterator[Finding]:
        """A plant can only lose feed that it buys."""
        for number, plant in enumerate(self.plants):
            sellers = sorted({route.seller for route in network.routes if route.buyer == plant})
            hit = sellers if self.suppliers == "all" else set(sellers) & set(self.suppliers)
            if not hit:
                says = f"{plant} has no feed from these suppliers: it can hit nothing."
                remedy = f"{plant} buys from: {', '.join(sellers) or 'nobody'}."
                yield Finding(("plants", number), says, remedy)

    def _feeds(self, route: "Route") -> bool:
        return route.buyer in self.plants and (
            self.suppliers == "all" or route.seller in self.suppliers
        )

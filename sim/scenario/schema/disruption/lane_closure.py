"""Lanes are closed or narrowed."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.scenario.schema.base import Fraction, Id
from sim.scenario.schema.disruption.effect import Left, Narrowing
from sim.scenario.schema.disruption.timed import Timed

if TYPE_CHECKING:
    from sim.scenario.network import Network


class LaneClosure(Timed):
    """Lanes are closed or narrowed."""

    kind: Literal["lane_closure"]
    """The kind of disruption."""
    lanes: list[Id]
    """Entries of the lanes block."""
    factor: Fraction = 0.0
    """Share of the undisrupted flow that still passes."""
    orders_when_closed: Literal["cancel", "keep"] | None = None
    """What becomes of orders on a closed lane; none takes the policy's rule."""

    nouns: ClassVar = {"lanes": "lane"}
    targets: ClassVar = ("lanes",)

    @property
    def left(self) -> Left:
        """Part of the flow."""
        return Left("factor")

    def narrows(self, network: "Network") -> Narrowing:
        """Narrow all that the lanes carry."""
        return Narrowing(
            lambda route: network.items(route.good) if route.lane in self.lanes else (),
            orders_when_closed=self.orders_when_closed,
        )

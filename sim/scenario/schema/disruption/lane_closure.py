"""Lanes are closed or narrowed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from sim.scenario.finding import Finding
from sim.scenario.schema.base import Id
from sim.scenario.schema.disruption.effect import Left, Narrowing, Stop
from sim.scenario.schema.disruption.timed import Timed
from sim.scenario.schema.quantity import Fraction

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
    stops: Stop = "departures"
    """departures: nothing leaves. transit: what is on its way stands still, and goes on when it
    ends. arrivals: what arrives waits at the port, and is let in when it ends. With these two goods
    go on leaving."""
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
            stops=self.stops,
        )

    def findings(self, network: "Network") -> Iterator[Finding]:
        """Find keys that have no effect on what is on its way, too."""
        yield from super().findings(network)
        if self.stops != "departures" and self.orders_when_closed is not None:
            says = f"Orders go on with stops: {self.stops}; orders_when_closed has no effect."
            yield Finding(("orders_when_closed",), says, "Leave it out.", "warning")

    @model_validator(mode="after")
    def _stops_whole(self) -> "LaneClosure":
        if self.stops != "departures" and self.factor not in (0.0, 1.0):
            message = (
                f"with stops: {self.stops} goods stop altogether (factor: 0, or leave it out) or "
                "go on (factor: 1)"
            )
            raise ValueError(message)
        return self

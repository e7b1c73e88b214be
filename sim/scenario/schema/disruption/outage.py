"""Facilities lose capacity."""

from typing import ClassVar, Literal

from sim.scenario.schema.base import Fraction, Id
from sim.scenario.schema.disruption.effect import Idling, Left, Recovery
from sim.scenario.schema.disruption.timed import Timed


class Outage(Timed):
    """Facilities lose capacity."""

    kind: Literal["outage"]
    """The kind of disruption."""
    facilities: list[Id]
    """Facilities hit."""
    capacity_factor: Fraction = 0.0
    """Share of capacity left while it lasts."""
    recovery: Recovery | None = None
    """How capacity comes back; none means at once."""

    nouns: ClassVar = {"facilities": "facility"}
    targets: ClassVar = ("facilities",)
    watchable: ClassVar = False

    @property
    def left(self) -> Left:
        """Part of capacity."""
        return Left("capacity_factor")

    @property
    def idles(self) -> Idling:
        """The facilities named."""
        return Idling(tuple(self.facilities), self.recovery)

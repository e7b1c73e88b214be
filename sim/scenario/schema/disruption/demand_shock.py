"""Demand of consumers is multiplied."""

from typing import ClassVar, Literal

from sim.scenario.schema.base import Id, Place
from sim.scenario.schema.disruption.effect import Left
from sim.scenario.schema.disruption.timed import Timed
from sim.scenario.schema.quantity import Factor


class DemandShock(Timed):
    """Demand of consumers is multiplied."""

    kind: Literal["demand_shock"]
    """The kind of disruption."""
    consumers: list[Id | Place]
    """Consumers; a place stands for all consumers there."""
    factor: Factor
    """Multiplies demand while it lasts."""

    nouns: ClassVar = {"consumers": "consumer or place with consumers"}
    targets: ClassVar = ("consumers",)
    watchable: ClassVar = False

    @property
    def left(self) -> Left:
        """Part, or multiple, of demand."""
        return Left("factor")

    @property
    def shocks(self) -> list[Id | Place]:
        """The consumers named."""
        return self.consumers

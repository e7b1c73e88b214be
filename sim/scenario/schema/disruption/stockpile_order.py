"""A stockpile is told to release, or not to."""

from typing import ClassVar, Literal

from sim.scenario.schema.base import Id
from sim.scenario.schema.disruption.effect import Override
from sim.scenario.schema.disruption.timed import Timed


class StockpileOrder(Timed):
    """A stockpile is told to release, or not to, whatever its own policy says."""

    kind: Literal["stockpile_order"]
    """The kind of disruption."""
    stockpile: Id
    """The stockpile."""
    order: Literal["release", "pause"] = "release"
    """release lets members draw while it is in force; pause lets nobody, and wins over release."""

    nouns: ClassVar = {"stockpile": "stockpile"}
    is_response: ClassVar = True

    @property
    def overrides(self) -> Override:
        """The order to the stockpile named."""
        return Override(self.stockpile, self.order)

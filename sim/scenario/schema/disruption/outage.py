"""Facilities lose capacity."""

from typing import ClassVar, Literal

from pydantic import model_validator

from sim.scenario.schema.base import Id
from sim.scenario.schema.disruption.effect import Idling, Left, Recovery, WorkInProcess
from sim.scenario.schema.disruption.timed import Timed
from sim.scenario.schema.quantity import Fraction


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
    work_in_process: WorkInProcess = "goes_on"
    """What is in process when it begins is finished all the same, waits until it ends (with no
    capacity left), or is lost as far as capacity is."""
    stock_lost: Fraction = 0.0
    """Share of the stocks of feed and output at the facilities that is destroyed when it begins;
    with capacity_factor: 1 that is all it does."""

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
        destroys = self.stock_lost != 0.0
        return Idling(tuple(self.facilities), self.recovery, self.work_in_process, destroys)

    @model_validator(mode="after")
    def _freezes_whole(self) -> "Outage":
        if self.work_in_process == "freezes" and self.capacity_factor not in (0.0, 1.0):
            message = (
                "work in process freezes only in an outage with capacity_factor: 0 (or 1, which "
                "changes nothing)"
            )
            raise ValueError(message)
        return self

"""Projects are late."""

from typing import ClassVar, Literal

from sim.scenario.schema.base import Id
from sim.scenario.schema.disruption.effect import Delay
from sim.scenario.schema.disruption.timed import Timed
from sim.scenario.schema.quantity import Shift


class ProjectSlip(Timed):
    """Projects are late against their planned dates.

    With a trigger a project is late only where that sets the slip off before the project's planned
    first product: what happens later does not change the past.
    """

    kind: Literal["project_slip"]
    """The kind of disruption."""
    projects: list[Id]
    """Projects hit; all slip by the same draw."""
    months: Shift
    """Months late, on top of the project's own slip."""

    nouns: ClassVar = {"projects": "project"}
    targets: ClassVar = ("projects",)

    @property
    def delays(self) -> Delay:
        """The projects named, by the months."""
        return Delay(tuple(self.projects), self.months)

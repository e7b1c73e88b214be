"""Projects are never built."""

from typing import ClassVar, Literal

from sim.scenario.schema.base import Id
from sim.scenario.schema.disruption.effect import Delay
from sim.scenario.schema.disruption.timed import Timed


class ProjectCancel(Timed):
    """Projects are never built.

    With a trigger a project is cancelled only where that sets this off before the project's planned
    first product: what happens later does not change the past.
    """

    kind: Literal["project_cancel"]
    """The kind of disruption."""
    projects: list[Id]
    """Projects hit; the probability decides for all of them together."""

    nouns: ClassVar = {"projects": "project"}
    targets: ClassVar = ("projects",)

    @property
    def delays(self) -> Delay:
        """The projects named, for ever."""
        return Delay(tuple(self.projects), None)

"""Projects are late, as a whole or by some of their milestones."""

from typing import ClassVar, Literal

from pydantic import Field, model_validator

from sim.scenario.schema.base import Id, Place
from sim.scenario.schema.disruption.effect import Delay, Lengthening
from sim.scenario.schema.disruption.timed import Timed
from sim.scenario.schema.quantity import Shift


class ProjectSlip(Timed):
    """Projects are late against their planned dates, or milestones of them take longer.

    With none of causes, milestones and from a project is late as a whole: it counts from the
    planned first product, and with a trigger a project is late only where that sets the slip off
    before that day: what happens later does not change the past. Its milestones lose the time on
    the day on which it is set off, without a trigger on that of as_of, or on the first of the run:
    what is not done by then is done that much later.

    With any of them those milestones take longer that fit all that is given, and that are under way
    on a day on which it is in force, or begin on one; what waits for them waits longer, once their
    float is used up. A start, an end or a trigger says when it is in force.
    """

    kind: Literal["project_slip"]
    """The kind of disruption."""
    projects: list[Id] | Literal["all"] = "all"
    """Projects hit; all slip by the same draw. All of them only where milestones are hit."""
    causes: list[Id] = []
    """Causes of milestones: those with one of them take longer."""
    milestones: list[Id] = []
    """Names of milestones that take longer."""
    made_in: list[Place] = Field(default=[], alias="from")
    """Places: milestones take longer for which something comes from there."""
    months: Shift | None = None
    """Months late, on top of the project's own slip; or months that milestones take longer. They
    stand still while it is in force if it is left out."""

    nouns: ClassVar = {"projects": "project"}
    targets: ClassVar = ("projects",)
    OF_MILESTONES: ClassVar = ("causes", "milestones", "from")
    """Keys of which any says that milestones are hit, not whole projects."""

    @property
    def delays(self) -> Delay | None:
        """The projects named, by the months, unless milestones are hit."""
        if self.lengthens is not None or self.projects == "all":
            return None
        return Delay(tuple(self.projects), self.months)

    @property
    def lengthens(self) -> Lengthening | None:
        """The milestones that fit, by the months."""
        given = {"cause": self.causes, "milestones": self.milestones, "from": self.made_in}
        kept = {key: tuple(names) for key, names in given.items() if names}
        if not kept:
            return None
        projects = None if self.projects == "all" else tuple(self.projects)
        return Lengthening(projects, kept, self.months)

    @model_validator(mode="after")
    def _whole_or_parts(self) -> "ProjectSlip":
        if self.lengthens is None and self.projects == "all":
            message = (
                "a slip of whole projects names them, as projects: [new_plant]; causes, milestones "
                "or from say which milestones take longer, of all projects if none is named"
            )
            raise ValueError(message)
        if self.lengthens is None and self.months is None:
            raise ValueError("a slip of whole projects needs months, as months: 12")
        return self

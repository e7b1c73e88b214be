"""How a figure is looked at: how wide, which days of the run, whose lines, under which title."""

from dataclasses import dataclass, replace
from typing import Any

from sim.plots.style import WIDTH


@dataclass(frozen=True)
class View:
    """What a reader asks of a figure beside its kind."""

    width: float = WIDTH
    """Inch; text keeps its size."""
    window: str = "event"
    """Days: ``event``, ``all``, or ``2027-01-01:2028-06-30``; an end left out is the run's."""
    groups: tuple[str, ...] = ()
    """Names of the regions, end uses and so on that are drawn; none: as the kind does by itself."""
    consumers: tuple[str, ...] = ()
    """Ids of the consumers that are drawn; none: as the kind does by itself."""
    title: str = ""
    """Stands in the place of the scenario's title; none: that."""

    @property
    def is_choosy(self) -> bool:
        """Whether it says who is drawn."""
        return bool(self.groups or self.consumers)

    def with_changes(self, **changes: Any) -> "View":
        """Give the same but for some fields."""
        return replace(self, **changes)


USUAL = View()
"""What nobody has asked for anything else."""

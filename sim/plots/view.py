"""How a figure is looked at: how wide, which days of the run, whose lines, under which title."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

WIDTH = 8.2
"""Width of a figure unless asked otherwise, inch."""
FORMATS = ("svg", "pdf", "png")
"""Formats of figures."""


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
    align: str = "date"
    """What time runs of a comparison share: ``date``, or ``onset``, that of each one's first
    disruption."""

    @property
    def is_choosy(self) -> bool:
        """Whether it says who is drawn."""
        return bool(self.groups or self.consumers)

    def with_changes(self, **changes: Any) -> "View":
        """Give the same but for some fields."""
        return replace(self, **changes)

    @property
    def asked(self) -> dict[str, Any]:
        """What differs from the usual, by the names of the fields."""
        every = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in every.items() if value != getattr(USUAL, name)}

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "View":
        """Read it from what :attr:`asked` gives, lists in the place of tuples."""
        given: dict[str, Any] = dict(asked)
        for name in ("groups", "consumers"):
            given[name] = tuple(given.get(name, ()))
        return cls(**given)


USUAL = View()
"""What nobody has asked for anything else."""


@dataclass(frozen=True)
class Look:
    """How all figures of a run are drawn: the view, and in which formats."""

    view: View = USUAL
    formats: tuple[str, ...] = ("svg", "png")

    @property
    def text(self) -> str:
        """Write it in a line of JSON; nothing where it is as usual."""
        formats = {} if self.formats == AS_EVER.formats else {"formats": self.formats}
        asked = self.view.asked | formats
        return json.dumps(asked) if asked else ""

    @classmethod
    def of(cls, text: str) -> "Look":
        """Read what :attr:`text` gives."""
        asked: dict[str, Any] = json.loads(text) if text else {}
        formats = tuple(asked.pop("formats", AS_EVER.formats))
        return cls(View.of(asked), formats)


AS_EVER = Look()
"""How figures are drawn where nobody asks for anything else."""

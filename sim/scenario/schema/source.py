"""Where numbers come from."""

from typing import Literal

from sim.scenario.schema.base import Block


class Source(Block):
    """A document, or a passage of one, that numbers rest on."""

    title: str
    """Title and, where it helps, the figure meant."""
    publisher: str
    """Who published it."""
    year: int
    """Year of publication."""
    address: str | None = None
    """Where it can be read."""
    grade: Literal["A", "B", "C"]
    """A: read in the document; B: recalled from a named publication; C: estimate."""
    note: str | None = None
    """How the number follows from the document, or what overrides it."""

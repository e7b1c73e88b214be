"""Where numbers come from."""

from typing import Literal

from sim.scenario.schema.base import Block, Date, Text
from sim.scenario.schema.quantity import Year


class Source(Block):
    """A document, or a passage of one, that numbers rest on."""

    title: Text
    """Title and, where it helps, the figure meant."""
    publisher: Text
    """Who published it."""
    year: Year
    """Year of publication."""
    known: Date | None = None
    """Day up to which it knows the world: that of its data, not of the print. Of a year or a month
    the last day; of an estimate the day of the newest data under it."""
    address: Text | None = None
    """Where it can be read."""
    grade: Literal["A", "B", "C"]
    """A: read in the document; B: recalled from a named publication; C: estimate."""
    note: Text | None = None
    """How the number follows from the document, or what overrides it."""

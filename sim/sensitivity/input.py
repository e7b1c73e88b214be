"""One input of a run: what differs between its histories from their first day on."""

from dataclasses import dataclass
from typing import Literal, get_args

About = Literal["event", "projects", "data"]
"""What an input is of: what happens and for how long, when projects come, or the numbers of the
world."""
ABOUT: tuple[About, ...] = get_args(About)
Kind = Literal["factor", "number", "chance"]
"""What it is: what numbers of one source and kind have in common; a number; or whether something
happens, or which branch is taken, a number for each of a few cases."""


@dataclass(frozen=True)
class Input:
    """An input, and where it comes from."""

    name: str
    """Path in the scenario as its stream is named; of a factor ``source.kind``."""
    label: str
    """How reports call it."""
    kind: Kind
    about: About
    unit: str
    """Of its values; of a factor what numbers are multiplied by, or their odds."""
    low: float
    """5 % quantile, as drawn, in that unit."""
    high: float
    """95 % quantile."""
    source: str = ""
    """Id of its best source, if it has one."""
    grade: str = ""
    """Grade of that."""
    place: str = ""
    """Where it, or its source, is written: ``file:line:column``."""
    country: str = ""
    """Country or region that it is of, if it is of one alone."""
    stage: str = ""
    """Block or table of the scenario that it is of, if it is of one alone."""
    of_world: bool = False
    """Whether it is one of what a world is made of: uncertain by its source, or read off the world.
    Else each history has its own."""
    members: tuple[str, ...] = ()
    """Paths of the numbers that have a factor in common."""

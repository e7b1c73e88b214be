"""What a check finds, before its place in a file is known."""

from typing import NamedTuple

from sim.scenario.errors import Level
from sim.scenario.origin import Path


class Finding(NamedTuple):
    """Something wrong at a path of the scenario."""

    path: Path
    """Where."""
    says: str
    """What is wrong, with the value."""
    remedy: str = ""
    """What to do."""
    level: Level = "error"
    """Whether the scenario can be used all the same."""

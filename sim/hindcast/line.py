"""One thing that was scored: what was recorded, what was simulated, how far off, and the limit."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sim.output.text import rounded


@dataclass(frozen=True)
class Line:
    """A score."""

    of: str
    """Series or plant stop."""
    label: str
    """How reports call it."""
    what: str
    """What was scored, as ``wape_in_sample``."""
    when: str
    """Month or months, if any."""
    unit: str
    """Unit of the recorded and the simulated value: t, d, % (of normal flow), or none."""
    recorded: str
    """What is recorded, in the unit; nothing if the score is of many months."""
    simulated: str
    """What was simulated."""
    value: float
    """How far off it is (for coverage, how well it fits), in the limit's unit."""
    limit: float | None
    """The limit stated beforehand; none if it is not judged."""
    limit_unit: str
    """Unit of value and limit: 1, points (of normal flow), or d."""
    at_least: bool = False
    """Whether the limit is the least rather than the most."""

    @property
    def ok(self) -> bool | None:
        """Whether the limit is kept; none where there is none. What is not defined keeps none."""
        if self.limit is None:
            return None
        size = self.value if self.at_least else abs(self.value)
        if math.isnan(size):
            return False
        return size >= self.limit if self.at_least else size <= self.limit

    @property
    def verdict(self) -> str:
        """``ok``, ``outside``, or ``-`` where it is not judged."""
        return {True: "ok", False: "outside", None: "-"}[self.ok]

    def as_dict(self) -> dict[str, Any]:
        """Give the fields for JSON."""
        return {
            "of": self.of,
            "what": self.what,
            "when": self.when or None,
            "unit": self.unit or None,
            "recorded": self.recorded or None,
            "simulated": self.simulated or None,
            "value": rounded(self.value),
            "limit": self.limit,
            "limit_unit": self.limit_unit,
            "verdict": None if self.ok is None else self.verdict,
        }


def verdict(lines: Iterable[Line]) -> str:
    """Sum up: ``ok`` if every limit is kept, ``outside`` if one is not, ``not judged`` if none is.

    Examples
    --------
    >>> verdict([])
    'not judged'
    """
    judged = [line.ok for line in lines if line.ok is not None]
    if not judged:
        return "not judged"
    return "ok" if all(judged) else "outside"

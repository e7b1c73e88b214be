"""One thing that was scored: what was recorded, what was simulated, how far off, and the limit."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sim.output.text import rounded

NOT_JUDGED = "not judged"
"""Verdict on what has no limit."""


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
        """``ok``, ``outside`` or ``not judged``."""
        return {True: "ok", False: "outside", None: NOT_JUDGED}[self.ok]

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
    """Sum up.

    Returns
    -------
    str
        ``outside`` if a limit is missed, ``not judged`` if there is none; ``ok`` if all are kept
        and every series and stop has one, ``ok as far as judged`` if some have none.

    Examples
    --------
    >>> verdict([])
    'not judged'
    """
    lines = list(lines)
    judged = [line.ok for line in lines if line.ok is not None]
    if not judged:
        return NOT_JUDGED
    if not all(judged):
        return "outside"
    return "ok as far as judged" if not_judged(lines) else "ok"


def not_judged(lines: Iterable[Line]) -> list[str]:
    """Give the ids of the series and stops that have no limit at all."""
    lines = list(lines)
    judged = {line.of for line in lines if line.limit is not None}
    return list(dict.fromkeys(line.of for line in lines if line.of not in judged))


def summary(lines: Iterable[Line]) -> str:
    """Sum up in words: the verdict, and how many limits are kept."""
    lines = list(lines)
    judged = [line.ok for line in lines if line.ok is not None]
    kept = f", {sum(judged)} of {len(judged)} limits kept" if judged else ""
    return f"{verdict(lines)}{kept}"

"""What has become of the points so far."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sim.sweep.measured import Key, Measured, Sample
from sim.sweep.plan import Sweep

Status = Literal["complete", "failed", "invalid", "pending"]


@dataclass(frozen=True)
class Result:
    """What has become of a point."""

    status: Status = "pending"
    error: str = ""
    """Why it failed, or is invalid."""
    measured: Mapping[Key, Measured] = field(default_factory=dict)
    """Its measures, if it is complete."""
    histories: int = 0
    """Histories that were run: one where the point has no chance in it."""
    sample: Sample | None = None
    """Its measures history by history, if they were to be kept."""
    cause: Exception | None = None
    """What was raised as it ran, if that is why it failed."""


@dataclass(frozen=True)
class Results:
    """A sweep and what has become of each of its points."""

    sweep: Sweep
    of: tuple[Result, ...]
    """In the order of the points."""

    @property
    def keys(self) -> list[Key]:
        """Groups and measures of all points, in the order in which they are met.

        A point can lack a group that others have, where an input adds or removes consumers.
        """
        return list(dict.fromkeys(key for result in self.of for key in result.measured))

    @property
    def histories(self) -> int:
        """Histories at each point."""
        return self.sweep.histories

    @property
    def start(self) -> dt.date | None:
        """Date of day 0; none where points differ in it."""
        asked = (point.request or self.sweep.request for point in self.sweep.points)
        starts = {request.loaded.scenario.start for request in asked}
        return starts.pop() if len(starts) == 1 else None

    def count(self, status: Status) -> int:
        """Count the points of a status."""
        return sum(result.status == status for result in self.of)

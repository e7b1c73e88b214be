"""Cost against size: the measured points, and how steeply they rise."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.benchmarks.figure import digits

STEEPEST = 1.1
"""The aim is 1, cost in proportion to size or less; the rest is room for noise."""
SLOPE_DIGITS = 4
"""Digits behind the point of a slope: the last ones of a fit are the processor's own."""
ENOUGH_SECONDS, MOST_REPEATS = 2.0, 3


@dataclass(frozen=True)
class Curve:
    """Seconds that a job took at several sizes."""

    name: str
    of: str
    """What the size counts, as ``histories``."""
    points: tuple[tuple[float, float], ...]
    """Size and seconds, in order of size."""
    at_most: float = STEEPEST
    """The aim for the slope."""

    @property
    def slope(self) -> float:
        """Slope on logarithmic scales, fitted to the upper half: below it the fixed cost rules."""
        upper = np.log(self.points[-max(2, -(-len(self.points) // 2)) :])
        return round(float(np.polyfit(upper[:, 0], upper[:, 1], 1)[0]), SLOPE_DIGITS)

    @property
    def met(self) -> bool:
        """Whether the slope is within the aim."""
        return self.slope <= self.at_most

    @property
    def ends(self) -> str:
        """The smallest and the largest size with their seconds."""
        (low, first), (high, last) = self.points[0], self.points[-1]
        return f"{digits(first)} s for {low:,} to {digits(last)} s for {high:,} {self.of}"

    def as_json(self) -> dict[str, Any]:
        """Give what is kept in the file of results."""
        return {
            "name": self.name,
            "of": self.of,
            "points": [
                {"size": size, "seconds": seconds, "seconds_per_one": seconds / size}
                for size, seconds in self.points
            ],
            "slope": self.slope,
            "at_most": self.at_most,
            "met": self.met,
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Curve":
        """Take a curve from the file of results."""
        points = tuple((point["size"], point["seconds"]) for point in kept["points"])
        return cls(kept["name"], kept["of"], points, kept["at_most"])


def curve(
    name: str, of: str, sizes: Iterable[int], prepare: Callable[[int], Callable[[], object]]
) -> Curve:
    """Time a job at several sizes; *prepare* gives the job of a size, and is not timed."""
    return Curve(name, of, tuple((size, _fastest(prepare(size))) for size in sizes))


def _fastest(job: Callable[[], object]) -> float:
    """Time a job, a short one a few times: noise only ever adds."""
    taken: list[float] = []
    while len(taken) < MOST_REPEATS and sum(taken) < ENOUGH_SECONDS:
        start = time.perf_counter()
        job()
        taken.append(time.perf_counter() - start)
    return min(taken)

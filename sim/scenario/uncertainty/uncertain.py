"""A number of a scenario that may be off, and what it is in a history."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.scenario.origin import Key, Path, dotted
from sim.scenario.schema.bounds import LEAST, Bounds
from sim.scenario.schema.uncertainty import Kind, SourceGrade

F64 = NDArray[np.float64]

FARTHEST: Final = 3.0
"""Standard deviations from the middle beyond which nothing is drawn: one number in 370."""


@dataclass(frozen=True)
class Uncertain:
    """A number that may be off; with all its dates, if it is dated, which move together."""

    path: Path
    """Where it is written, without dates."""
    centre: float
    """As written; of a dated one the first value that can be off."""
    kind: Kind
    grade: SourceGrade
    """Grade of its best source."""
    source: str
    """Id of that source."""
    sigma: float
    """Standard deviation of the logarithm: of the number, of its odds, or of 1 and a growth."""
    bounds: Bounds
    """Of the format."""

    @property
    def name(self) -> str:
        """Its path as the user would write it."""
        return dotted(self.path)

    @property
    def factor(self) -> str:
        """Name of what it has in common with others of its source and kind."""
        return f"{self.source}.{self.kind}"

    @property
    def by_odds(self) -> bool:
        """Whether it stays between 0 and 1."""
        return self.bounds.high == 1.0

    @property
    def _beside(self) -> float:
        """What is multiplied together with it: a growth of 0 may be off, too."""
        return 1.0 if self.kind == "growth" else 0.0

    def value(self, centre: float, scores: F64) -> F64:
        """Give what a number is that is written as *centre*, by normal scores, shaped as these."""
        return self.moved(centre, np.exp(self.sigma * scores))

    def score(self, values: F64) -> F64:
        """Give the normal scores by which it, as written, is what it is, shaped as *values*."""
        by = (values + self._beside) / (self.centre + self._beside)
        if self.by_odds:
            by = by * (1.0 - self.centre) / np.maximum(1.0 - values, LEAST)
        return np.asarray(np.log(np.maximum(by, LEAST)) / self.sigma)

    def moved(self, centre: float, by: F64) -> F64:
        """Give a number of which the odds, or it itself, or 1 and it, are multiplied."""
        if self.by_odds:
            if not 0.0 < centre < 1.0:
                return np.full_like(by, centre)
            odds = centre / (1.0 - centre) * by
            return np.asarray(odds / (1.0 + odds))
        moved = (centre + self._beside) * by - self._beside
        if self.kind == "time" and self.bounds.unit == "days":
            moved = np.rint(moved)
        return np.minimum(np.maximum(moved, self.bounds.low), self.bounds.high)


@dataclass(frozen=True)
class LeftOut:
    """A sourced number that stays as it is written, and why."""

    path: Path
    reason: str


def undated(path: Path) -> Path:
    """Give a path without the date that it ends with, if it does."""
    last: Key = path[-1]
    return path[:-1] if isinstance(last, dt.date) else path

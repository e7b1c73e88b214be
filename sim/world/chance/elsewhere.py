"""Draws that points of a design take from other histories: pick and freeze.

A point is then as it was but for an input or some, which are those of a history further on: as
independent of its own as any other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Elsewhere:
    """Which draws which points take from other histories."""

    points: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Points of a world that do, by the name of the draw."""
    batches: int = 0
    """How many batches further on the other histories are."""

    def alike(self, beginning: str) -> dict[frozenset[str], list[int]]:
        """Put points together that take the same draws from there, of names that begin so."""
        names: dict[int, frozenset[str]] = {}
        for name, points in sorted(self.points.items()):
            for point in points if name.startswith(beginning) else ():
                names[point] = names.get(point, frozenset()) | {name}
        found: dict[frozenset[str], list[int]] = {}
        for point, some in names.items():
            found.setdefault(some, []).append(point)
        return found

    def taken(self, name: str, points: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Tell which columns of these points take a draw from there, ``[column]``."""
        return np.isin(points, list(self.points[name]))


NOTHING = Elsewhere()

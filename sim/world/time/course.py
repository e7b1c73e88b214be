"""Numbers of which some may change with the date."""

from collections.abc import Callable, Sequence
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.world.state.state import stacked
from sim.world.time.timeline import Timeline

F64 = NDArray[np.float64]


class Course:
    """An array of numbers for every day; the same one for all days where nothing changes.

    Parameters
    ----------
    make : callable
        Gives the array of a day.
    changes : bool
        Whether it is another one on other days.
    """

    DERIVED: ClassVar = {"_known"}

    def __init__(self, make: Callable[[float], F64], *, changes: bool) -> None:
        self._make, self.changes = make, changes
        self._known: tuple[float, F64] | None = None

    @classmethod
    def of(cls, lines: Sequence[Timeline], *shape: int) -> "Course":
        """Put timelines together to arrays ``[*shape, 1 or replication]``."""

        def make(day: float) -> F64:
            return stacked([line.on(day) for line in lines], *shape)

        return cls(make, changes=any(line.changes for line in lines))

    def on(self, day: float) -> F64:
        """Give the array of a day; it is not to be written to."""
        if self._known is None or (self.changes and self._known[0] != day):
            self._known = day, self._make(day)
        return self._known[1]


def combined(make: Callable[..., F64], *courses: Course) -> Course:
    """Reckon with the arrays of some courses, day by day where any of them changes."""
    return Course(
        lambda day: make(*(course.on(day) for course in courses)),
        changes=any(course.changes for course in courses),
    )

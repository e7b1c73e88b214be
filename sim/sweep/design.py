"""The design table: which values every point gives to the inputs."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim.sweep.vary import Axis, VaryError

MOST = 10_000
"""Most points of a design: each is a run and a folder."""

SHARED = {"seed": "--seed", "histories": "-n"}
"""Keys that all points have in common, and the options that set them."""


@dataclass(frozen=True)
class Design:
    """Inputs, and the value that each point gives them."""

    axes: tuple[Axis, ...]
    """The inputs, in the order of the command line."""
    points: tuple[tuple[str, ...], ...]
    """Values of each point in the order of the inputs, as ``--set`` takes them."""
    is_grid: bool = True
    """Whether all values are combined with all; otherwise the points were drawn."""

    @property
    def inputs(self) -> tuple[str, ...]:
        """Paths of the inputs; of those that move together, joined."""
        return tuple(axis.path for axis in self.axes)

    def settings(self, point: int) -> list[str]:
        """Give the settings of a point, as after ``--set``."""
        return [
            f"{path}={value}"
            for axis, value in zip(self.axes, self.points[point], strict=True)
            for path in axis.paths
        ]

    def named(self, point: int) -> str:
        """Name a point for readers: its number and its settings."""
        return f"point {point} ({', '.join(self.settings(point))})"


def grid(axes: Sequence[Axis]) -> Design:
    """Combine all values of all inputs; those of the first input change slowest.

    Raises
    ------
    VaryError
        An input has a range without values, or there are more than :data:`MOST` points.

    Examples
    --------
    >>> grid([Axis("a", ("1", "2")), Axis("b", ("x", "y"))]).points
    (('1', 'x'), ('1', 'y'), ('2', 'x'), ('2', 'y'))
    """
    if ranges := [axis.path for axis in axes if axis.is_range]:
        raise VaryError(
            f"--vary {ranges[0]}: a grid needs values. Write the number of them, a:b:n, or draw "
            "points from the range with --lhs N."
        )
    count = math.prod(len(axis.values) for axis in axes)
    if count > MOST:
        raise VaryError(
            f"The grid has {count:,} points, more than {MOST:,}. Write fewer values, or draw "
            "some points of it with --lhs N."
        )
    return Design(tuple(axes), tuple(itertools.product(*(axis.values for axis in axes))))


def check_axes(axes: Sequence[Axis], settings: Sequence[str]) -> None:
    """Refuse inputs that are in each other's way.

    Parameters
    ----------
    axes : sequence of Axis
    settings : sequence of str
        What ``--set`` changes at every point.

    Raises
    ------
    VaryError
        An input is given twice, lies within another, or is set as well; or it is one that all
        points have in common.
    """
    before: list[str] = []
    for path in (path for axis in axes for path in axis.paths):
        if path in SHARED:
            raise VaryError(
                f"--vary {path}: all points have this in common, so that they can be compared. "
                f"Use {SHARED[path]}."
            )
        for other in before:
            if _within(path, other) or _within(other, path):
                raise VaryError(
                    f"--vary {other} and --vary {path} change the same value. Keep one."
                )
        for setting in settings:
            if _within(setting.partition("=")[0].strip(), path):
                raise VaryError(f"{path} is varied, so --set {setting} would be lost.")
        before.append(path)


def _within(path: str, other: str) -> bool:
    return path == other or path.startswith(f"{other}.")

"""Names on a map: the first ones beside what they name, the others where there is room left."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from sim.plots.compare_style import text_width
from sim.plots.outlines import EAST, NORTH, SOUTH, WEST, Point
from sim.plots.style import INK

NAME = 6.0
"""Size of names, points."""
TALL = 0.1
"""Height of a name, inch."""
FIRST = 3
"""So many may cover marks, if there is no other room."""
AROUND = 0.06
"""How far from the middle of a place its name stands, at least, inch."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Named:
    """What has a name on a map."""

    at: Point
    """Longitude and latitude, degrees."""
    text: str
    weight: float
    """How much there is of it: those of most are named first."""
    reach: float = AROUND
    """How far from there its name must stay, inch."""


@dataclass(frozen=True)
class Spot:
    """What no name may cover."""

    at: Point
    """Longitude and latitude of its middle, degrees."""
    size: float
    """Its width and height, inch."""


def placed(
    names: Iterable[Named], wide: float, free: Iterable[Spot] = ()
) -> Iterator[tuple[float, float, str]]:
    """Set names one after the other, each where there is room beside what it names.

    Parameters
    ----------
    names : iterable of Named
    wide : float, inch
        Width of the map.
    free : iterable of Spot
        What stays free of names.

    Yields
    ------
    float, float, str
        Left and bottom of a name, degrees, and the name.
    """
    inch = wide / (EAST - WEST)
    taken, kept = list[Box](), [_around(one.at, one.size / inch) for one in free]
    for rank, one in enumerate(sorted(names, key=lambda one: -one.weight)):
        long, tall = text_width(one.text, NAME) / inch, TALL / inch
        spots = _spots(one.at, one.reach / inch, long, tall)
        boxes = [(left, bottom, left + long, bottom + tall) for left, bottom in spots]
        found = [box for box in boxes if _inside(box) and _is_free(box, taken)]
        if best := next((box for box in found if _is_free(box, kept)), None) or next(
            iter(found if rank < FIRST else ()), None
        ):
            taken.append(best)
            yield *best[:2], one.text


def draw_names(ax: Axes, names: Iterable[Named], wide: float, free: Iterable[Spot] = ()) -> None:
    """Write names where :func:`placed` finds room for them."""
    for left, bottom, text in placed(names, wide, free):
        ax.text(left, bottom, text, fontsize=NAME, va="bottom", color=INK, zorder=4,
                path_effects=[withStroke(linewidth=1.5, foreground="white")])  # fmt: skip


def _spots(at: Point, apart: float, long: float, tall: float) -> Iterator[tuple[float, float]]:
    """Give where the lower left corner of a name may stand, degrees: around its place."""
    x, y = at
    yield x + apart, y - tall / 2
    yield x - apart - long, y - tall / 2
    for step in (1.0, 1.8):
        yield x - long / 2, y + step * apart
        yield x - long / 2, y - step * apart - tall
        yield x + apart, y + step * apart
        yield x + apart, y - step * apart - tall
    for left in (WEST, EAST - long):  # beside the edge, where it is long
        if left < x < left + long:
            yield left, y + apart
            yield left, y - apart - tall


def _around(at: Point, wide: float) -> Box:
    x, y = at
    return x - wide / 2, y - wide / 2, x + wide / 2, y + wide / 2


def _inside(box: Box) -> bool:
    left, bottom, right, top = box
    return left >= WEST and right <= EAST and bottom >= SOUTH and top <= NORTH


def _is_free(box: Box, taken: Iterable[Box]) -> bool:
    return not any(_overlap(box, other) for other in taken)


def _overlap(one: Box, other: Box) -> bool:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    tall = min(one[3], other[3]) - max(one[1], other[1])
    return wide > 0.0 and tall > 0.0

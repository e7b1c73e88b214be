"""Facilities on a map: where they stand, what they make, and how that stands to before."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation
from numpy.typing import NDArray

from sim.output.sites import Site
from sim.plots.compare_style import shortened
from sim.plots.map_names import AROUND, NAME, Named, Spot
from sim.plots.map_stress import LOOK, stress_of
from sim.plots.outlines import EAST, NORTH, SOUTH, WEST, Point, world
from sim.plots.sheet import Swatch
from sim.plots.style import INK, place_name
from sim.plots.told import short
from sim.scenario.chain import (
    CONSUMERS,
    DEPOTS,
    MAGNET_MAKERS,
    METAL_MAKERS,
    MINES,
    MOTOR_MAKERS,
    RECYCLERS,
    SEPARATION_PLANTS,
)

F64 = NDArray[np.float64]


class Sign(NamedTuple):
    """How a kind of facility is drawn."""

    marker: str
    name: str
    middle: float = 0.0
    """How far above the middle of its height its centre is, as a part of that."""


KINDS = {
    MINES: Sign("^", "mine", -1 / 6),
    SEPARATION_PLANTS: Sign("s", "separation plant"),
    RECYCLERS: Sign("P", "recycler"),
    METAL_MAKERS: Sign("D", "metal maker"),
    MAGNET_MAKERS: Sign("o", "magnet maker"),
    MOTOR_MAKERS: Sign("p", "motor maker"),
    DEPOTS: Sign("v", "depot", 1 / 6),
    CONSUMERS: Sign("X", "consumer"),
}
"""By block, in the order of the chain."""
LARGEST, SMALLEST = 13.0, 4.5
"""Diameter of the mark of what makes most, and the least, points."""
DOT = 0.3
"""Diameter of the dot in a mark of what makes more than before, as a part of the mark's."""
LEAST = 0.5
"""Tonnes a month of the least that is named."""
LONGEST = 1.7
"""Longest name, inch: one that is longer is cut in its middle."""
APART = 0.02
"""Between a mark and its name, inch."""
KEPT = 0.6
"""Part of a mark's width that no name may cover."""
POINTS = 72.0
"""In an inch."""


@dataclass(frozen=True)
class Mark:
    """Facilities of a kind that stand at one point."""

    block: str
    name: str
    """What it is called on the map."""
    sites: tuple[Site, ...]
    """The one that makes most first."""
    at: Point
    """Longitude and latitude, degrees."""
    tonnes: F64
    """What they make together, t, ``[month]``."""
    before: float
    """The same before the disruption, t a month."""

    @property
    def whole(self) -> str:
        """The labels of all its facilities."""
        return "; ".join(one.label for one in self.sites)

    def made(self, month: int | None) -> float:
        """Give what it makes in a month, or before, t a month."""
        return self.before if month is None else float(self.tonnes[month])

    def stress(self, month: int | None) -> str:
        """Tell how that stands to before: a key of :data:`sim.plots.map_stress.STRESS`."""
        return stress_of(self.made(month), self.before)


@dataclass(frozen=True)
class Marks:
    """All marks of a map; none where nobody has a `location`."""

    every: tuple[Mark, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.every)

    @cached_property
    def has_makers(self) -> bool:
        """Whether facilities are told, not only consumers."""
        return any(one.block != CONSUMERS for one in self.every)

    @cached_property
    def countries(self) -> frozenset[str]:
        """Countries in which facilities stand."""
        makers = [one for mark in self.every for one in mark.sites if one.block != CONSUMERS]
        return frozenset(one.country for one in makers)

    @cached_property
    def most(self) -> float:
        """What the largest ever makes, t a month."""
        return max([1e-9, *(max(one.before, float(one.tonnes.max())) for one in self.every)])

    def made(self, month: int | None) -> float:
        """Give what facilities make in a month, t; what depots pass on and consumers use is not."""
        return sum(one.made(month) for one in self.every if one.block not in {DEPOTS, CONSUMERS})

    def drawn(self, month: int | None) -> list[Mark]:
        """List those that are drawn, the largest first: all that make anything, or did before."""
        found = [one for one in self.every if one.before > 0.0 or one.made(month) > 0.0]
        return sorted(found, key=lambda one: (-self.size(one, month), one.block, one.at))

    def size(self, mark: Mark, month: int | None) -> float:
        """Give the diameter of a mark, points: of one that is cut, that of before."""
        tonnes = mark.before if mark.stress(month) == "cut" else mark.made(month)
        return max(LARGEST * float(np.sqrt(tonnes / self.most)), SMALLEST)

    def names(self, month: int | None, most: int) -> Iterator[Named]:
        """Name the largest, with what they make."""
        for one in self.drawn(month)[:most]:
            tonnes, size = one.made(month), self.size(one, month)
            if max(tonnes, one.before) >= LEAST:
                reach = max(size / 2 / POINTS + APART, AROUND)
                name = f"{shortened(one.name, LONGEST, NAME)} {short(tonnes)}"
                yield Named(one.at, name, max(tonnes, one.before), reach)

    def spots(self, month: int | None) -> Iterator[Spot]:
        """Give what no name may cover."""
        for one in self.drawn(month):
            yield Spot(one.at, KEPT * self.size(one, month) / POINTS)


def point_of(site: Site) -> Point | None:
    """Give where a site is drawn: where it stands, else in the middle of its country.

    None if that is unknown, or beyond the edge of the map.
    """
    if site.location is None:
        return world().places.get(site.country)
    x, y = site.location.longitude, site.location.latitude
    return (x, y) if WEST <= x <= EAST and SOUTH <= y <= NORTH else None


def marks_of(sites: Sequence[Site], before: slice) -> Marks:
    """Put the sites that stand at one point together, by kind.

    Parameters
    ----------
    sites : sequence of Site
    before : slice
        Months before the disruption.
    """
    found: dict[tuple[str, Point], list[Site]] = {}
    for one in sites:
        if (at := point_of(one)) is not None:
            found.setdefault((one.block, at), []).append(one)
    located = {(one.block, one.country) for one in sites if one.location is not None}
    return Marks(
        tuple(
            _mark(block, at, sorted(some, key=lambda one: (-float(one.tonnes.max()), one.name)),
                  before, located)
            for (block, at), some in found.items()
        )
    )  # fmt: skip


def _mark(
    block: str, at: Point, some: Sequence[Site], before: slice,
    located: Container[tuple[str, str]],
) -> Mark:  # fmt: skip
    """Put sites together, the one that makes most first; its name is theirs, or the country's."""
    first, place = some[0], place_name(some[0].country)
    name = first.label
    if first.location is not None:
        name = name.partition(",")[0].partition("(")[0].strip() or name
    elif len(some) > 1:
        name = f"other {place}" if (block, first.country) in located else place
    tonnes: F64 = np.add.reduce([one.tonnes for one in some])
    return Mark(block, name, tuple(some), at, tonnes, float(tonnes[before].mean()))


def largest_of(sites: Iterable[Site]) -> dict[str, Point]:
    """Give where the site stands that makes most, for each country."""
    found = dict[str, Point]()
    for one in sorted(sites, key=lambda one: (float(one.tonnes.sum()), one.name)):
        if (at := point_of(one)) is not None:
            found[one.country] = at
    return found


def draw_marks(ax: Axes, marks: Marks, month: int | None) -> None:
    """Draw the marks of a month, small ones over large ones."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    for one in marks.drawn(month):
        look, size, sign = LOOK[one.stress(month)], marks.size(one, month), KINDS[one.block]
        ax.plot(*one.at, sign.marker, markersize=size, color=look.fill, alpha=0.9,
                markeredgecolor=look.edge, markeredgewidth=look.line, zorder=3)  # fmt: skip
        if look.dot:
            up = ScaledTranslation(0.0, sign.middle * size / POINTS, figure.dpi_scale_trans)
            ax.plot(*one.at, "o", color="white", markersize=DOT * size, markeredgewidth=0,
                    zorder=3, transform=ax.transData + up)  # fmt: skip


def key_of(marks: Marks) -> list[Swatch]:
    """Give the entries of the key: the kinds that are there, in the order of the chain."""
    there = {one.block for one in marks.every}
    return [
        Swatch(sign.name, INK, marker=sign.marker)
        for block, sign in KINDS.items()
        if block in there
    ]

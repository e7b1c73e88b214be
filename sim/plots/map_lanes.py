"""Lanes on a map: what places send each other, and how that stands to before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch
from numpy.typing import NDArray

from sim.output.links import Link, a_month, links, spans
from sim.output.tables import Tables
from sim.plots.map_stress import STRESS, stress_of
from sim.plots.outlines import Point, world

F64 = NDArray[np.float64]

LEAST = 1.0
"""Tonnes a month that must cross borders before, for the lanes of a good to be drawn."""
MOST = 24
"""Most lanes that are drawn: the largest, before or in the month."""
WIDEST, THINNEST = 6.0, 0.6
"""Width of a line that carries the most, and the least width, points."""
LARGEST, SMALLEST = 15.0, 2.5
"""Diameter of the place that makes most, and the least, points."""
BEND = 0.18
"""How far lanes bend, as a part of their length."""


@dataclass(frozen=True)
class Lanes:
    """What flows between places, by month and before, t a month."""

    by_month: Mapping[Link, F64] = field(default_factory=dict)
    before: Mapping[Link, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.by_month)

    def flow(self, link: Link, month: int | None) -> float:
        """Give what a lane carries in a month, or before, t a month."""
        return self.before[link] if month is None else float(self.by_month[link][month])

    def stress(self, link: Link, month: int | None) -> str:
        """Tell how that stands to before: a key of :data:`sim.plots.map_stress.STRESS`."""
        return stress_of(self.flow(link, month), self.before[link])

    def abroad(self, month: int | None) -> float:
        """Give what crosses a border in a month, t."""
        return sum(self.flow(link, month) for link in self.by_month if link[1] != link[2])

    def made(self, month: int | None) -> dict[str, float]:
        """Give what each place sends, what it keeps included, t a month."""
        found = dict[str, float]()
        for link in self.by_month:
            found[link[1]] = found.get(link[1], 0.0) + self.flow(link, month)
        return found

    def largest(self, month: int | None) -> list[Link]:
        """List the lanes between places that are drawn, the largest last."""
        size = {
            link: max(self.flow(link, month), self.before[link])
            for link in self.by_month
            if link[1] != link[2]
        }
        return sorted(size, key=lambda link: (size[link], link))[-MOST:]

    def width(self, link: Link, month: int | None) -> float:
        """Give the width of a lane's line, points: of one that is cut, that of before."""
        most = max([*(t for (_, a, b), t in self.before.items() if a != b), 1e-9])
        is_cut = self.stress(link, month) == "cut"
        tonnes = self.before[link] if is_cut else self.flow(link, month)
        return max(WIDEST * tonnes / most, THINNEST)

    def sizes(self, month: int | None) -> dict[str, float]:
        """Give the diameters of places that send anything in a month, points."""
        made = self.made(month)
        largest = max([*made.values(), 1e-9])
        return {
            place: max(LARGEST * float(np.sqrt(tonnes / largest)), SMALLEST)
            for place, tonnes in made.items()
            if tonnes > 0.0
        }


def lanes_of(tables: Tables) -> dict[str, Lanes]:
    """Give the lanes of each good that the run has kept and that crosses borders."""
    if not tables.axis("origins"):
        return {}
    found = links(tables.histories)
    before = a_month(found, spans(tables.histories)[0])
    known = {link: t for link, t in found.items() if {*link[1:]} <= world().places.keys()}
    return {
        good: Lanes(
            {link: t for link, t in known.items() if link[0] == good},
            {link: t for link, t in before.items() if link[0] == good},
        )
        for good in sorted({link[0] for link in known})
        if sum(t for link, t in before.items() if link[0] == good and link[1] != link[2]) >= LEAST
    }


def draw_lanes(
    ax: Axes, lanes: Lanes, month: int | None, ends: Callable[[Link], tuple[Point, Point]]
) -> None:
    """Draw the lanes of a month as bent lines between their ends."""
    for link in lanes.largest(month):
        swatch = STRESS[lanes.stress(link, month)]
        ax.add_patch(
            FancyArrowPatch(
                *ends(link),
                connectionstyle=f"arc3,rad={BEND}", arrowstyle="-", color=swatch.colour,
                linestyle=swatch.dash, linewidth=lanes.width(link, month), alpha=0.8,
                shrinkA=0, shrinkB=0, zorder=2,
            )
        )  # fmt: skip

"""The outlines of the continents, and where countries are: public-domain data beside this file."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Point = tuple[float, float]
"""Longitude and latitude, degrees."""

FILE = "world.json"
BLOCS = {"EU": (6.0, 48.5), "ROW": (-32.0, -22.0)}
"""Where blocs are drawn that are no country, degrees; the rest of the world stands at sea."""
WEST, EAST, SOUTH, NORTH = -130.0, 180.0, -50.0, 74.0
"""What is drawn of the world, degrees."""
LAND = "#E3E3DF"


@dataclass(frozen=True)
class World:
    """Outlines and places, longitude and latitude in degrees."""

    source: str
    licence: str
    land: tuple[F64, ...]
    """Rings, ``[point, 2]`` each."""
    places: dict[str, Point]
    """Middle of each country by its code, and of blocs."""


@cache
def world() -> World:
    """Read the outlines and places that travel with the package."""
    content = json.loads(files("sim.plots").joinpath(FILE).read_text(encoding="utf-8"))
    return World(
        content["source"],
        content["licence"],
        tuple(np.reshape(ring, (-1, 2)) for ring in content["land"]),
        {code: (at[0], at[1]) for code, at in content["places"].items()} | BLOCS,
    )


def draw_land(ax: Axes) -> None:
    """Draw the land on axes in degrees, without borders, at equal degrees."""
    ax.add_collection(PolyCollection(world().land, facecolor=LAND, edgecolor="none", zorder=0))
    ax.set(xlim=(WEST, EAST), ylim=(SOUTH, NORTH))
    ax.axis("off")

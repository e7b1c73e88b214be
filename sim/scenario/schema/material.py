"""Elements and magnet grades."""

from sim.scenario.schema.base import Block, Id, Label, SourceIds
from sim.scenario.schema.quantity import FixedFraction, OxideFactor


class Element(Block):
    """A rare earth (or a pair that is never parted, as NdPr) that the chain carries."""

    label: Label | None = None
    """How reports call it."""
    oxide_t_per_t_element: OxideFactor = 1.0
    """Tonnes of oxide that hold one tonne of the element."""
    heavy: bool = False
    """Whether it is a heavy rare earth."""
    sources: SourceIds = {}
    """Sources of the numbers."""


class Grade(Block):
    """A magnet grade with a recipe that never changes."""

    label: Label | None = None
    """What readers may call it; results name it by its id."""
    recipe: dict[Id, FixedFraction] = {}
    """Tonnes of each element in a tonne of finished magnet; empty needs no input."""
    sources: SourceIds = {}
    """Sources of the numbers."""

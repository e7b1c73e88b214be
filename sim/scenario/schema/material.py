"""Elements and magnet grades."""

from pydantic import Field

from sim.scenario.schema.base import Block, FixedFraction, Id, SourceIds


class Element(Block):
    """A rare earth (or a pair that is never parted, as NdPr) that the chain carries."""

    label: str | None = None
    """How reports call it."""
    oxide_t_per_t_element: float = Field(default=1.0, gt=0)
    """Tonnes of oxide that hold one tonne of the element."""
    heavy: bool = False
    """Whether it is a heavy rare earth."""
    sources: SourceIds = {}
    """Sources of the numbers."""


class Grade(Block):
    """A magnet grade with a recipe that never changes."""

    label: str | None = None
    """What readers may call it; results name it by its id."""
    recipe: dict[Id, FixedFraction] = {}
    """Tonnes of each element in a tonne of finished magnet; empty needs no input."""
    sources: SourceIds = {}
    """Sources of the numbers."""

"""Elements and magnet grades."""

from sim.scenario.schema.base import Block, Fraction, Id, Positive, SourceIds


class Element(Block):
    """A rare earth (or a pair that is never parted, as NdPr) that the chain carries."""

    label: str | None = None
    """How reports call it."""
    oxide_t_per_t_element: Positive = 1.0
    """Tonnes of oxide that hold one tonne of the element."""
    heavy: bool = False
    """Whether it is a heavy rare earth."""
    sources: SourceIds = {}
    """Sources of the numbers."""


class Grade(Block):
    """A magnet grade with a recipe that never changes."""

    label: str | None = None
    """How reports call it."""
    recipe: dict[Id, Fraction] = {}
    """Tonnes of each element in a tonne of finished magnet; empty needs no input."""
    sources: SourceIds = {}
    """Sources of the numbers."""

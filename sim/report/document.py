"""What a report says, however it is laid out: sections of paragraphs, lists, tables and figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """A cell of a table that is more than its text."""

    text: str
    sort: float | str | None = None
    """What rows are sorted by; none takes the text."""
    tone: str = ""
    """How it is set: ``better``, ``worse``, ``code``, or plainly."""
    link: str = ""
    """Address that it leads to."""


@dataclass(frozen=True)
class Table:
    """A table that can be sorted, filtered and downloaded."""

    name: str
    """Stem of the file that it is downloaded as; unique in a document."""
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: frozenset[int] = frozenset()
    """Columns of numbers, which are set to the right."""
    below: tuple[str, ...] = ()
    """What is said beneath it."""
    dense: bool = False
    """Whether it is set small, as what is looked up and not read."""


@dataclass(frozen=True)
class Paragraph:
    """Some sentences."""

    text: str
    small: bool = False


@dataclass(frozen=True)
class Items:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Code:
    """What is typed into a terminal."""

    text: str


@dataclass(frozen=True)
class Frame:
    """A picture of a figure."""

    label: str
    """What tells it from the others of its figure; nothing if there is one."""
    svg: bytes


@dataclass(frozen=True)
class Moving:
    """What is drawn over a picture, a page a moment, for a slider; on paper stand the frames."""

    ground: bytes
    """The picture beneath, SVG."""
    box: tuple[float, float, float, float]
    """Left, top, width and height of what is drawn, as parts of the picture."""
    size: tuple[float, float]
    """The same width and height, points."""
    first: int
    """Moment that is seen first."""
    look: Mapping[str, object]
    """How it is drawn, as :func:`sim.report.months.looks` says."""
    pages: Mapping[str, tuple[Mapping[str, object], ...]]
    """By what a reader may choose to see, moment by moment: ``said`` with ``lanes``, ``places``,
    ``marks`` and ``names``, as :mod:`sim.report.months` has them."""


@dataclass(frozen=True)
class Plate:
    """A figure with what is said of it."""

    name: str
    """Stem of its files."""
    title: str
    caption: str
    """How to read it."""
    alt: str
    """What it shows, with its numbers."""
    frames: tuple[Frame, ...]
    """Its pages, one after the other."""
    csv: str = ""
    """The data behind it; nothing if there are none."""
    panels: tuple[Mapping[str, object], ...] = ()
    """Curves that tell their values, as :mod:`sim.report.curves` finds them."""
    moving: Moving | None = None
    """What a slider moves on the page in the place of the frames; none where nothing does."""


Block = Paragraph | Items | Table | Plate | Code


@dataclass(frozen=True)
class Section:
    """A part of a document under a heading."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A report."""

    title: str
    facts: Mapping[str, str]
    """What stands below the title: author, date, as-of date of the world."""
    question: str
    answer: str
    """One sentence, with a number and its interval."""
    figures: Mapping[str, str]
    """The few numbers of the first screen, by what they are of."""
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()
    """What is said at the very end: program, digest."""

    @property
    def plates(self) -> tuple[Plate, ...]:
        """Its figures, in order."""
        blocks = (block for section in self.sections for block in section.blocks)
        return tuple(block for block in blocks if isinstance(block, Plate))


def row_of(*cells: Cell | str) -> tuple[Cell, ...]:
    """Make a row of texts and cells."""
    return tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in cells)


def section(name: str, title: str, blocks: Sequence[Block]) -> tuple[Section, ...]:
    """Make a section, or nothing where it has nothing to say."""
    return (Section(name, title, tuple(blocks)),) if blocks else ()

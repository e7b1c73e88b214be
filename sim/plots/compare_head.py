"""What stands above the panels: title, how to read it, and which line is which run."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from sim.plots.compare_style import shortened, style_of, text_width, wrapped
from sim.plots.style import INK

EDGE = 0.1
"""Margin of the text, inch."""
TITLE, NOTE, KEY = 10.5, 7.5, 7.5
"""Sizes of the text, points."""
TITLE_ROW, NOTE_ROW, KEY_ROW = 0.19, 0.135, 0.18
"""Heights of a line of each, inch."""
SAMPLE = 0.32
"""Length of a sample of a line, inch."""
TITLE_LINE, NOTE_LINE = "title", "note"
"""Labels of the lines of each, by which they are found again."""


@dataclass(frozen=True)
class Head:
    """The text above the panels, broken into lines for a width."""

    width: float
    """Of the figure, inch."""
    title: tuple[str, ...]
    note: tuple[str, ...]
    key: tuple[tuple[tuple[int, str, float], ...], ...]
    """Rows of runs: place of the run, its name, where it begins (inch)."""
    sample: Literal["line", "marker"] = "line"
    """How runs are shown in the key."""

    @classmethod
    def of(
        cls,
        width: float,
        title: str,
        note: str,
        runs: Sequence[str] = (),
        sample: Literal["line", "marker"] = "line",
        first: int = 0,
    ) -> "Head":
        """Break a title and a note into lines, and names of runs into rows of a key.

        The first of the runs is number *first* of the comparison.
        """
        room = width - 2 * EDGE
        return cls(
            width=width,
            title=tuple(wrapped(title, room, TITLE, bold=True)),
            note=tuple(wrapped(note, room, NOTE)),
            key=_rows(runs, room, first),
            sample=sample,
        )

    @property
    def height(self) -> float:
        """Room it takes, inch."""
        rows = TITLE_ROW * len(self.title) + NOTE_ROW * len(self.note)
        return 0.08 + rows + 0.04 + (KEY_ROW * len(self.key) + 0.05 if self.key else 0.0)

    def draw(self, figure: Figure) -> None:
        """Write it at the top of a figure."""
        tall = figure.get_figheight()
        at = tall - 0.08
        for line in self.title:
            _text(figure, EDGE, at, line, TITLE, INK, weight="bold").set_label(TITLE_LINE)
            at -= TITLE_ROW
        at -= 0.02
        for line in self.note:
            _text(figure, EDGE, at, line, NOTE, "#555555").set_label(NOTE_LINE)
            at -= NOTE_ROW
        at -= 0.05
        for row in self.key:
            for index, name, left in row:
                _sample(figure, index, left, at - 0.06, self.sample)
                _text(figure, left + SAMPLE + 0.06, at, name, KEY, style_of(index).colour)
            at -= KEY_ROW


def without_note(figure: Figure, caption: str) -> float:
    """Take the note out of a figure whose caption says the same; give the room it leaves, inch.

    The title moves down, so that the room is at the top.
    """
    lines = [one for one in figure.texts if one.get_label() == NOTE_LINE]
    said = "".join("".join(one.get_text() for one in lines).split())
    if not said or said not in "".join(caption.split()):
        return 0.0
    room = NOTE_ROW * len(lines)
    for line in lines:
        line.remove()
    for line in figure.texts:
        if line.get_label() == TITLE_LINE:
            line.set_y(line.get_position()[1] - room / figure.get_figheight())
    return room


def _rows(
    runs: Sequence[str], room: float, first: int
) -> tuple[tuple[tuple[int, str, float], ...], ...]:
    """Set names one after the other, in a new row where they do not fit."""
    rows: list[list[tuple[int, str, float]]] = []
    at = 0.0
    for index, full in enumerate(runs, first):
        name = shortened(full, room - SAMPLE - 0.06, KEY)
        wide = SAMPLE + 0.06 + text_width(name, KEY)
        if not rows or (at > 0.0 and at + wide > room):
            rows.append([])
            at = 0.0
        rows[-1].append((index, name, EDGE + at))
        at += wide + 0.25
    return tuple(map(tuple, rows))


def _text(
    figure: Figure, x: float, y: float, text: str, size: float, colour: str, weight: str = "normal"
) -> Text:
    wide, tall = figure.get_size_inches()
    return figure.text(
        x / wide, y / tall, text, va="top", fontsize=size, color=colour, weight=weight
    )


def _sample(figure: Figure, index: int, x: float, y: float, kind: str) -> None:
    """Draw a piece of a run's line, or its marker on a bar."""
    wide, tall = figure.get_size_inches()
    style = style_of(index)
    marker = kind == "marker"
    figure.add_artist(
        Line2D(
            [x / wide, (x + SAMPLE / 2) / wide, (x + SAMPLE) / wide],
            [y / tall] * 3,
            color=style.colour,
            linestyle="-" if marker else style.line,
            linewidth=1.0 if marker else 1.5,
            marker=style.marker if marker else "",
            markersize=4.5,
            markevery=[1] if marker else None,
        )
    )

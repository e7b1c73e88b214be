"""How runs look in the figures of a comparison, and text that fits a width."""

import warnings
from contextlib import nullcontext
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from sim.plots.fonts import families
from sim.plots.style import INK

NARROWEST, WIDEST, USUAL = 80.0, 400.0, 208.28
"""Widths of a figure, mm: 8.2 inch unless asked otherwise."""
MM = 25.4
"""Millimetres in an inch."""
SURE = 0.95
"""Part of a width that is filled to its last letter: pixels round the widths of letters."""


@dataclass(frozen=True)
class RunStyle:
    """How a run is drawn, told apart by colour, and by line or marker alone."""

    colour: str
    line: Any
    """Dash pattern."""
    marker: str


STYLES = (
    RunStyle(INK, "-", "o"),
    RunStyle("#D55E00", (0, (5, 1.6)), "s"),
    RunStyle("#0072B2", (0, (1.3, 1.3)), "^"),
    RunStyle("#009E73", (0, (6, 1.4, 1.3, 1.4)), "D"),
    RunStyle("#CC79A7", (0, (9, 2.5)), "v"),
    RunStyle("#B8A800", (0, (3, 1.2, 1.2, 1.2, 1.2, 1.2)), "P"),
    RunStyle("#56B4E9", (0, (2.5, 2.5)), "X"),
    RunStyle("#7A4A1E", (0, (1.2, 3)), "<"),
)
"""Of the runs in their order; the baseline is drawn solid and black."""


def style_of(index: int) -> RunStyle:
    """Give the style of a run by its place; figures of more runs than that have panels for them."""
    return STYLES[index]


@lru_cache(4096)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Measure a line of text, inch, at a size in points."""
    font = FontProperties(family=families(), size=size, weight="bold" if bold else "normal")
    with nullcontext() if text.isascii() else warnings.catch_warnings():
        if not text.isascii():  # what lacks a font is told where it is drawn
            warnings.simplefilter("ignore")
        width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) / 72.0


def shortened(text: str, width: float, size: float) -> str:
    """Cut what is wider than *width*, inch, in its middle: variants differ at the end."""
    if text_width(text, size) <= width:
        return text
    for kept in range(len(text) - 1, 0, -1):
        first = kept // 3
        cut = f"{text[:first].rstrip()}\N{HORIZONTAL ELLIPSIS}{text[len(text) - kept + first :]}"
        if text_width(cut, size) <= SURE * width:
            return cut
    return "\N{HORIZONTAL ELLIPSIS}"


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text at its spaces into lines of at most *width*, inch.

    A number stays with the per cent sign after it. Words that are wider are broken, too: some
    scripts have no spaces.
    """
    lines: list[str] = []
    text = text.replace(" %", "\N{NO-BREAK SPACE}%")
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}".strip()
            if text_width(longer, size, bold=bold) <= SURE * width:
                line = longer
                continue
            if line:
                lines.append(line)
            *full, line = _pieces(word, SURE * width, size, bold=bold)
            lines += full
        lines.append(line)
    return lines


def _pieces(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    """Break a word into pieces of at most *width*, inch, each of a letter at least."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces

"""Plain tables: columns lined up, nothing else, so that they can be piped and pasted."""

from collections.abc import Sequence
from shutil import get_terminal_size

from sim.scenario.visible import one_line

WIDE = 100
"""Characters of a line where no terminal and no COLUMNS says how many there are."""
GAP = 2
"""Blanks between columns."""


def table(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Line up the columns of rows of text; those numbered in *right* to the right."""
    if not rows:
        return ""
    rows = [list(map(one_line, row)) for row in rows]
    widths = _widths(rows)
    lines = (
        (" " * GAP)
        .join(
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        .rstrip()
        for row in rows
    )
    return "\n".join(lines)


def folded(rows: Sequence[Sequence[str]], first: int) -> str:
    """Line up columns to the right; what is too wide for the terminal goes on below.

    Parameters
    ----------
    rows : sequence of rows of text
        The head first.
    first : int
        How many columns say what a row is of: these stand in each part.
    """
    room = get_terminal_size((WIDE, 0)).columns
    widths = [GAP + width for width in _widths([list(map(one_line, row)) for row in rows])]
    taken = sum(widths[:first]) - GAP
    parts: list[list[int]] = [[]]
    for column in range(first, len(widths)):
        if parts[-1] and taken + sum(widths[at] for at in (*parts[-1], column)) > room:
            parts.append([])
        parts[-1].append(column)
    of = [[[row[at] for at in (*range(first), *part)] for row in rows] for part in parts]
    return "\n\n".join(table(part, right=range(len(part[0]))) for part in of)


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, column)) for column in zip(*rows, strict=True)]

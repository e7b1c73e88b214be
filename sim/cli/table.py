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
    """Line up columns to the right; a table that is too wide is turned or goes on below.

    Whichever takes fewer lines: rows that become columns, or columns that go on below.

    Parameters
    ----------
    rows : sequence of rows of text
        The head first.
    first : int
        How many columns say what a row is of: these stand in each part.
    """
    rows = [list(map(one_line, row)) for row in rows]
    turned = [list(column) for column in zip(*rows, strict=True)]
    parts, others = _parts(rows, first), _parts(turned, 1)
    if len(parts) > 1 and len(others) * (len(turned) + 1) < len(parts) * (len(rows) + 1):
        return "\n\n".join(table(part, right=range(1, len(part[0]))) for part in others)
    return "\n\n".join(table(part, right=range(len(part[0]))) for part in parts)


def _parts(rows: Sequence[Sequence[str]], first: int) -> list[list[list[str]]]:
    """Cut a table into parts that fit the terminal; the first columns stand in each."""
    room = get_terminal_size((WIDE, 0)).columns
    widths = [GAP + width for width in _widths(rows)]
    taken = sum(widths[:first]) - GAP
    parts: list[list[int]] = [[]]
    for column in range(first, len(widths)):
        if parts[-1] and taken + sum(widths[at] for at in (*parts[-1], column)) > room:
            parts.append([])
        parts[-1].append(column)
    return [[[row[at] for at in (*range(first), *part)] for row in rows] for part in parts]


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, column)) for column in zip(*rows, strict=True)]

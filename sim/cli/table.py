"""Plain tables: columns lined up, nothing else, so that they can be piped and pasted."""

from collections.abc import Sequence

from sim.scenario.visible import one_line


def table(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Line up the columns of rows of text; those numbered in *right* to the right."""
    if not rows:
        return ""
    rows = [list(map(one_line, row)) for row in rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = (
        "  ".join(
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
    return "\n".join(lines)

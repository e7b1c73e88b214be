"""A comparison on the terminal."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sim.cli.table import table

if TYPE_CHECKING:
    from sim.compare.comparison import Comparison
    from sim.compare.row import Row

MOST_CHANGES = 20
"""Differences between scenarios that are shown."""
LONGEST = 60
"""Most characters of a value."""
OTHERS = "Other groups and measures: --group NAME, --measure NAME, or --all."
"""The last line."""


def screen(comparison: "Comparison", rows: "Sequence[Row]") -> str:
    """Write a comparison: the runs, what differs in their scenarios, a table for each measure."""
    return "\n".join(_lines(comparison, rows))


def _lines(comparison: "Comparison", rows: "Sequence[Row]") -> Iterator[str]:
    from sim.compare.sections import change_lines, run_lines, sections
    from sim.scenario.errors import clipped

    yield from run_lines(comparison)
    yield "\nWhat differs in the scenarios"
    kept = comparison.changes[:MOST_CHANGES]
    cells = [
        (path, run, clipped(value, LONGEST), place)
        for path, run, value, place in change_lines(comparison, kept)
    ]
    yield _indented(table(cells)) if cells else "  nothing"
    if more := len(comparison.changes) - len(kept):
        yield f"  ... and {more} more; --json shows all"
    for section in sections(comparison, rows):
        yield f"\n{section.title} ({section.about})"
        if section.lines:
            first = 1 if len(comparison.runs) == 2 else 2
            right = range(first, len(section.head) - 1)
            yield _indented(table([section.head, *section.lines], right=right))
        yield from (f"  {sentence}" for sentence in section.below)
    yield ""
    yield from comparison.notes
    yield OTHERS


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())

"""A comparison on the terminal."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sim.cli.table import table

if TYPE_CHECKING:
    from sim.compare.comparison import Comparison
    from sim.compare.robust import Robust
    from sim.compare.row import Row
    from sim.compare.sections import Section

MOST_CHANGES = 20
"""Differences between scenarios that are shown."""
LONGEST = 60
"""Most characters of a value."""
OTHERS = "Other groups and measures: --group NAME, --measure NAME, or --all."
"""The last line."""


def screen(comparison: "Comparison", rows: "Sequence[Row]", robust: "Robust | None" = None) -> str:
    """Write a comparison: the runs, what differs in their scenarios, a table for each measure.

    Then the same by other criteria, if they are asked for.
    """
    return "\n".join(_lines(comparison, rows, robust))


def _lines(
    comparison: "Comparison", rows: "Sequence[Row]", robust: "Robust | None"
) -> Iterator[str]:
    from sim.compare.sections import change_lines, run_lines
    from sim.compare.widths import all_sections
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
    for section in all_sections(comparison, rows):
        yield from _shown(section)
    if robust:
        yield from _by_criteria(comparison, rows, robust)
    yield ""
    yield from comparison.notes
    if robust:
        from sim.compare.robust_sections import reading

        yield reading(robust)
    yield OTHERS


def _by_criteria(
    comparison: "Comparison", rows: "Sequence[Row]", robust: "Robust"
) -> Iterator[str]:
    """Write a table for each measure by criteria, then where they name different runs."""
    from sim.compare.robust import disagreements, ties
    from sim.compare.robust_sections import robust_sections

    start = comparison.runs[0].loaded.scenario.start
    for section in robust_sections(robust, rows, start):
        yield from _shown(section)
    judged = robust.rows(rows)
    if said := [*disagreements(judged, comparison.labels)]:
        yield "\nThe criteria disagree:"
        yield from (f"  {sentence}" for sentence in said)
    if said := [*ties(judged, comparison.labels)]:
        yield "\nWithin their intervals the criteria do not disagree:"
        yield from (f"  {sentence}" for sentence in said)


def _shown(section: "Section") -> Iterator[str]:
    yield f"\n{section.title} ({section.about})"
    if section.lines:
        yield _indented(table([section.head, *section.lines], right=section.right))
    yield from (f"  {sentence}" for sentence in section.below)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())

"""A comparison as Markdown, for an issue or a report."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from sim.compare.robust import Robust, disagreements, ties
from sim.compare.robust_sections import TITLE, reading, robust_sections
from sim.compare.row import Row
from sim.compare.sections import CHANGES_HEAD, Section, change_lines, run_lines
from sim.compare.widths import all_sections
from sim.output.markdown import grid, plain, plain_grid
from sim.scenario.visible import one_line

if TYPE_CHECKING:
    from sim.compare.comparison import Comparison


def markdown_of(
    comparison: "Comparison", table: Sequence[Row], robust: Robust | None = None
) -> str:
    """Write a comparison as Markdown with a table for each measure, and by other criteria."""
    labels = comparison.labels
    parts = [f"# {', '.join(map(plain, labels[1:]))} against {plain(labels[0])}"]
    parts.append(_list(run_lines(comparison)))
    parts.append("## What differs in the scenarios")
    lines = [
        (_code(path), plain(run), _code(value), plain(place))
        for path, run, value, place in change_lines(comparison, comparison.changes)
    ]
    parts.append(grid(CHANGES_HEAD, lines) if lines else "Nothing.")
    parts.append("## Results")
    parts += _sections(all_sections(comparison, table))
    if robust:
        start = comparison.runs[0].loaded.scenario.start
        parts += [f"## {TITLE}", *_sections(robust_sections(robust, table, start))]
        judged = robust.rows(table)
        parts += map(plain, (*disagreements(judged, labels), *ties(judged, labels)))
    notes = [*comparison.notes, *([reading(robust)] if robust else [])]
    parts += ["## How to read it", _list(notes)]
    return "\n\n".join(parts) + "\n"


def _sections(found: Iterable[Section]) -> Iterator[str]:
    for section in found:
        yield f"### {plain(section.title)} ({plain(section.about)})"
        if section.lines:
            yield plain_grid(section.head, section.lines, section.right)
        yield from (plain(sentence) for sentence in section.below)


def _code(text: str) -> str:
    """Show a text as it is, between as many backticks as it takes."""
    if not text:
        return ""
    text = one_line(text).replace("|", "\\|")
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    room = " " if "`" in text else ""
    return f"{fence}{room}{text}{room}{fence}"


def _list(items: Sequence[str]) -> str:
    return "\n".join(f"- {plain(item)}" for item in items)

"""A comparison as Markdown, for an issue or a report."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.compare.row import Row
from sim.compare.sections import CHANGES_HEAD, change_lines, run_lines, sections
from sim.scenario.visible import one_line

if TYPE_CHECKING:
    from sim.compare.comparison import Comparison


def markdown_of(comparison: "Comparison", table: Sequence[Row]) -> str:
    """Write a comparison as Markdown with a table for each measure."""
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
    for section in sections(comparison, table):
        parts.append(f"### {plain(section.title)} ({plain(section.about)})")
        if section.lines:
            right = range(1 if len(labels) == 2 else 2, len(section.head) - 1)
            cells = [list(map(plain, line)) for line in section.lines]
            parts.append(grid(section.head, cells, right))
        parts += [plain(sentence) for sentence in section.below]
    parts += ["## How to read it", _list(comparison.notes)]
    return "\n\n".join(parts) + "\n"


def grid(head: Sequence[str], lines: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Write a table of cells that are Markdown; columns in *right* are aligned to the right."""
    rule = ["---:" if column in right else "---" for column in range(len(head))]
    rows = [list(map(plain, head)), rule, *lines]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def plain(text: str) -> str:
    """Keep a text from being taken for markup, be it HTML or the end of a cell."""
    text = re.sub(r"&(?=#?\w+;)", "&amp;", one_line(text)).replace("<", "&lt;")
    return re.sub(r"([\\`*|\[\]])", r"\\\1", text)


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

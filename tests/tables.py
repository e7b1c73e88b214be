"""Writes the tables of ``results/README.md`` that follow from declarations in the code.

Each stands between ``<!-- NAME -->`` and ``<!-- end of NAME -->``. ``python tests/tables.py`` puts
them in; a test says whether they are in step.
"""

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sim.output.spread_rows import header  # noqa: E402
from sim.output.summary import NAMES  # noqa: E402
from sim.world.record.series import Series, Table  # noqa: E402
from sim.world.recorders import series  # noqa: E402

README = ROOT / "results" / "README.md"

TIMES = {
    "date": ("date", "the day"),
    "week": ("date", "first day of the week"),
    "month": ("month", "as `2026-11`; every month of the run"),
}
"""Unit and meaning of the columns of time."""
WHEN = {"over": "over the month", "end": "at its end"}


def rows(head: Iterable[str], body: Iterable[Iterable[str]]) -> str:
    """Write a Markdown table."""
    head = list(head)
    lines = [f"| {' | '.join(cells)} |".replace("|  |", "| |") for cells in (head, *body)]
    return "\n".join([lines[0], "|---" * len(head) + "|", *lines[1:]])


def with_table() -> list[tuple[Series, Table]]:
    """List the series that have a file of their own."""
    return [(one, one.table) for one in series() if one.table is not None]


def files() -> str:
    """List the files of recorded series."""
    return rows(("file", "what it is"), ((f"`{t.file}`", t.rows) for _, t in with_table()))


def sections() -> str:
    """Write a section for the file of each recorded series."""
    return "\n\n".join(section(one, table) for one, table in with_table())


def section(one: Series, table: Table) -> str:
    """Write the section of a file: what it holds, its columns, its entries."""
    time = header(one)[0]
    parts = [f"## {table.file}", table.doc]
    unit = f"`{one.unit}`" + (f", {one.unit_note}" if one.unit_note else "")
    body = [
        (f"`{time}`", *TIMES[time]),
        *((f"`{column.name}`", "", column.doc) for column in table.columns),
        *([("`entry`", "", "see below")] if one.entries else []),
        ("`unit`", "", unit + (", or what the entry is in" if units_differ(one) else "")),
        (", ".join(f"`{name}`" for name in ("mean", *NAMES)), "unit", "over the histories"),
    ]
    parts.append(rows(("column", "unit", "meaning"), body))
    if one.entries:
        entries = [
            (f"`{entry.name}`", one.unit_of(entry), WHEN[entry.when], entry.doc)
            for entry in one.entries
        ]
        parts.append(rows(("entry", "unit", "when", "meaning"), entries))
    return "\n\n".join([*parts, table.note] if table.note else parts)


def units_differ(one: Series) -> bool:
    """Tell whether some entries of a series have a unit of their own."""
    return any(one.unit_of(entry) != one.unit for entry in one.entries)


def arrays() -> str:
    """List the arrays of recorded series in the lots of a run."""
    kept = [one for one in series() if one.kept is not None]
    body = [
        (f"`{one.kept}`", ", ".join(dict.fromkeys(units(one))), f"`{shape(one)}`", one.doc)
        for one in kept
    ]
    return rows(("array", "unit", "axes", "what it is"), body)


def units(one: Series) -> list[str]:
    """List the units of a series."""
    return [one.unit_of(entry) for entry in one.entries] or [one.unit]


def shape(one: Series) -> str:
    """Write the axes of an array in the lots."""
    history = "history*" if one.may_be_shared else "history"
    return ", ".join([*(axis for axis in one.axes if axis != one.split), history])


BLOCKS: Mapping[str, Callable[[], str]] = {
    "files of series": files,
    "columns of series": sections,
    "arrays of series": arrays,
}
"""What stands between the marks of each name."""


def in_step(text: str) -> str:
    """Give the text with its tables as they should be.

    Raises
    ------
    ValueError
        If the marks of a table are not there.
    """
    for name, made in BLOCKS.items():
        begin, end = f"<!-- {name} -->\n", f"\n<!-- end of {name} -->"
        pattern = re.compile(f"(?<={re.escape(begin)}).*?(?={re.escape(end)})", re.DOTALL)
        block = made()
        text, count = pattern.subn(lambda _, block=block: f"\n{block}\n", text)
        if count != 1:
            raise ValueError(f"{README}: {count} blocks between the marks of {name}")
    return text


if __name__ == "__main__":
    README.write_text(in_step(README.read_text(encoding="utf-8")), encoding="utf-8")

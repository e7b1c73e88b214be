"""The tables of ``results/README.md`` that follow from declarations in the code.

``python -m tests.tables`` renews them; a test says whether they are in step.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from sim.measures.account import Account
from sim.measures.bill import Bill
from sim.measures.measure import CAUSED, REGISTER, Measure
from sim.measures.observed import Observed
from sim.output.derived import with_files
from sim.output.rows import dated
from sim.output.spread_rows import header
from sim.output.summary import NAMES
from sim.world.record.series import Series
from sim.world.record.table import Table
from sim.world.recorders import series
from tests.marked import replaced

README = Path(__file__).resolve().parents[1] / "results" / "README.md"

TIMES = {
    "date": ("date", "the day"),
    "week": ("date", "first day of the week"),
    "month": ("month", "as `2026-11`; every month of the run"),
    "year": ("year", "every calendar year of the run; the first and the last may be incomplete"),
    "period": (
        "month or year",
        "as `2026-11`, every month of the run, and as `2026`, every calendar year; the first and "
        "the last may be incomplete",
    ),
}
"""Unit and meaning of the columns of time."""
WHEN = {"over": "over the {}", "end": "at its end"}


def table(head: Iterable[str], body: Iterable[Iterable[str]]) -> str:
    """Write a Markdown table."""
    head = list(head)
    lines = [f"| {' | '.join(cells)} |".replace("|  |", "| |") for cells in (head, *body)]
    return "\n".join([lines[0], "|---" * len(head) + "|", *lines[1:]])


def with_table() -> list[tuple[Series, Table]]:
    """List the series, recorded or derived, that have a file of their own."""
    return [(one, one.table) for one in with_files() if one.table is not None]


def files() -> str:
    """List the files of recorded series."""
    return table(("file", "what it is"), ((f"`{t.file}`", t.rows) for _, t in with_table()))


def sections() -> str:
    """Write a section for the file of each recorded series."""
    return "\n\n".join(section(one, of) for one, of in with_table())


def section(one: Series, of: Table) -> str:
    """Write the section of a file: what it holds, its columns, its entries."""
    time = header(one)[0]
    parts = [f"## {of.file}", of.doc]
    unit = f"`{one.unit}`" + (f", {one.unit_note}" if one.unit_note else "")
    body = [
        (f"`{time}`", *TIMES[time]),
        *((f"`{column.name}`", "", column.doc) for column in of.columns),
        *([("`entry`", "", "see below")] if one.entries else []),
        ("`unit`", "", unit + (", or what the entry is in" if units_differ(one) else "")),
        (", ".join(f"`{name}`" for name in ("mean", *NAMES)), "unit", "over the histories"),
    ]
    parts.append(table(("column", "unit", "meaning"), body))
    if one.entries:
        entries = [
            (f"`{entry.name}`", one.unit_of(entry), WHEN[entry.when].format(time), entry.doc)
            for entry in one.entries
        ]
        parts.append(table(("entry", "unit", "when", "meaning"), entries))
    return "\n\n".join([*parts, of.note] if of.note else parts)


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
    return table(("array", "unit", "axes", "what it is"), body)


def units(one: Series) -> list[str]:
    """List the units of a series."""
    return [one.unit_of(entry) for entry in one.entries] or [one.unit]


def shape(one: Series) -> str:
    """Write the axes of an array in the lots."""
    history = "history*" if one.may_be_shared else "history"
    return ", ".join([*(axis for axis in one.axes if axis != one.split), history])


HISTORY = "number of the history, from 0; the same number has the same draws in every scenario with the same seed"
DISRUPTION = "first day of the disruption, first day after it; of several times the first"
TWIN = (
    "`{}` less that of the undisrupted twin: history by history with the same draws, so that a "
    "structural shortage is not blamed on the disruption"
)


def histories() -> str:
    """Set the columns of ``histories.csv`` as a table."""
    shown = [one for one in REGISTER.values() if one.in_histories]
    body = [
        ("`history`", "", HISTORY),
        *(row for one in shown for row in _columns(one)),
        ("`<disruption>.start_day`, `.end_day`", "day", DISRUPTION),
        ("`<branching>.branch`", "", "branch that is taken; only where the scenario has branches"),
    ]
    return table(("column", "unit", "meaning"), body)


def _columns(one: Measure) -> Iterator[tuple[str, str, str]]:
    yield f"`<group>.{one.name}{_of(one)}`", one.unit, _meaning(one)
    if one.unit == "day":
        never = "; nothing where there is none"
        yield f"`<group>.{dated(one.name)}`", "", f"its date{never}"


def _of(one: Measure) -> str:
    """Say what it has a value for each of, as in the name of a column."""
    return "" if one.per is None else f"[<{one.per}>]"


def table_of(source: type) -> str:
    """Set the measures of consumers, stockpiles or costs as a table."""
    rows = []
    for one in REGISTER.values():
        if one.source is source:
            rows.append((f"`{one.name}`", one.unit, one.better or "", _meaning(one)))
            if one.caused:
                twin = TWIN.format(one.name)
                rows.append((f"`{one.name}{CAUSED}`", one.unit, one.better or "", twin))
    return table(("measure", "unit", "better", "meaning"), rows)


def _meaning(one: Measure) -> str:
    return one.meaning[0].lower() + one.meaning[1:].removesuffix(".")


BLOCKS: Mapping[str, Callable[[], str]] = {
    "histories.csv": histories,
    "measures of consumers": lambda: table_of(Observed),
    "measures of stockpiles": lambda: table_of(Account),
    "measures of costs": lambda: table_of(Bill),
    "files of series": files,
    "columns of series": sections,
    "arrays of series": arrays,
}
"""What stands between the marks of each name."""


def renewed(text: str) -> str:
    """Renew every table in the text of the README.

    Raises
    ------
    ValueError
        If the marks of a table are not there.
    """
    for name, made in BLOCKS.items():
        text = replaced(text, name, made())
    return text


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")

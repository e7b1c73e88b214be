"""A small CSV file as a user wrote it: rows of named cells, each with its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.scenario.errors import (
    Problem,
    ScenarioError,
    clipped,
    did_you_mean,
    listed,
    render,
    sentences,
)
from sim.scenario.locate import shown_as
from sim.scenario.origin import Origin
from sim.scenario.text import read_text

_CELL = re.compile(r'"(?:[^"]|"")*"[^,]*|[^,]*')
DECIMAL = "Write numbers with a decimal point, and cells with commas between them."


class TableError(ScenarioError):
    """A table cannot be used; *problems* holds all that is wrong with it."""

    def __str__(self) -> str:
        """Render the first problems and the count of all."""
        return render(self.problems, closing="")


@dataclass(frozen=True)
class Cell:
    """A cell, and where it stands."""

    text: str
    """What it says, blanks around it left out."""
    origin: Origin
    line: str
    """The line that it stands in."""

    def problem(self, column: str, says: str, remedy: str = "") -> Problem:
        """Give what is wrong with it."""
        return Problem(self.origin, column, says, remedy, text=self.line)


@dataclass(frozen=True)
class Table:
    """The rows of a file, and what is wrong with some of them."""

    head: tuple[str, ...]
    """The columns that it must have, as one of those allowed has them."""
    rows: tuple[dict[str, Cell], ...]
    """Cells by column, of the rows that have as many cells as the first."""
    problems: tuple[Problem, ...]
    """What is wrong with the others."""


def read_table(file: Path, heads: Sequence[tuple[str, ...]], besides: Sequence[str] = ()) -> Table:
    """Read a file whose first row names its columns.

    Parameters
    ----------
    file : Path
    heads : sequence of tuple of str
        Sets of columns, of which it must have one.
    besides : sequence of str
        Columns that it may have.

    Raises
    ------
    ScenarioError
        If it cannot be read, or it is not told what its cells are.
    """
    shown = shown_as(file)
    rows = [row for row in _rows(read_text(file, shown), shown) if any(cell.text for cell in row)]
    wanted = " or ".join(",".join(head) for head in heads)
    if not rows:
        says = f"It is empty; it begins with the names of its columns: {wanted}."
        raise TableError([Problem(Origin(shown), "", says, "Write a row for each month.")])
    first, *rest = rows
    names = [cell.text.lower() for cell in first]
    if problems := list(_of_head(first, names, heads, besides, wanted)):
        raise TableError(problems)
    head = next(head for head in heads if set(head) <= set(names))
    found, wrong = list[dict[str, Cell]](), list[Problem]()
    for row in rest:
        if len(row) == len(names):
            found.append(dict(zip(names, row, strict=True)))
            continue
        at = row[len(names)] if len(row) > len(names) else row[-1]
        says = f"The row has {len(row)} cells, and the first row {len(names)}."
        wrong.append(at.problem("", says, DECIMAL))
    return Table(head, tuple(found), tuple(wrong))


def _of_head(
    first: Sequence[Cell],
    names: Sequence[str],
    heads: Sequence[tuple[str, ...]],
    besides: Sequence[str],
    wanted: str,
) -> Iterator[Problem]:
    """Check the names of the columns."""
    for mark, called in ((";", "semicolons"), ("\t", "tabs")):
        if len(first) == 1 and mark in first[0].text:
            says = f"Its cells are set apart by {called}."
            yield first[0].problem("", says, f"Save it as CSV with commas. {DECIMAL}")
            return
    known = {*besides, *(name for head in heads for name in head)}
    for place, (cell, name) in enumerate(zip(first, names, strict=True)):
        if name in names[:place]:
            yield cell.problem("", f"There are two columns '{clipped(name)}'.", "Leave one out.")
        elif name not in known:
            says = f"There is no column '{clipped(name)}'."
            remedy = f"Columns: {listed(known)}."
            yield cell.problem("", sentences(says, did_you_mean(name, known)), remedy)
    fits = [head for head in heads if set(head) <= set(names)]
    if len(fits) != 1 or set(names) - {*fits[0], *besides}:
        says = f"Its columns are {clipped(','.join(names))}."
        yield first[0].problem("", says, f"The first row is {wanted}.")


def _rows(text: str, shown: str) -> Iterator[list[Cell]]:
    """Cut lines into cells, each with its column."""
    for number, line in enumerate(text.splitlines(), 1):
        at, row = 0, list[Cell]()
        while at <= len(line):
            found = _CELL.match(line, at)
            raw = found.group() if found else ""
            cell = raw.strip()
            if len(cell) > 1 and cell[0] == cell[-1] == '"':
                cell = cell[1:-1].replace('""', '"').strip()
            column = at + 1 + len(raw) - len(raw.lstrip())
            row.append(Cell(cell, Origin(shown, number, column), line))
            at += len(raw) + 1
        yield row

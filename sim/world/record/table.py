"""How a recorded series is written as CSV."""

from collections.abc import Callable
from dataclasses import dataclass

from sim.scenario.schema import Scenario


@dataclass(frozen=True)
class Column:
    """A column of a CSV file that says whose a row is."""

    name: str
    doc: str


def ids_themselves(scenario: Scenario, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Give the ids along the axes of a series as the cells of its columns."""
    return ids


def parts_of_id(scenario: Scenario, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Give the parts of an id between its dots, as it is a path, as the cells."""
    (one,) = ids
    return tuple(one.split("."))


@dataclass(frozen=True)
class Table:
    """How a series is written as CSV: a row for each time, id and entry, over the replications."""

    file: str
    """Name of the file."""
    rows: str
    """What has a row, and when there is such a file; for the list of files."""
    doc: str
    """What stands above its columns; Markdown."""
    columns: tuple[Column, ...]
    """Whose a row is."""
    cells: Callable[[Scenario, tuple[str, ...]], tuple[str, ...]] = ids_themselves
    """Cells of these columns for the ids of a row, a function of a module."""
    note: str = ""
    """What stands below its columns; Markdown."""

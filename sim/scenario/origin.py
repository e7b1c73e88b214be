"""Where a value of a scenario comes from."""

import datetime as dt
from dataclasses import dataclass

Key = str | int | float | dt.date
"""A key of a mapping, or the index of a list item."""

Path = tuple[Key, ...]
"""The keys that lead from the top of a scenario to a value."""

SETTINGS = "--set"
"""Stands in the place of a file name for values set on the command line."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The place of a key (or list item) in a file; lines and columns count from 1."""

    file: str
    """File as the user would name it, or ``--set``."""
    line: int = 1
    """Line; for ``--set`` the number of the setting."""
    column: int = 1
    """Column."""

    def __str__(self) -> str:
        """Give the place as editors and compilers do, ``file:line:column``."""
        return self.file if self.file == SETTINGS else f"{self.file}:{self.line}:{self.column}"


def dotted(path: Path) -> str:
    """Write a path as the user would, ``consumers.us_ev.stock_days``."""
    return ".".join(str(key) for key in path)

"""A file of runs to compare: one a line, as on the command line, with a label before it or not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.variant import MARK, Variant, variants

if TYPE_CHECKING:
    from sim.scenario.errors import Problem
    from sim.scenario.origin import Origin

PART = ": "
"""Parts a label from its run."""
COMMENT = "#"


@dataclass(frozen=True)
class RunsFile:
    """The runs of a file, and how they are called."""

    runs: tuple[Variant, ...]
    labels: tuple[str, ...]
    """One for each; none if no line has one."""


@dataclass(frozen=True)
class _Line:
    """A line that names a run."""

    file: str
    number: int
    row: str
    label: str
    run: str

    @classmethod
    def of(cls, file: str, number: int, row: str) -> "_Line":
        """Take a label from a line; a file whose name has the mark in it has to have one."""
        label, mark, run = row.strip().partition(PART)
        # A value may have the mark in it, too: a label has no sign of equality.
        if not mark or "=" in label:
            label, run = "", row
        return cls(file, number, row, label.strip(), run.strip())

    def variant(self, ctx: click.Context, param: click.Parameter) -> "Variant | Problem":
        """Read the run, or say what is wrong with it."""
        try:
            found: Variant = variants(ctx, param, (self.run,))[0]
        except click.BadParameter as error:
            return self.problem(error.message)
        return replace(found, place=self.origin(), row=self.row)

    def problem(self, says: str, remedy: str = "", at: str = "") -> "Problem":
        """Say what is wrong with the run, or *at* something before it."""
        from sim.scenario.errors import Problem

        return Problem(self.origin(at), "", says, remedy, text=self.row)

    def origin(self, at: str = "") -> "Origin":
        """Give the place of the run, or of what stands before it."""
        from sim.scenario.origin import Origin

        column = self.row.index(at) if at else len(self.row.rstrip()) - len(self.run)
        return Origin(self.file, self.number, column + 1)


def runs_file(ctx: click.Context, param: click.Parameter, value: Path | None) -> Any:
    """Read the lines: ``RUN`` or ``LABEL: RUN``; empty ones and comments are left out.

    Raises
    ------
    ScenarioError
        With all that is wrong with them, and where.
    """
    if value is None:
        return None
    from sim.scenario.errors import ScenarioError
    from sim.scenario.text import read_text

    rows = read_text(value, str(value)).splitlines()
    lines = [
        _Line.of(str(value), number, row)
        for number, row in enumerate(rows, start=1)
        if row.strip() and not row.strip().startswith(COMMENT)
    ]
    if not lines:
        raise click.BadParameter(f"{value} names no run: write one a line", ctx, param)
    found = [line.variant(ctx, param) for line in lines]
    problems = [one for one in found if not isinstance(one, Variant)]
    problems += [*_problems_of_labels(lines), *_problems_of_stdin(lines)]
    if problems:
        raise ScenarioError(sorted(problems, key=lambda one: one.line))
    runs = tuple(one for one in found if isinstance(one, Variant))
    return RunsFile(runs, tuple(line.label for line in lines if line.label))


def _problems_of_labels(lines: Sequence[_Line]) -> Iterator["Problem"]:
    """Say which labels are missing, and which stand twice."""
    first: dict[str, _Line] = {}
    for line in lines:
        if not line.label and any(one.label for one in lines):
            says = f"'{line.run}' has no label, and others have."
            yield line.problem(says, "Write LABEL: RUN on every line, or on none.")
        elif line.label and (other := first.setdefault(line.label, line)) is not line:
            says = f"The label '{line.label}' stands here twice, first on line {other.number}."
            yield line.problem(says, "Call each run by a name of its own.", line.label)


def _problems_of_stdin(lines: Sequence[_Line]) -> Iterator["Problem"]:
    """Say where standard input is read again."""
    from sim.scenario.locate import STDIN

    for line in [line for line in lines if line.run.partition(MARK)[0] == STDIN][1:]:
        yield line.problem("Standard input (-) can be read only once.", "Put it into a file.")

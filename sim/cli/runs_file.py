"""A file of runs to compare: one a line, as on the command line, with a label before it or not."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from sim.cli.variant import Variant, variants

PART = ": "
"""Parts a label from its run."""
COMMENT = "#"


@dataclass(frozen=True)
class RunsFile:
    """The runs of a file, and how they are called."""

    runs: tuple[Variant, ...]
    labels: tuple[str, ...]
    """One for each; none if no line has one."""


def runs_file(ctx: click.Context, param: click.Parameter, value: Path | None) -> Any:
    """Read the lines: ``RUN`` or ``LABEL: RUN``; empty ones and comments are left out."""
    if value is None:
        return None
    from sim.scenario.text import read_text

    lines = [line.strip() for line in read_text(value, str(value)).splitlines()]
    found = [_parted(line) for line in lines if line and not line.startswith(COMMENT)]
    if not found:
        raise click.BadParameter(f"{value} names no run: write one a line", ctx, param)
    runs = variants(ctx, param, tuple(run for _, run in found))
    labels = [label for label, _ in found]
    if any(labels) and not all(labels):
        bare = next(run for label, run in found if not label)
        raise click.BadParameter(
            f"{value}: '{bare}' has no label, and others have: write LABEL: RUN on every line, or "
            "on none",
            ctx,
            param,
        )
    return RunsFile(runs, tuple(labels) if all(labels) else ())


def _parted(line: str) -> tuple[str, str]:
    """Take a label from a line; a file whose name has the mark in it has to have one."""
    label, mark, run = line.partition(PART)
    # A value may have the mark in it, too: a label has no sign of equality.
    return (label.strip(), run.strip()) if mark and "=" not in label else ("", line)

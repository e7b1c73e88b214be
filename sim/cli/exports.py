"""Options of ``run`` that write its tables for spreadsheets besides."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from sim.cli.echo import echo
from sim.cli.options import grouped

if TYPE_CHECKING:
    from sim.output.stored import StoredRun


@dataclass(frozen=True)
class Exports:
    """What is written besides the files of a run."""

    xlsx: bool
    european: bool

    def write(self, stored: "StoredRun", *, quiet: bool) -> None:
        """Write it into the folder of a run, whose manifest does not list it."""
        if not (self.xlsx or self.european):
            return
        from sim.output.sheets import write_european, write_workbook
        from sim.output.tables import tabulate

        with stored.held() as now:
            tables = tabulate(now)
            paths = [write_workbook(tables, now.folder)] if self.xlsx else []
            if self.european:
                paths.append(write_european(tables, now.folder)[0].parent)
        if not quiet:
            for path in paths:
                echo(f"Wrote {path}", err=True)


exporting = grouped(
    "exports",
    Exports,
    click.option("--xlsx", is_flag=True, help="Also write all tables into one Excel workbook."),
    click.option(
        "--european-csv",
        "european",
        is_flag=True,
        help="Also write them as CSV for a European Excel: semicolons, decimal commas.",
    ),
)
"""Adds the options of what is written besides."""

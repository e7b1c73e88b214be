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
    daily: int | None

    def write(self, stored: "StoredRun", *, quiet: bool) -> None:
        """Write it into the folder of a run, and list it in ``extras.json``."""
        if self.daily is not None:
            self._write_daily(stored, self.daily, quiet=quiet)
        if not (self.xlsx or self.european):
            return
        from sim.output.extras import recorded
        from sim.output.sheets import write_european, write_workbook
        from sim.output.tables import tabulate

        with stored.held() as now:
            tables, paths = tabulate(now), []
            if self.xlsx:
                with recorded(now.folder, now.command("--xlsx")) as written:
                    written.append(write_workbook(tables, now.folder))
                paths += written
            if self.european:
                with recorded(now.folder, now.command("--european-csv")) as written:
                    written += write_european(tables, now.folder)
                paths.append(written[0].parent)
        if not quiet:
            for path in paths:
                echo(f"Wrote {path}", err=True)

    def _write_daily(self, stored: "StoredRun", history: int, *, quiet: bool) -> None:
        """Run a history again, and write it day by day."""
        from sim.output.extras import recorded
        from sim.upstream.answer import watched_history
        from sim.upstream.daily import write_daily

        if history not in stored.numbers:
            raise click.BadParameter(
                f"the run has no history {history}: it has {stored.count}, from 0 on",
                param_hint="--daily",
            )
        if not quiet:
            echo(f"Running history {history} again, to write it day by day ...", err=True)
        with stored.held() as now:
            command = now.command("--daily", str(history))
            watched = watched_history(now, history, now.days, command)
            with recorded(now.folder, command) as written:
                written += write_daily(watched, now.start, now.folder)
        if not quiet:
            for path in written:
                echo(f"Wrote {path}", err=True)


exporting = grouped(
    "exports",
    Exports,
    click.option(
        "--daily",
        type=click.IntRange(0),
        metavar="HISTORY",
        help="Also write this history day by day: every lane's flow, every facility's stocks.",
    ),
    click.option("--xlsx", is_flag=True, help="Also write all tables into one Excel workbook."),
    click.option(
        "--european-csv",
        "european",
        is_flag=True,
        help="Also write them as CSV for a European Excel: semicolons, decimal commas.",
    ),
)
"""Adds the options of what is written besides."""

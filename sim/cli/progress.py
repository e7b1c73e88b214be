"""Progress of a run: a bar on a terminal, a line for every tenth elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from sim.cli.echo import echo


class Report(Protocol):
    """What a run calls as its histories are done."""

    def __call__(self, done: int, total: int) -> None:
        """Take how many are *done*, and of how many."""
        ...


@contextmanager
def progress(total: int, *, quiet: bool = False) -> Iterator[Report]:
    """Show progress on stderr until the block ends."""
    if quiet:
        yield lambda done, total: None
    elif sys.stderr.isatty():
        with _bar(total) as report:
            yield report
    else:
        yield Lines()


class Lines:
    """Writes a line each time another tenth of the histories is done."""

    def __init__(self) -> None:
        self.tenths = self.done = self.total = 0
        self.began = self.last = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """Write a line if there is news.

        More to do than before (``--until``) counts anew; where fewer are done than before, others
        follow on what is done, and neither tenths nor the time left know of those.
        """
        if done < self.done:
            echo(f"{total:,} more, on what these left open", err=True)
            self.tenths, self.total, self.began = 0, total, self.last
        elif total != self.total:
            self.tenths, self.total = 10 * done // max(total, 1) if self.total else 0, total
        self.done, self.last = done, time.monotonic()
        tenths = 10 * done // max(total, 1)
        if tenths > self.tenths:
            self.tenths = tenths
            seconds = self.last - self.began
            left = "" if done >= total else f", {seconds * (total - done) / done:.0f} s left"
            echo(f"{10 * tenths:>4} %  {done}/{total}  {seconds:.1f} s{left}", err=True)


@contextmanager
def _bar(total: int) -> Iterator[Report]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("histories"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    # rich itself leaves colour out where NO_COLOR is set.
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("run", total=total)

        def report(done: int, total: int) -> None:
            if done < bar.tasks[0].completed:
                bar.reset(task)
            bar.update(task, completed=done, total=total)

        yield report

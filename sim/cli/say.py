"""What commands tell on stderr before they run anything."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.echo import echo

if TYPE_CHECKING:
    from sim.output.run_request import RunRequest
    from sim.scenario.load import Loaded


def say_reading(names: Sequence[str]) -> None:
    """Tell which files are read, which takes a moment: a name may stand for one of several."""
    echo(f"Reading {', '.join(map(_read_as, names))} ...", err=True)


def say_meant(names: Sequence[str]) -> None:
    """Tell which files are read for names that are none themselves."""
    if others := [name for name in names if _read_as(name) != name]:
        say_reading(others)


def _read_as(name: str) -> str:
    """Name the file that a name stands for; a run, or what is not there, by itself."""
    from sim.scenario.locate import STDIN, is_there, locate, shown_as

    if name == STDIN:
        return "standard input"
    file = locate(name)
    is_run = is_there(Path(name) / "manifest.json")
    return name if is_run or not is_there(file) else shown_as(file)


def say_warnings(scenarios: "Sequence[Loaded]") -> None:
    """Print what looks wrong with scenarios, all in one list, and what time has overtaken."""
    from sim.scenario.errors import render

    if warnings := [problem for loaded in scenarios for problem in loaded.warnings]:
        echo(render(warnings, closing=""), err=True)
    say_overtaken(scenarios)


def today() -> dt.date:
    """Give the day of the calendar; nothing that is written to a file may depend on it."""
    return dt.datetime.now(tz=dt.UTC).date()


def say_overtaken(scenarios: "Sequence[Loaded]") -> None:
    """Print which disruptions of outlooks begin before today."""
    from sim.scenario.outlook import overtaken

    found = (says for loaded in scenarios for says in overtaken(loaded.scenario, today()))
    for says in dict.fromkeys(found):
        echo(f"warning: {says}", err=True)


NO_CHANCE = "  no chance in it: one history is all there is to know"
"""Said where ``-n`` does not count."""


def at_each(histories: int, *, is_random: bool, what: str = "") -> str:
    """Say how many histories each point has, and why only one where there is no chance."""
    from sim.scenario.errors import plural

    each = f" at each {what}".rstrip()
    chance = f"{plural(histories, 'history')}{each}"
    return chance if is_random else f"one history{each}, as nothing is random"


MOST_FAULTS = 8
"""Files that are not as they were written, of which each is told."""


def say_faults(request: "RunRequest") -> None:
    """Tell which files of a run are not as they were written, and what becomes of them.

    Raises
    ------
    OutputError
        If what stands there cannot be mended.
    """
    found = request.faults()
    for fault in found[:MOST_FAULTS]:
        again = "its histories are run again" if fault.path.suffix == ".npz" else "written again"
        echo(f"{fault}; {again}", err=True)
    if len(found) > MOST_FAULTS:
        echo(f"... and {len(found) - MOST_FAULTS} files more", err=True)


def say_run(request: "RunRequest") -> None:
    """Tell what is going to be run, and why there are more histories than were asked for.

    And which stored files are not as they were written, and so are made again.
    """
    from sim.scenario.errors import plural

    say_faults(request)

    scenario, (_, histories) = request.loaded.scenario, request.settled
    says = f"{scenario.name}  {plural(histories, 'history')} x {scenario.days} days  "
    says += f"seed {request.seed}"
    if not request.settled[0].is_random:
        says += NO_CHANCE
    elif request.sampling != "random":
        more = f", {histories} to fill lots of 64" if histories != request.histories else ""
        says += f"  {request.sampling} sampling{more}"
    elif spare := request.spare:
        says += f"  {spare} more are run and kept: lots are of 64"
    echo(says, err=True)


GOES_ON = "the same command goes on from there."


@contextmanager
def resumable(kept: str = "What is finished is kept") -> Iterator[None]:
    """Note on what breaks a command off what is kept, and how to go on, if nobody has yet."""
    try:
        yield
    except KeyboardInterrupt as stop:
        if not getattr(stop, "__notes__", []):
            stop.add_note(f"{kept}; {GOES_ON}")
        raise

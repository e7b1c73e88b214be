"""Files of a run, each written whole or not at all.

``manifest.json`` is written first and ``summary.json`` last: a folder with a summary is complete.
"""

import contextlib
import json
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sim.output.flow_rows import flows_csv
from sim.output.manifest import manifest_json
from sim.output.rows import events_csv, histories_csv, occurrences_csv
from sim.output.series import series_csv
from sim.output.spread_rows import spread_csv
from sim.output.summary import FORMAT, summary_json
from sim.output.tables import Tables
from sim.study.job import Job
from sim.world.recorders import series
from sim.world.timing.timing_recorder import OCCURRENCES

MANIFEST, SUMMARY = "manifest.json", "summary.json"


class OutputError(Exception):
    """A result cannot be written or read; the message names the file and the remedy."""


class OccupiedError(OutputError):
    """A folder holds something else; the message names it and the remedy."""


def save(
    tables: Tables,
    folder: Path,
    *,
    draw: Callable[[Tables, Path], list[Path]] | None = None,
) -> list[Path]:
    """Write the tables of a run and give the paths, in the order they were written.

    Parameters
    ----------
    tables : Tables
        The run's tables.
    folder : path
        Where to write, as :func:`begin` left it. A summary of an earlier run is removed first, so
        that a run that is broken off never looks complete.
    draw : function, optional
        Draws the figures of the tables into a folder and gives their paths.

    Raises
    ------
    OutputError
        If a file cannot be written; what was there before is left as it was.
    """
    with explained(folder):
        (folder / SUMMARY).unlink(missing_ok=True)
    contents: tuple[tuple[str, Callable[[], str]], ...] = (
        ("series.csv", lambda: series_csv(tables)),
        ("histories.csv", lambda: histories_csv(tables)),
        ("events.csv", lambda: events_csv(tables)),
    )
    if tables.histories.has(OCCURRENCES.name):
        contents += (("occurrences.csv", lambda: occurrences_csv(tables)),)
    if tables.flows:
        contents += (("flows.csv", lambda: flows_csv(tables.flows)),)
    contents += tuple(
        (one.table.file, partial(spread_csv, tables, one))
        for one in series()
        if one.table is not None and tables.spreads[one.name]
    )
    written = [write(folder / name, content().encode()) for name, content in contents]
    if draw is not None:
        written += draw(tables, folder / "figures")
    written.append(write(folder / SUMMARY, summary_json(tables).encode()))
    return written


def begin(job: Job, folder: Path, inputs: Iterable[Path] = ()) -> list[Path]:
    """Make the folder of a run, and write what is known before it is run.

    So a folder that cannot be written is found out before any time is spent. What commands that
    were killed left half written is removed.

    Parameters
    ----------
    job : Job
        What is going to be run.
    folder : path
        Made if it is not there.
    inputs : paths
        Scenario files the run was read from, for the manifest.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    from sim.scenario.dump import dump

    make(folder)
    with explained(folder):
        for part in folder.rglob(".*.part"):
            if not _is_being_written(part):
                part.unlink(missing_ok=True)
    return [
        write(folder / MANIFEST, manifest_json(job, inputs).encode()),
        write(folder / "scenario.yaml", dump(job.scenario).encode()),
    ]


def make(folder: Path) -> None:
    """Make a folder and those above it, where they are not there.

    Raises
    ------
    OutputError
        If that fails.
    """
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)


def write(path: Path, content: bytes) -> Path:
    """Write a file under a temporary name, then rename it, so that it is never half there.

    Raises
    ------
    OutputError
        If that fails; the temporary file is removed.
    """
    with replacing(path) as part:
        part.write_bytes(content)
    return path


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path to write to, which becomes *path* when all is written.

    Raises
    ------
    OutputError
        If that fails; the temporary file is removed.
    """
    # Two threads may write the same twin for the runs of a sweep.
    part = path.with_name(f".{path.name}.{threading.get_ident()}.{os.getpid()}.part")
    with explained(path):
        try:
            yield part
            part.replace(path)
        except BaseException:  # Ctrl-C, too
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise


def _is_being_written(part: Path) -> bool:
    """Tell whether the process that a temporary file is named after may still be at work."""
    number = part.name.split(".")[-2]
    if os.name != "posix" or not number.isdecimal():
        return True
    try:
        os.kill(int(number), 0)  # no signal: only asks
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def stored_summary(folder: Path) -> dict[str, Any] | None:
    """Read the summary of a complete run; none if there is none.

    Raises
    ------
    OutputError
        If the file is not a summary, or of another format than this version writes.
    """
    path = folder / SUMMARY
    with explained(path):
        if not path.is_file():
            return None
        text = path.read_text(encoding="utf-8")
    try:
        found: dict[str, Any] = json.loads(text)
        version = found["format"]
    except (ValueError, KeyError, TypeError) as error:
        raise OutputError(f"{path}: not a summary; remove the folder and run again") from error
    if version != FORMAT:
        raise OutputError(
            f"{path}: format {version}, this version reads {FORMAT}; "
            "run again into another folder (--out)"
        )
    return found


def stored_digest(folder: Path) -> str | None:
    """Read what run a folder is of; none if there is none."""
    path = folder / MANIFEST
    with explained(path):
        if not path.is_file():
            return None
        text = path.read_text(encoding="utf-8")
    try:
        return str(json.loads(text)["digest"])
    except (ValueError, KeyError, TypeError):
        return "unreadable"


def is_complete(folder: Path, histories: int) -> bool:
    """Tell whether a folder holds a complete run of the first so many histories, or of more."""
    found = stored_summary(folder)
    if found is None:
        return False
    first, last = found["numbers"][0]
    return first == 0 and int(last) >= histories - 1


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn an ``OSError`` into one line with the path, the reason and the remedy."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"{path}: {error.strerror or error}; free space there or choose another folder (--out)"
        ) from error

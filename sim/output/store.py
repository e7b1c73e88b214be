"""Files of a run, each written whole or not at all.

``manifest.json`` is written first and ``summary.json`` last: a folder with a summary is complete.
"""

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from sim.output.histories import events_csv, histories_csv
from sim.output.manifest import manifest_json
from sim.output.series import series_csv
from sim.output.summary import FORMAT, summary_json
from sim.output.tables import Tables

SUMMARY = "summary.json"


class OutputError(Exception):
    """A result cannot be written or read; the message names the file and the remedy."""


def save(
    tables: Tables,
    folder: Path,
    *,
    inputs: Iterable[Path] = (),
    draw: Callable[[Tables, Path], list[Path]] | None = None,
) -> list[Path]:
    """Write the files of a run and give their paths, in the order they were written.

    Parameters
    ----------
    tables : Tables
        The run's tables.
    folder : path
        Where to write, made if it is not there. A summary of an earlier run is removed first, so
        that a run that is broken off never looks complete.
    inputs : paths
        Scenario files the run was read from, for the manifest.
    draw : function, optional
        Draws the figures of the tables into a folder and gives their paths.

    Raises
    ------
    OutputError
        If a file cannot be written; what was there before is left as it was.
    """
    from sim.scenario.dump import dump

    make(folder)
    with _explained(folder):
        (folder / SUMMARY).unlink(missing_ok=True)
    contents: tuple[tuple[str, Callable[[], str]], ...] = (
        ("manifest.json", lambda: manifest_json(tables.run, inputs)),
        ("scenario.yaml", lambda: dump(tables.run.scenario)),
        ("series.csv", lambda: series_csv(tables)),
        ("histories.csv", lambda: histories_csv(tables)),
        ("events.csv", lambda: events_csv(tables)),
    )
    written = [write(folder / name, content().encode()) for name, content in contents]
    if draw is not None:
        written += draw(tables, folder / "figures")
    written.append(write(folder / SUMMARY, summary_json(tables).encode()))
    return written


def make(folder: Path) -> None:
    """Make a folder and those above it, where they are not there.

    Raises
    ------
    OutputError
        If that fails.
    """
    with _explained(folder):
        folder.mkdir(parents=True, exist_ok=True)


def write(path: Path, content: bytes) -> Path:
    """Write a file under a temporary name, then rename it, so that it is never half there.

    Raises
    ------
    OutputError
        If that fails; the temporary file is removed.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with _explained(path):
        try:
            part.write_bytes(content)
            part.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise
    return path


def stored_summary(folder: Path) -> dict[str, Any] | None:
    """Read the summary of a complete run; none if there is none.

    Raises
    ------
    OutputError
        If the file is not a summary, or of another format than this version writes.
    """
    path = folder / SUMMARY
    with _explained(path):
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


def is_complete(folder: Path, histories: int) -> bool:
    """Tell whether a folder holds a complete run of at least so many histories."""
    found = stored_summary(folder)
    return found is not None and int(found["histories"]) >= histories


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn an ``OSError`` into one line with the path, the reason and the remedy."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"{path}: {error.strerror or error}; free space there or choose another folder (--out)"
        ) from error

"""The lots in the folder of a run: the finished histories, whole or not at all."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from sim.output.histories import Source
from sim.output.store import explained, write

FOLDER = "histories"
TWIN = "twin-"
"""What the names of the twin's lots begin with."""
_NAME = re.compile(rf"({TWIN})?(\d+)\.npz")


def lot_path(folder: Path, scenario: int, first: int) -> Path:
    """Name the file of a lot: of the run (scenario 0) or its twin (1), by its first history."""
    return folder / FOLDER / f"{TWIN if scenario else ''}{first:07}.npz"


def lots_in(folder: Path, scenario: int) -> dict[int, Path]:
    """List the lots of the run (scenario 0) or its twin (1), by their first history, in order.

    A file that is no archive (a copy that was broken off, say) is left out, and made again.
    """
    with explained(folder):
        named = [(_NAME.fullmatch(path.name), path) for path in (folder / FOLDER).glob("*.npz")]
    found = {
        int(match[2]): path
        for match, path in named
        if match and bool(match[1]) == bool(scenario) and _is_archive(path)
    }
    return dict(sorted(found.items()))


def keep(folder: Path, scenario: int, lots: Mapping[int, Source]) -> list[Path]:
    """Write lots of the run (scenario 0) or its twin (1) that are in memory."""
    return [
        write(lot_path(folder, scenario, first), content)
        for first, content in lots.items()
        if isinstance(content, bytes)
    ]


def copy_twin(shared: Path, folder: Path) -> None:
    """Copy the twin's lots that another run has left and this one lacks."""
    there = lots_in(folder, 1)
    for first, path in lots_in(shared, 1).items():
        if first not in there:
            with explained(path):
                content = path.read_bytes()
            write(lot_path(folder, 1, first), content)


def remove(paths: Iterable[Path]) -> None:
    """Remove lots."""
    for path in paths:
        with explained(path):
            path.unlink(missing_ok=True)


def _is_archive(path: Path) -> bool:
    try:
        with ZipFile(path) as archive:
            return "about.npy" in archive.namelist()
    except (OSError, BadZipFile):
        return False

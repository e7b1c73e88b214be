"""The lots in the folder of a run: the finished histories, whole or not at all."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from sim.output.disk import write
from sim.output.errors import explained
from sim.output.histories import Source
from sim.output.lot_file import LotFile, largest_array
from sim.output.seal import Identity, is_of, is_whole, sealed
from sim.output.stored_file import fingerprint, refuse_link, regular
from sim.study.job import Job
from sim.world.state.state import BATCH

FOLDER = "histories"
TWIN = "twin-"
"""What the names of the twin's lots begin with."""
MOST_LARGE = 4
"""A lot with more bytes than so many of the largest arrays is refused: most are far smaller."""


def lot_path(folder: Path, scenario: int, first: int) -> Path:
    """Name the file of a lot: of the run (scenario 0) or its twin (1), by its first history."""
    return folder / FOLDER / f"{TWIN if scenario else ''}{first:07}.npz"


def lots_in(folder: Path, scenario: int) -> dict[int, Path]:
    """List the lots of the run (scenario 0) or its twin (1) by their names, in order.

    Raises
    ------
    OccupiedError
        If something else than a regular file stands in the place of one.
    """
    refuse_link(folder / FOLDER)
    with explained(folder):
        paths = sorted((folder / FOLDER).glob("*.npz"))
    places = {path: place_of(f"{FOLDER}/{path.name}") for path in paths}
    found = {
        place[1]: path
        for path, place in places.items()
        if place is not None and place[0] == scenario and regular(path)
    }
    return dict(sorted(found.items()))


def place_of(name: str) -> tuple[int, int] | None:
    """Give the scenario and the first history of a lot by its path in the folder of a run.

    Files of other names are none of ours: none for them.
    """
    match = re.fullmatch(rf"{FOLDER}/({TWIN})?(\d{{1,12}})\.npz", name, re.ASCII)
    if match is None:
        return None
    scenario, first = int(bool(match[1])), int(match[2])
    is_ours = first % BATCH == 0 and name == lot_path(Path(), scenario, first).as_posix()
    return (scenario, first) if is_ours else None


def sound_lots(what: Job, folder: Path, scenario: int) -> dict[int, Path]:
    """List the lots that are whole and of this run, or of its twin; others are as good as none.

    Raises
    ------
    OccupiedError
        If something that is no lot, or a far too large one, stands in the place of one.
    """
    return {
        first: path
        for first, path in lots_in(folder, scenario).items()
        if fault_of(what, path, scenario, first) is None
    }


def fault_of(what: Job, path: Path, scenario: int, first: int) -> str | None:
    """Say what is wrong with a lot; none if it is whole, and of this run or its twin.

    Raises
    ------
    OccupiedError
        If it is no regular file, or holds far more than a lot can.
    """
    largest = largest_array(what.scenario)
    found = fingerprint(path, at_most=MOST_LARGE * largest)
    if found is None:
        return "missing"
    if is_of(found, Identity.of(what, scenario, first)):
        LotFile(path, largest)
        return None
    return "of another run" if is_whole(found) else "changed"


def keep(what: Job, folder: Path, scenario: int, lots: Mapping[int, Source]) -> list[Path]:
    """Write lots of the run (scenario 0) or its twin (1) that are in memory, and seal them."""
    return [
        write(
            lot_path(folder, scenario, first), sealed(content, Identity.of(what, scenario, first))
        )
        for first, content in lots.items()
        if isinstance(content, bytes)
    ]


def remove(paths: Iterable[Path]) -> None:
    """Remove lots."""
    for path in paths:
        with explained(path):
            path.unlink(missing_ok=True)

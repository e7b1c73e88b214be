"""The figures in the folder of a run, and which drawing code they are from.

The digest of a run does not cover what draws. The manifest holds its hash instead, from when the
figures are drawn until the run goes on, so that figures of other code or of fewer histories are
known as such.
"""

import json
from collections.abc import Callable
from pathlib import Path

from sim.output.store import MANIFEST, explained, write
from sim.output.stored import StoredRun
from sim.output.tables import Tables, tabulate
from sim.scenario.digest import LENGTH, drawing_hash

FOLDER = "figures"

Draw = Callable[[Tables, Path], list[Path]]
"""Draws the figures of tables into a folder, and gives their paths."""


def are_drawn(folder: Path) -> bool:
    """Tell whether the figures of a stored run are there, by this drawing code.

    Raises
    ------
    OutputError
        If the manifest cannot be read.
    """
    with explained(folder):
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        is_there = (folder / FOLDER).is_dir()
    return is_there and manifest.get("drawing") == drawing_hash()[:LENGTH]


def noted(draw: Draw) -> Draw:
    """Give what draws, too, leaves no figure of other drawing code, and notes its own."""

    def drawn(tables: Tables, folder: Path) -> list[Path]:
        paths = draw(tables, folder)
        path = folder.parent / MANIFEST
        with explained(path):
            for other in {*folder.glob("*.svg"), *folder.glob("*.png")}.difference(paths):
                other.unlink()
            manifest = json.loads(path.read_text(encoding="utf-8"))
        manifest["drawing"] = drawing_hash()[:LENGTH]
        write(path, (json.dumps(manifest, indent=1) + "\n").encode())
        return paths

    return drawn


def draw_again(stored: StoredRun, draw: Draw) -> None:
    """Draw the figures of a complete run from its stored histories.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    noted(draw)(tabulate(stored), stored.folder / FOLDER)

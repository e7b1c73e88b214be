"""The figures in the folder of a run, and which drawing code they are from.

The digest of a run does not cover what draws. The manifest holds its hash instead, so that figures
of other code or of fewer histories are known as such.
"""

from pathlib import Path

from sim.output.manifest import Manifest, drawing_code
from sim.output.soundness import FIGURES, faults, is_figure
from sim.output.store import Draw, listed, look_of, remove_stale
from sim.output.stored import StoredRun
from sim.output.tables import tabulate


def are_drawn(folder: Path, look: str = "") -> bool:
    """Tell whether the figures of a stored run are there, as this drawing code draws them so.

    Raises
    ------
    OutputError
        If the manifest cannot be read, or what is no figure stands in the place of one.
    """
    manifest = Manifest.begun(folder)
    if manifest is None or manifest.drawing != drawing_code(look):
        return False
    return next(faults(folder, manifest, is_figure), None) is None


def draw_again(stored: StoredRun, draw: Draw) -> None:
    """Draw the figures of a complete run from its stored histories.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    folder, manifest = stored.folder, stored.manifest
    paths = draw(tabulate(stored), folder / FIGURES)
    files = {name: one for name, one in manifest.files.items() if not is_figure(name)}
    files |= listed(folder, paths)
    remove_stale(folder, manifest, files)
    manifest.with_changes(files=files, drawing=drawing_code(look_of(draw))).save(folder)

"""All figures of a run, in its folder."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sim.output.disk import make, write
from sim.output.tables import Tables
from sim.plots.catalogue import OF_A_RUN
from sim.plots.files import files_of
from sim.plots.view import AS_EVER, Look

BY_EVERY_RUN = tuple(name for name, kind in OF_A_RUN.items() if not kind.on_request)
"""Names of the kinds that every run draws, if it has what they show."""


def draw_figures(
    tables: Tables,
    folder: Path,
    kinds: Collection[str] = BY_EVERY_RUN,
    look: Look = AS_EVER,
) -> list[Path]:
    """Draw the figures that a run has into a folder, with what lies beside them; give the paths.

    Parameters
    ----------
    tables : Tables
    folder : Path
    kinds : collection of str
        Which kinds of them; if not given, all that every run draws.
    look : Look
        How.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    make(folder)
    wanted = [kind for kind in OF_A_RUN.values() if kind.name in kinds]
    files = files_of(wanted, tables, look.view, look.formats)
    return [write(folder / name, content) for name, content in files]


@dataclass(frozen=True)
class Drawing:
    """Draws all figures of a run as they are asked for."""

    look: str = ""
    """How, as :class:`~sim.plots.view.Look` writes it; nothing as usual."""

    def __call__(self, tables: Tables, folder: Path) -> list[Path]:
        """Draw them into a folder, and give the paths.

        Raises
        ------
        OutputError
            If a file cannot be written.
        """
        return draw_figures(tables, folder, look=Look.of(self.look))

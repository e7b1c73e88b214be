"""All figures of a run."""

from collections.abc import Iterator
from pathlib import Path

from matplotlib.figure import Figure

from sim.output.tables import Tables
from sim.plots.catalogue import OF_A_RUN
from sim.plots.style import draw_into


def draw_figures(tables: Tables, folder: Path) -> list[Path]:
    """Draw every figure that a run has into a folder, as SVG and PNG, and give the paths.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    return draw_into(folder, lambda: _pages(tables), tables.histories.scenario.known_until)


def _pages(tables: Tables) -> Iterator[tuple[str, Figure]]:
    """Draw the figures of a run, page by page, each with its name."""
    for kind in OF_A_RUN.values():
        for number, page in enumerate(kind.pages(tables), start=1):
            yield kind.name if number == 1 else f"{kind.name}-{number}", page

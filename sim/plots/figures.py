"""All figures of a run."""

from collections.abc import Callable
from pathlib import Path

from matplotlib import rc_context
from matplotlib.figure import Figure

from sim.output.store import make
from sim.output.tables import Tables
from sim.plots.cover import cover_figure
from sim.plots.fill import fill_figure
from sim.plots.shortfall import shortfall_figure
from sim.plots.style import RC, save_figure
from sim.plots.supply import supply_figure

FIGURES: dict[str, Callable[[Tables], Figure]] = {
    "shortfall": shortfall_figure,
    "fill": fill_figure,
    "cover": cover_figure,
    "supply": supply_figure,
}
"""The figures by the stem of their files."""


def draw_figures(tables: Tables, folder: Path) -> list[Path]:
    """Draw every figure into a folder as SVG and PNG, and give the paths.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    make(folder)
    paths: list[Path] = []
    with rc_context(RC):
        for name, figure in FIGURES.items():
            paths += save_figure(figure(tables), folder / name)
    return paths

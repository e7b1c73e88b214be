"""All figures of a run."""

from collections.abc import Callable
from pathlib import Path

from matplotlib import rc_context
from matplotlib.figure import Figure

from sim.output.store import make
from sim.output.tables import Tables
from sim.plots.cover import cover_figure
from sim.plots.fill import fill_figure
from sim.plots.finance import finance_figure
from sim.plots.flows import flows_figure
from sim.plots.licences import licences_figure
from sim.plots.prices import prices_figure
from sim.plots.shortfall import shortfall_figure
from sim.plots.style import RC, save_figure
from sim.plots.supply import supply_figure

FIGURES: dict[str, Callable[[Tables], Figure]] = {
    "shortfall": shortfall_figure,
    "fill": fill_figure,
    "cover": cover_figure,
    "supply": supply_figure,
}
"""The figures of every run by the stem of their files."""


def draw_figures(tables: Tables, folder: Path) -> list[Path]:
    """Draw every figure into a folder as SVG and PNG, and give the paths.

    A run that measures flows has a figure of them, too, and so has one that asks for licences, has
    a market, or books the money of stockpiles.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    make(folder)
    paths: list[Path] = []
    figures = FIGURES | ({"flows": flows_figure} if tables.flows else {})
    figures |= {"licences": licences_figure} if tables.ledgers else {}
    figures |= {"prices": prices_figure} if tables.prices else {}
    figures |= {"finance": finance_figure} if tables.finance else {}
    with rc_context(RC):
        for name, figure in figures.items():
            paths += save_figure(figure(tables), folder / name)
    return paths

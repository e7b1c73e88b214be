"""All figures of a run."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from matplotlib.figure import Figure

from sim.output.tables import Tables
from sim.plots.cover import cover_figure
from sim.plots.exposure import exposure_figures
from sim.plots.fill import fill_figure
from sim.plots.finance import finance_figure
from sim.plots.flows import flows_figure
from sim.plots.licences import licences_figure
from sim.plots.prices import prices_figure
from sim.plots.projects import are_late, projects_figures
from sim.plots.shortfall import shortfall_figure
from sim.plots.style import draw_into
from sim.plots.supply import supply_figure
from sim.plots.survival import stands_still, survival_figure


@dataclass(frozen=True)
class Drawing:
    """A figure of a run."""

    draw: Callable[[Tables], Figure | Sequence[Figure]]
    """Draws it, on several pages if it must."""
    wanted: Callable[[Tables], bool] = lambda tables: True
    """Tells whether a run has what it shows."""

    def pages(self, tables: Tables) -> Sequence[Figure]:
        """Draw it, as one figure or several."""
        drawn = self.draw(tables)
        return [drawn] if isinstance(drawn, Figure) else drawn


FIGURES = {
    "shortfall": Drawing(shortfall_figure),
    "fill": Drawing(fill_figure),
    "survival": Drawing(survival_figure, stands_still),
    "cover": Drawing(cover_figure),
    "supply": Drawing(supply_figure, lambda tables: bool(tables.axis("origins"))),
    "flows": Drawing(flows_figure, lambda tables: bool(tables.flows)),
    "licences": Drawing(licences_figure, lambda tables: bool(tables.ledgers)),
    "prices": Drawing(prices_figure, lambda tables: tables.prices is not None),
    "finance": Drawing(finance_figure, lambda tables: bool(tables.finance)),
    "projects": Drawing(projects_figures, are_late),
    "exposure": Drawing(exposure_figures, lambda tables: bool(tables.exposure)),
}
"""The figures of a run by the stem of their files."""


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
    for name, one in FIGURES.items():
        if one.wanted(tables):
            for number, page in enumerate(one.pages(tables), start=1):
                yield name if number == 1 else f"{name}-{number}", page

"""Figures of a sweep: a curve of one input, a map of two, dots against each of more."""

from pathlib import Path

from matplotlib.figure import Figure

from sim.output.disk import make
from sim.plots.style import RC, save_figure, styled
from sim.plots.sweep_curve import curve_figure
from sim.plots.sweep_heat import heat_figure
from sim.plots.sweep_scatter import scatter_figures
from sim.sweep.results import Results


def sweep_figures(
    results: Results, measure: str = "shortfall_days", groups: tuple[str, ...] = ()
) -> dict[str, Figure]:
    """Draw what fits the design, by the stem of the files.

    Parameters
    ----------
    results : Results
    measure : str
        One of :data:`~sim.plots.sweep_panels.MEASURES`.
    groups : tuple of str
        Names of groups, as ``US`` or ``all``; none for all that have something to show.
    """
    design = results.sweep.design
    if len(design.axes) == 1:
        return {measure: curve_figure(results, measure, groups)}
    if len(design.axes) == 2 and design.is_grid:
        return {measure: heat_figure(results, measure, groups)}
    figures = scatter_figures(results, measure, groups)
    return {
        f"{measure}-{number}" if len(figures) > 1 else measure: figure
        for number, figure in enumerate(figures, start=1)
    }


def draw_sweep(
    results: Results, folder: Path, measure: str, groups: tuple[str, ...] = ()
) -> list[Path]:
    """Draw the figures of a sweep into a folder as SVG and PNG, and give the paths.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    make(folder)
    with styled(RC):
        figures = sweep_figures(results, measure, groups)
        known = results.sweep.request.loaded.scenario.known_until
        saved = (save_figure(one, folder / stem, known) for stem, one in figures.items())
        return [path for paths in saved for path in paths]

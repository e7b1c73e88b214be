"""Figures of a sweep: a curve of one input, a map of two, dots against each of more."""

import re
from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from sim.plots.style import draw_into
from sim.plots.sweep_curve import curve_figure
from sim.plots.sweep_heat import heat_figure
from sim.plots.sweep_scatter import scatter_figures
from sim.sweep.chosen import Chosen
from sim.sweep.results import Results
from sim.sweep.slopes import Slope


def sweep_figures(
    results: Results, chosen: Chosen, slopes: Sequence[Slope] = ()
) -> dict[str, Figure]:
    """Draw what fits the design, by the stem of the files.

    Parameters
    ----------
    results : Results
    chosen : Chosen
        The measure; and the groups to draw, none for all that have something to show.
    slopes : sequence of Slope
        Shown beside a curve or a map, where they are.
    """
    design, measure = results.sweep.design, re.sub(r"\W+", "-", chosen.measure).strip("-")
    if len(design.axes) == 1:
        return {measure: curve_figure(results, chosen, slopes)}
    if len(design.axes) == 2 and design.is_grid:
        return {measure: heat_figure(results, chosen, slopes)}
    figures = scatter_figures(results, chosen)
    return {
        f"{measure}-{number}" if len(figures) > 1 else measure: figure
        for number, figure in enumerate(figures, start=1)
    }


def draw_sweep(
    results: Results, folder: Path, chosen: Chosen, slopes: Sequence[Slope] = ()
) -> list[Path]:
    """Draw the figures of a sweep into a folder as SVG and PNG, and give the paths.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    known = results.sweep.request.loaded.scenario.known_until
    return draw_into(folder, lambda: sweep_figures(results, chosen, slopes).items(), known)

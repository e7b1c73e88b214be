"""Figures of a sweep: a curve of one input, a map of two, dots against each of more."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from sim.plots.study import Drawn, Study
from sim.plots.sweep_curve import curve_figure
from sim.plots.sweep_heat import heat_figure
from sim.plots.sweep_panels import panels_of, statistic
from sim.plots.sweep_scatter import scatter_figures
from sim.plots.told import Cell, Data, listed, short, told_under
from sim.sweep.chosen import Chosen
from sim.sweep.results import Results
from sim.sweep.slopes import Slope

DRAWN = {
    "mean": "mean over histories",
    "half_width95": "half the 95 % interval of the mean",
    "q05": "5 % quantile of histories",
    "q95": "95 % quantile of histories",
}
"""Statistics that figures show."""


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
    results: Results, study: Study, chosen: Chosen, slopes: Sequence[Slope] = ()
) -> list[Path]:
    """Draw the figures of a sweep into the folder of a study, and give the paths.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """

    def figures() -> Iterator[Drawn]:
        data = _data(results, chosen)
        for name, figure in sweep_figures(results, chosen, slopes).items():
            yield name, figure, told_under(figure, _in_words(results, chosen), data)

    return study.draw(figures)


def _in_words(results: Results, chosen: Chosen) -> str:
    """Say between what the means of each group lie, and at which points."""
    said = list[str]()
    for panel in panels_of(results, chosen)[0]:
        means = statistic(results, panel.key, "mean")
        if np.isfinite(means).any():
            ends = (int(np.nanargmin(means)), int(np.nanargmax(means)))
            low, high = (f"{short(means[at])} at {results.sweep.design.named(at)}" for at in ends)
            said.append(f"{panel.title}: {low}, {high}")
    return (
        f"A panel a group. The lowest and the highest mean over the points: {listed(said)}"
        if said
        else "No point has a number."
    )


def _data(results: Results, chosen: Chosen) -> Data:
    inputs = results.sweep.design.inputs
    columns = {"point": "number of the point"}
    columns |= dict.fromkeys(inputs, "value of this input")
    columns |= {"group": "group as the figure calls it"}
    columns |= {name: f"{says} of {chosen.measure}" for name, says in DRAWN.items()}
    rows = list[list[Cell]]()
    for panel in panels_of(results, chosen)[0]:
        drawn = np.array([statistic(results, panel.key, name) for name in DRAWN]).T
        for point, values in zip(results.sweep.points, drawn.tolist(), strict=True):
            rows.append([point.number, *point.values, panel.title, *values])
    return Data(columns, rows)

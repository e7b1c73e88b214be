"""All figures of a comparison, of any width, as files for a page."""

from collections.abc import Callable, Collection
from typing import Any

from matplotlib.figure import Figure

from sim.compare.comparison import Comparison
from sim.plots.compare_consumers import consumers_figure
from sim.plots.compare_difference import difference_figure
from sim.plots.compare_exposure import exposure_figure, without_figure
from sim.plots.compare_overlay import overlay_figure
from sim.plots.compare_style import MM
from sim.plots.compare_totals import totals_figure
from sim.plots.style import RC, rendered, styled

FIGURES: dict[str, Callable[[Comparison, float], Figure | None]] = {
    "overlay": overlay_figure,
    "difference": difference_figure,
    "consumers": consumers_figure,
    "totals": totals_figure,
    "exposure": exposure_figure,
    "without": without_figure,
}
"""The figures by the stem of their files; each takes a width in inches."""

PAGE: Any = {**RC, "pdf.fonttype": 42}
"""The usual style; PDF with TrueType fonts, which publishers ask for."""


def draw_comparison(
    comparison: Comparison, formats: Collection[str], width_mm: float
) -> dict[str, bytes]:
    """Draw every figure and give the files by name, as ``overlay.svg``.

    Parameters
    ----------
    comparison : Comparison
    formats : collection of str
        Of :data:`~sim.plots.style.OPTIONS`.
    width_mm : float, mm
        Width; sizes of text and heights of panels do not depend on it.
    """
    files: dict[str, bytes] = {}
    with styled(PAGE):
        for name, draw in FIGURES.items():
            figure = draw(comparison, width_mm / MM)
            if figure is None:
                continue
            for suffix in formats:
                files[f"{name}.{suffix}"] = rendered(figure, suffix, dpi=200)
    return files

"""All figures of a comparison, of any width, as files for a page."""

from collections.abc import Collection
from typing import Any

from sim.compare.comparison import Comparison
from sim.plots.catalogue import OF_SEVERAL
from sim.plots.compare_style import MM
from sim.plots.style import RC, rendered, styled
from sim.plots.view import View

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
    view = View(width=width_mm / MM)
    with styled(PAGE):
        for kind in OF_SEVERAL.values():
            for figure in kind.pages(comparison, view):
                for suffix in formats:
                    files[f"{kind.name}.{suffix}"] = rendered(figure, suffix, dpi=200)
    return files

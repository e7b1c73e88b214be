"""All figures of a comparison, as files for a page."""

from collections.abc import Collection

from sim.compare.comparison import Comparison
from sim.plots.catalogue import OF_SEVERAL
from sim.plots.files import files_of
from sim.plots.view import View


def draw_comparison(
    comparison: Comparison, formats: Collection[str], view: View
) -> dict[str, bytes]:
    """Draw every figure and give the files by name, as ``overlay.svg``, with what lies beside.

    Parameters
    ----------
    comparison : Comparison
    formats : collection of str
        Of :data:`~sim.plots.view.FORMATS`.
    view : View
        How wide and so on; sizes of text and heights of panels do not depend on the width.
    """
    return dict(files_of(OF_SEVERAL.values(), comparison, view, formats))

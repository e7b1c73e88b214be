"""How all figures look: colours, line styles, sizes, and files that repeat byte for byte."""

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
from matplotlib import rc_context, rcdefaults, rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

from sim.plots.fonts import FIRST, families, told_once
from sim.plots.view import WIDTH as WIDTH

F64 = NDArray[np.float64]

RC: Any = {
    "font.family": FIRST,
    "font.size": 7.5,
    "axes.titlesize": 8.5,
    "axes.titlelocation": "left",
    "axes.titlepad": 3.0,
    "axes.titley": 1.0,  # given, as finding it costs a tenth of the drawing
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "hatch.linewidth": 0.5,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "path.simplify_threshold": 0.3,
    "svg.hashsalt": "shortfall",
    "pdf.fonttype": 42,  # TrueType, which publishers ask for
    "text.parse_math": False,  # labels are text, whatever dollars they hold
}


@contextmanager
def styled(style: Any) -> Iterator[None]:
    """Draw in a style of ours, whatever a user's ``matplotlibrc`` says."""
    with rc_context():
        rcdefaults()
        rcParams.update(style)
        rcParams["font.family"] = families()
        yield


PLACES = {
    "US": ("US", "#0072B2"),
    "EU": ("EU", "#009E73"),
    "JP": ("Japan", "#D55E00"),
    "KR": ("Korea", "#CC79A7"),
    "CN": ("China", "#56B4E9"),
    "IN": ("India", "#E69F00"),
    "VN": ("Vietnam", "#B8A800"),
    "DE": ("Germany", "#009E73"),
    "EE": ("Estonia", "#8FD3BF"),
    "MY": ("Malaysia", "#B35C8B"),
    "GB": ("UK", "#7F6A00"),
    "ROW": ("Rest of world", "#999999"),
}
"""Name and Okabe-Ito colour (or a tint of one) of places, the same in every figure."""

OTHER_NAMES = {
    "AU": "Australia",
    "BR": "Brazil",
    "CA": "Canada",
    "FR": "France",
    "GL": "Greenland",
    "ID": "Indonesia",
    "KZ": "Kazakhstan",
    "LA": "Laos",
    "MG": "Madagascar",
    "MM": "Myanmar",
    "MX": "Mexico",
    "NG": "Nigeria",
    "PH": "Philippines",
    "RU": "Russia",
    "SA": "Saudi Arabia",
    "TH": "Thailand",
    "TW": "Taiwan",
    "ZA": "South Africa",
}
"""Names of places that have no colour."""
OTHER_COLOUR = "#777777"
INK = "#222222"
PATH_COLOUR = "#8C8C8C"
TITLE, NOTE = "title", "note"
"""Labels by which the two texts of a headline are found again."""


def place_name(place: str) -> str:
    """Give the name of a country or bloc; its code if it has none here."""
    return PLACES.get(place, (OTHER_NAMES.get(place, place), ""))[0]


def place_colour(place: str) -> str:
    """Give the colour of a country or bloc, grey if it has none here."""
    return PLACES.get(place, ("", OTHER_COLOUR))[1]


def in_order(places: list[str]) -> list[str]:
    """Sort places as :data:`PLACES` lists them, others after them by name."""
    known = list(PLACES)
    return sorted(places, key=lambda p: (known.index(p) if p in PLACES else len(known), p))


def headline(figure: Figure, title: str, note: str) -> None:
    """Write what a figure shows, in one line or more, and under it how to read it."""
    height, note = figure.get_figheight(), note.rstrip()
    below = 0.29 + 0.19 * title.count("\n")
    figure.text(
        0.012, 1 - 0.08 / height, title, va="top", fontsize=10.5, weight="bold", color=INK,
        label=TITLE,
    )  # fmt: skip
    figure.text(
        0.012, 1 - below / height, note, va="top", fontsize=7.5, color="#555555", label=NOTE
    )


def heading_of(figure: Figure) -> tuple[str, str]:
    """Give title and note of a figure that has a headline, each in one line."""
    found = {text.get_label(): " ".join(text.get_text().split()) for text in figure.texts}
    return found[TITLE], found[NOTE]


def footer(figure: Figure, text: str) -> None:
    """Write something small at the lower right, or nothing."""
    if text:
        width, height = figure.get_size_inches()
        at = 1 - 0.04 / width, 0.03 / height
        figure.text(*at, text, ha="right", va="bottom", fontsize=6, color="#777777")


def light_grid(ax: Axes) -> None:
    """Draw faint horizontal lines."""
    ax.grid(axis="y", color="#E4E4E4", linewidth=0.6)


def reach(mean: F64, half: F64, low: F64) -> F64:
    """Give how far a mean's 95 % interval reaches below it and above it, none where unknown.

    It ends at 0 where the histories do: days cannot be fewer than none.

    Parameters
    ----------
    mean, half : array, ``[point]``
        Means, and half the widths of their intervals.
    low : array, ``[point]``
        5 % quantiles of the histories.

    Returns
    -------
    array, ``[2, point]``

    Examples
    --------
    >>> reach(np.array([1.0, 1.0]), np.array([3.0, 3.0]), np.array([0.0, -4.0])).tolist()
    [[1.0, 3.0], [3.0, 3.0]]
    """
    known = np.nan_to_num(half)
    return np.stack([np.where(low >= 0.0, np.minimum(known, mean), known), known])


OPTIONS: dict[str, dict[str, Any]] = {
    "svg": {"metadata": {"Date": None, "Creator": None}},
    "pdf": {"metadata": {"CreationDate": None, "Creator": None, "Producer": None}},
    "png": {"metadata": {"Software": None}},
}
"""Formats, and what keeps their files free of what changes from run to run."""


def rendered(
    figure: Figure, suffix: str, dpi: int, about: Mapping[str, str] | None = None, *,
    cut: float = 0.0,
) -> bytes:  # fmt: skip
    """Render a figure in a format of :data:`OPTIONS`; *dpi* counts for pixels only.

    What is told *about* it goes into the file, by the names that the format has for it. So much is
    *cut* off at the top, inch.
    """
    content, options = io.BytesIO(), OPTIONS[suffix]
    metadata = options["metadata"] | dict(about or {})
    pixels: dict[str, Any] = {"dpi": dpi} if suffix == "png" else {}
    if cut:
        wide, tall = figure.get_size_inches()
        pixels["bbox_inches"] = Bbox.from_bounds(0.0, 0.0, wide, tall - cut)
    with told_once():
        figure.savefig(content, format=suffix, metadata=metadata, **pixels)
    return shorter(content.getvalue()) if suffix == "svg" else content.getvalue()


def shorter(svg: bytes) -> bytes:
    """Round the path coordinates of an SVG to a hundredth of a point: half the size."""
    return re.sub(rb' d="[^"]*"', lambda path: re.sub(rb"(\.\d\d)\d+", rb"\1", path.group()), svg)

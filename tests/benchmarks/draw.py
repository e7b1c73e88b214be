"""The picture of the curves: seconds against size, on logarithmic scales."""

import io
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

from sim.output.disk import write
from sim.plots.style import INK, PATH_COLOUR, RC, WIDTH, headline, light_grid, shorter
from tests.benchmarks.curve import Curve

HEIGHT = 3.1
MARKERS = "os^D"


def save(curves: Sequence[Curve], file: Path) -> None:
    """Draw the curves and write them as SVG that differs only where they do."""
    content = io.BytesIO()
    with mpl.rc_context(RC):
        picture = draw(curves)
        picture.savefig(content, format="svg", metadata={"Date": None, "Creator": None})
    write(file, shorter(content.getvalue()))


def draw(curves: Sequence[Curve]) -> Picture:
    """Draw a panel for each kind of size, on one scale of seconds."""
    kinds = list(dict.fromkeys(curve.of for curve in curves))
    picture = Picture(figsize=(WIDTH, HEIGHT))
    panels = picture.subplots(1, len(kinds), sharey=True, squeeze=False)[0]
    picture.subplots_adjust(left=0.06, right=0.985, top=0.83, bottom=0.14, wspace=0.08)
    headline(
        picture, "Cost against size", "one core; logarithmic scales; dashed: in proportion to size"
    )
    for ax, of in zip(panels, kinds, strict=True):
        _panel(ax, [curve for curve in curves if curve.of == of])
    seconds = [taken for curve in curves for _, taken in curve.points]
    panels[0].set(ylabel="time (s)", ylim=(min(seconds) / 2, max(seconds) * 1.5))
    return picture


def _panel(ax: Axes, curves: Sequence[Curve]) -> None:
    ax.set(xscale="log", yscale="log", xlabel=curves[0].of)
    ax.yaxis.set_major_formatter("{x:g}")
    sizes = sorted({size for curve in curves for size, _ in curve.points})
    ax.set_xticks(_apart(sizes), minor=False)
    ax.set_xticks([], minor=True)
    ax.xaxis.set_major_formatter("{x:,.0f}")
    light_grid(ax)
    for curve, marker in zip(curves, MARKERS, strict=False):
        (low, _), (high, last) = curve.points[0], curve.points[-1]
        ax.plot((low, high), (last * low / high, last), "--", color=PATH_COLOUR, linewidth=0.7)
        ax.plot(*zip(*curve.points, strict=True), color=INK, marker=marker, markersize=4)
        ax.annotate(
            f"{curve.name.replace(', ', chr(10))}\nslope {curve.slope:.2f}",
            curve.points[0],
            xytext=(-3, 6),
            textcoords="offset points",
            va="bottom",
        )


def _apart(sizes: Sequence[float]) -> list[float]:
    """Choose the sizes that are far enough from the one before for a label each."""
    chosen: list[float] = []
    for size in sizes:
        if not chosen or size >= 1.7 * chosen[-1]:
            chosen.append(size)
    return chosen

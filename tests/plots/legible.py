"""What every figure must hold: text within its frame, and no text upon another."""

from collections.abc import Sequence

from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text


def lay_out(figure: Figure) -> None:
    """Put everything in its place, as drawing does, and draw no line of it: half the work."""
    FigureCanvasAgg(figure)
    figure.draw_without_rendering()


def texts(figure: Figure) -> list[Text]:
    """List the texts of a figure that say something."""
    found = list(figure.texts)
    for ax in figure.axes:
        found += [
            *ax.texts,
            ax.title,
            ax._left_title,  # type: ignore[attr-defined]
            ax.xaxis.label,
            ax.yaxis.label,
        ]
        found += [*drawn(ax.xaxis), *drawn(ax.yaxis)] if ax.axison else []
    return [text for text in found if text.get_text()]


def drawn(axis: Axis) -> list[Text]:
    """The tick labels within the axis's limits: matplotlib keeps others that it does not draw."""
    low, high = sorted(axis.get_view_interval())
    # Panels that share the axis of their neighbour have no labels of their own.
    ticks = zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=False)
    return [label for at, label in ticks if low <= at <= high]


def assert_told(figure: Figure) -> None:
    """A figure says what its histories differ by, or that nothing is random in it."""
    said = " ".join(text.get_text() for text in figure.texts).replace("\n", " ")
    assert "differ by" in said or "nothing is random" in said.lower(), said


def assert_inside(figure: Figure, texts: Sequence[Text]) -> None:
    """No text leaves the figure."""
    frame = figure.bbox
    for text in texts:
        box = text.get_window_extent()
        inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= frame.x1 and box.y1 <= frame.y1
        assert inside, f"{text.get_text()!r} is clipped: {box} of {frame}"


def assert_apart(texts: Sequence[Text]) -> None:
    """No text overlaps another by more than a pixel."""
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts]
    for i, (one, box) in enumerate(boxes):
        for other, rival in boxes[i + 1 :]:
            wide = min(box.x1, rival.x1) - max(box.x0, rival.x0)
            tall = min(box.y1, rival.y1) - max(box.y0, rival.y0)
            assert wide <= 1 or tall <= 1, f"{one!r} overlaps {other!r}"

"""From seven runs on a row for each consumer: how far runs end apart, and which are at the ends."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from sim.compare.comparison import Comparison
from sim.plots.compare_groups import Shown
from sim.plots.compare_head import EDGE, Head
from sim.plots.compare_many import OWN
from sim.plots.compare_overlay import days_text
from sim.plots.compare_style import SURE, shortened, style_of, text_width
from sim.plots.style import INK

ROW, BOTTOM = 0.36, 0.42
"""Heights of a consumer and of the axis with its name, inch."""
TITLED, APART = 0.26, 0.1
"""Part of the width for names of consumers at most, and room between texts, inch."""
NAME, VALUE = 7.5, 6.5
"""Sizes of names and values, points."""


def ranges_figure(comparison: Comparison, head: Head, drawn: Sequence[Shown]) -> Figure:
    """Draw where all runs end for each consumer, and name the runs with least and most.

    Parameters
    ----------
    comparison : Comparison
    head : Head
    drawn : sequence of Shown
        Consumers, the topmost first.
    """
    width, tall = head.width, ROW * len(drawn)
    height, wide = head.height + 0.06 + tall + BOTTOM, width - 2 * EDGE
    figure = Figure(figsize=(width, height))
    head.draw(figure)
    ax = figure.add_axes((EDGE / width, BOTTOM / height, wide / width, tall / height))
    ends = [_ends(group) for group in drawn]
    top = 1.03 * max(1.0, *(days for of in ends for days in of.values()))
    ax.set(xlim=(-0.02 * top, top), ylim=(tall, 0))
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x", color="#E4E4E4", linewidth=0.6)
    ax.tick_params(axis="x", length=2.5, pad=2)
    ax.set_xlabel("shortfall days (d)", labelpad=2)
    colour, labels = style_of(OWN).colour, comparison.labels
    least, most = ([one(of, key=of.__getitem__) for of in ends] for one in (min, max))
    said = [
        [
            (f"{word} {days_text(of[run])}: ", labels[run])
            for of, run in zip(ends, runs, strict=True)
        ]
        for word, runs in (("least", least), ("most", most))
    ]
    titled = min(max(text_width(group.title, NAME) for group in drawn), TITLED * wide)
    needs = [max(text_width("".join(one), VALUE) for one in column) / SURE for column in said]
    rooms = shared(needs, wide - titled - 2 * APART)
    for place, (group, of) in enumerate(zip(drawn, ends, strict=True)):
        line, at = place * ROW + 0.09, place * ROW + 0.26
        ax.plot([of[least[place]], of[most[place]]], [at, at], color=colour, linewidth=0.8)
        for run in reversed(of):  # the baseline on top
            ax.plot(of[run], at, color=style_of(0).colour if run == 0 else colour, linestyle="",
                    marker="D" if run == 0 else "o", markersize=4.0, clip_on=False, zorder=3,
                    markerfacecolor=None if run == 0 else "none", markeredgewidth=0.8)  # fmt: skip
        names = shortened(group.title, titled, NAME)
        says = [_fitting(*column[place], room) for column, room in zip(said, rooms, strict=True)]
        for x, text, side, size in (
            (0.0, names, "left", NAME),
            (1 - (sum(rooms) + APART) / wide, says[0], "left", VALUE),
            (1.0, says[1], "right", VALUE),
        ):
            ax.text(x, line, text, transform=ax.get_yaxis_transform(), ha=side, va="center",
                    fontsize=size, color=INK)  # fmt: skip
        ax.axhline(place * ROW, color="#E4E4E4", linewidth=0.5)
    return figure


def _ends(group: Shown) -> dict[int, float]:
    """Give the mean of each run that has the consumer, by its place."""
    return {run: float(curve.mean[-1]) for run, curve in enumerate(group.curves) if curve}


def shared(needs: Sequence[float], room: float) -> tuple[float, float]:
    """Share room between two that need some: who needs less than half leaves the rest.

    Examples
    --------
    >>> shared([1.0, 2.0], 4.0), shared([1.0, 5.0], 4.0), shared([3.0, 5.0], 4.0)
    ((1.0, 2.0), (1.0, 3.0), (2.0, 2.0))
    """
    one, other = needs
    if one + other <= room:
        return one, other
    if min(one, other) < room / 2:
        return (one, room - one) if one < other else (room - other, other)
    return room / 2, room / 2


def _fitting(says: str, label: str, room: float) -> str:
    """Name a run behind its days, its name cut where there is no room for it."""
    return says + shortened(label, room - text_width(says, VALUE), VALUE)

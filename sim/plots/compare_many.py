"""From seven runs on a panel for each run: as many lines in one panel cannot be told apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.compare.comparison import Comparison
from sim.compare.curves import Curve
from sim.plots.compare_bars import bars_of_runs, own_bars
from sim.plots.compare_groups import Shown
from sim.plots.compare_head import Head
from sim.plots.compare_panels import EndLabel, Grid, draw_panels, label_ends, label_room
from sim.plots.compare_style import style_of
from sim.plots.panels import TimeAxis
from sim.plots.style import INK

MANY = 7
"""Runs from which on each has a panel."""
OWN = 2
"""Place in the styles of what a panel's own run is drawn in; the baseline keeps its own."""
Middle = Literal["mean", "median"]


def are_many(comparison: Comparison) -> bool:
    """Tell whether so many runs are compared that each has a panel."""
    return len(comparison.labels) >= MANY


def widest(groups: Sequence[Shown]) -> Shown:
    """Give the group of which runs have panels: all consumers, if they are drawn, else the last."""
    return next((group for group in groups if group.kind == "all"), groups[-1])


def panels_say(baseline: str, group: Shown, middle: Middle, groups: Sequence[Shown]) -> str:
    """Say what the panels of runs show, as sentences."""
    known = group.curves[0] is not None
    dashed = f" Dashed and black: {baseline}." if known else ""
    others = [one.title for one in groups if one is not group]
    kept = f" {'; '.join(others)}: in the data beside the figure." if others else ""
    return (
        f"A panel a run, all with the same axes: {group.title}. Lines: {middle}, its end value at "
        f"the right; band: 5-95 % of histories of that run.{dashed}{kept}"
    )


def many_grid(width: float, texts: Sequence[str]) -> Grid:
    """Give low panels, as many beside each other as there is room for."""
    room = label_room(texts)
    return Grid(width, room, 0.7, most=4, title=7.5, heights=(0.62, 0.85), once=True)


@dataclass(frozen=True)
class OneGroup:
    """What the panels of runs show."""

    group: Shown
    ends: Sequence[EndLabel]
    """Where each run that has a curve ends."""
    limits: tuple[float, float]
    """Of the y axis, in its unit."""
    middle: Middle
    """What lines are."""
    unit: str
    """Of the y axis, with what it counts."""


def many_figure(comparison: Comparison, head: Head, what: OneGroup, axis: TimeAxis) -> Figure:
    """Draw the curve of a group in a panel for each run, over the baseline's."""
    grid, ends = many_grid(head.width, [end.text for end in what.ends]), what.ends
    titles = [comparison.labels[end.run] for end in ends]
    bars, own = bars_of_runs(comparison), own_bars(comparison)
    of_panels = [own[end.run] for end in ends]
    figure, axes = draw_panels(
        head, titles, grid, axis, bars, what.unit, own=of_panels
    )  # fmt: skip
    axes[0].set_ylim(*what.limits)
    baseline = what.group.curves[0]
    for ax, end in zip(axes, ends, strict=True):
        curve = what.group.curves[end.run]
        assert curve is not None, end
        _draw(ax, curve, baseline, what.middle)
        if what.limits[0] < 0.0:
            ax.axhline(0.0, color=INK, linewidth=0.8)
        label_ends(ax, [EndLabel(OWN, end.text, end.height, solid=True)], grid.tall)
    return figure


def _draw(ax: Axes, curve: Curve, baseline: Curve | None, middle: Middle) -> None:
    """Draw a run's band and line, and the baseline's line, if it is another."""
    style = style_of(OWN)
    ax.fill_between(curve.days, curve.low, curve.high, color=style.colour, alpha=0.22, linewidth=0)
    ax.plot(curve.days, getattr(curve, middle), color=style.colour, linewidth=1.5)
    if baseline is not None and baseline is not curve:
        line = getattr(baseline, middle)
        ax.plot(baseline.days, line, color=INK, linestyle=(0, (4, 2)), linewidth=0.9)

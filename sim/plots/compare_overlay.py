"""Cumulated shortfall days of all runs over each other, by region."""

from collections.abc import Collection, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.compare.comparison import Comparison
from sim.compare.curves import Curve, cumulated
from sim.plots.compare_bars import bars_of_runs, strip_says
from sim.plots.compare_groups import (
    Shown,
    counts,
    named,
    shown,
    time_axis,
    wide_groups,
)
from sim.plots.compare_head import Head
from sim.plots.compare_many import OneGroup, are_many, many_figure, panels_say, widest
from sim.plots.compare_panels import EndLabel, Grid, draw_panels, label_ends, label_room
from sim.plots.compare_style import style_of
from sim.plots.compare_told import curves_data, ends_text, headed, over_time
from sim.plots.far_off import far_off, far_says, pointed
from sim.plots.told import Told
from sim.plots.view import View

TITLE = "Shortfall days since the start by region"
MOST_BANDS = 3
"""Most runs with a band each."""
NOTABLE = 0.5
"""Shortfall days (95 % quantile of any run at the end) from which a region gets a panel."""


def banded(groups: Sequence[Shown]) -> list[int]:
    """List the runs that have bands: all, or the first where so many would hide each other."""
    drawn = {run for group in groups for run, curve in enumerate(group.curves) if curve is not None}
    return sorted(drawn) if len(drawn) <= MOST_BANDS else [min(drawn)]


def bands_say(labels: Sequence[str], groups: Sequence[Shown]) -> str:
    """Say what bands are, and whose where not all runs have one."""
    runs = banded(groups)
    if any(curve and run not in runs for g in groups for run, curve in enumerate(g.curves)):
        return f"band: 5-95 % of histories of {labels[runs[0]]}"
    return "bands: 5-95 % of histories"


def draw_bands(
    ax: Axes, curves: Sequence[Curve | None], bands: Collection[int], middle: str = "median"
) -> None:
    """Draw a line for each run, some on a band from 5 to 95 % whose edges have the line's dashes.

    Parameters
    ----------
    ax : Axes
        Where to draw, x in days from the baseline's start.
    curves : sequence of Curve or None
        Of the runs in their order.
    bands : collection of int
        Places of the runs that have a band.
    middle : str
        What the line is: ``median`` or ``mean``.
    """
    for run, curve in enumerate(curves):
        if curve is None or run not in bands:
            continue
        style = style_of(run)
        ax.fill_between(
            curve.days, curve.low, curve.high, color=style.colour, alpha=0.13, linewidth=0
        )
        for edge in (curve.low, curve.high):
            ax.plot(
                curve.days, edge, color=style.colour, linestyle=style.line, linewidth=0.5, alpha=0.7
            )
    for run, curve in enumerate(curves):
        if curve is not None:
            style = style_of(run)
            line = getattr(curve, middle)
            ax.plot(curve.days, line, color=style.colour, linestyle=style.line, linewidth=1.5)


def ends(
    labels: Sequence[str],
    curves: Sequence[Curve | None],
    middle: str,
    *,
    named: bool,
    signed: bool = False,
) -> list[EndLabel]:
    """Say where each run ends, with its name if asked for."""
    found = []
    for run, (label, curve) in enumerate(zip(labels, curves, strict=True)):
        if curve is not None:
            value = float(getattr(curve, middle)[-1])
            text = days_text(value, signed=signed)
            found.append(EndLabel(run, f"{label} {text}" if named else text, value))
    return found


def days_text(value: float, *, signed: bool = False) -> str:
    """Write days, with a digit after the point where they are few.

    Examples
    --------
    >>> days_text(125.6), days_text(0.04), days_text(2.31, signed=True)
    ('126 d', '0 d', '+2.3 d')
    """
    if abs(value) < 0.05:
        return "0 d"
    text = f"{value:+.{0 if abs(value) >= 9.95 else 1}f} d"
    return text.replace("-", "\N{MINUS SIGN}") if signed else text.removeprefix("+")


def overlay_figure(comparison: Comparison, view: View) -> Figure:
    """Draw the cumulated shortfall days of all runs, region by region.

    Questions
    ---------
    1. Which run loses most days in a region by the end, and how many more than the baseline?
    2. From when on has a run lost more or less than the baseline, in the median?
    3. Do the bands of two runs overlap at the end?
    """
    axis, labels, width = time_axis(comparison, view), comparison.labels, view.width
    drawn, _ = _drawn(comparison, view)
    if are_many(comparison):
        return _many(comparison, view, drawn)
    named_ends, (top, _) = direct(labels, width), _reach(comparison, drawn)
    texts = [
        pointed(ends(labels, group.curves, "median", named=named_ends), 0.0, top) for group in drawn
    ]
    grid = Grid(width, label_room([label.text for ends in texts for label in ends]))
    head = Head.of(
        width, headed(TITLE, view), _caption(comparison, view), () if named_ends else labels
    )  # fmt: skip
    titles = [group.title for group in drawn]
    figure, axes = draw_panels(head, titles, grid, axis, bars_of_runs(comparison))
    if axes:
        axes[0].set_ylim(0, top)
    for ax, group, ends_of in zip(axes, drawn, texts, strict=True):
        draw_bands(ax, group.curves, banded(drawn))
        label_ends(ax, ends_of, grid.tall)
    return figure


def _many(comparison: Comparison, view: View, drawn: Sequence[Shown]) -> Figure:
    """Draw a panel for each run."""
    group, (top, _) = widest(drawn), _reach(comparison, drawn)
    texts = pointed(ends(comparison.labels, group.curves, "median", named=False), 0.0, top)
    head = Head.of(view.width, headed(TITLE, view), _caption(comparison, view))
    unit = "shortfall days (d)"
    return many_figure(
        comparison,
        head,
        OneGroup(group, texts, (0.0, top), "median", unit),
        time_axis(comparison, view),
    )


def _reach(comparison: Comparison, drawn: Sequence[Shown]) -> tuple[float, int | None]:
    """Give where the axis ends, for what is drawn in it, and the run that is far beyond."""
    many = are_many(comparison)
    groups, bands = ([widest(drawn)] if many else drawn), banded(drawn)
    sizes: list[float | None] = [
        max((float((curve.high if many or run in bands else curve.median).max())
             for curve in curves if curve is not None), default=None)
        for run, curves in enumerate(zip(*(group.curves for group in groups), strict=True))
    ]  # fmt: skip
    far = far_off(sizes)
    kept = [size for run, size in enumerate(sizes) if size is not None and run != far]
    return 1.06 * max(1.0, *kept), far


def overlay_told(comparison: Comparison, view: View) -> Told:
    """Say what the figure shows: where each run ends in each region."""
    drawn, _ = _drawn(comparison, view)
    title = headed(TITLE, view)
    ends_of = ends_text(comparison, drawn, "median", days_text)
    alt = f"{title}. {over_time(comparison)}, a panel a region. Median by the end: {ends_of}"
    data = curves_data(comparison, drawn, "shortfall days since the start")
    return Told(title, _caption(comparison, view), alt, data)


def _drawn(comparison: Comparison, view: View) -> tuple[list[Shown], list[str]]:
    return shown(comparison, wide_groups(comparison), cumulated, NOTABLE, view)


def _caption(comparison: Comparison, view: View) -> str:
    drawn, calm = _drawn(comparison, view)
    labels, (_, far) = comparison.labels, _reach(comparison, drawn)
    if are_many(comparison):
        says = panels_say(labels[0], widest(drawn), "median", drawn)
    else:
        says = f"Lines: median, its end value at the right; {bands_say(labels, drawn)}."
    return (
        f"{counts(comparison)} {says} A level line is a time without shortage."
        + strip_says(comparison)
        + far_says(labels, far)
        + named(calm, "Less than half a day in 95 % of histories of every run")
    )


def direct(labels: Sequence[str], width: float) -> bool:
    """Tell whether lines are named at their ends: up to three runs with room for their names."""
    return len(labels) <= 3 and label_room([f"{label} 100 d" for label in labels]) <= 0.17 * width

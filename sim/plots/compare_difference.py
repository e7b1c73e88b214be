"""The paired difference to the baseline over time: when a change begins to tell, and how surely."""

from collections.abc import Sequence
from functools import partial

from matplotlib.figure import Figure

from sim.compare.comparison import Comparison
from sim.compare.curves import differences, same_span
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
from sim.plots.compare_overlay import banded, bands_say, days_text, direct, draw_bands, ends
from sim.plots.compare_panels import Grid, draw_panels, label_ends, label_room
from sim.plots.compare_told import curves_data, ends_text, headed, over_time
from sim.plots.far_off import far_off, far_says, pointed
from sim.plots.style import INK
from sim.plots.told import Told
from sim.plots.view import View

UNIT = "difference (d)"
NOTABLE = 0.05
"""Days of difference in 5 or 95 % of histories from which a region gets a panel."""


def difference_figure(comparison: Comparison, view: View) -> Figure:
    """Draw the difference of cumulated shortfall days to the baseline, history by history.

    Questions
    ---------
    1. Which run is better than the baseline in a region by the end, and by how many days?
    2. From when on is a run on the average better or worse than the baseline?
    3. Is it better in nearly every history, or only on average?
    """
    labels, width = comparison.labels, view.width
    drawn, _ = _drawn(comparison, view)
    if are_many(comparison):
        return _many(comparison, view, drawn)
    named_ends = direct(labels[1:], width)
    low, high, _ = _reach(comparison, drawn)
    texts = [
        pointed(ends(labels, g.curves, "mean", named=named_ends, signed=True), low, high)
        for g in drawn
    ]
    grid = Grid(width, label_room([label.text for ends in texts for label in ends]))
    head = Head.of(
        width,
        _title(comparison, view),
        _caption(comparison, view),
        () if named_ends else labels[1:],
        first=1,
    )
    axis, bars = time_axis(comparison, view), bars_of_runs(comparison)
    titles = [group.title for group in drawn]
    figure, axes = draw_panels(head, titles, grid, axis, bars, UNIT)
    if axes:
        axes[0].set_ylim(low, high)
    for ax, group, ends_of in zip(axes, drawn, texts, strict=True):
        draw_bands(ax, group.curves, banded(drawn), "mean")
        ax.axhline(0.0, color=INK, linewidth=0.8)
        label_ends(ax, ends_of, grid.tall)
    return figure


def _many(comparison: Comparison, view: View, drawn: Sequence[Shown]) -> Figure:
    """Draw a panel for each run."""
    group, (low, high, _) = widest(drawn), _reach(comparison, drawn)
    texts = ends(comparison.labels, group.curves, "mean", named=False, signed=True)
    texts = pointed(texts, low, high)
    head = Head.of(view.width, _title(comparison, view), _caption(comparison, view))
    return many_figure(
        comparison,
        head,
        OneGroup(group, texts, (low, high), "mean", UNIT),
        time_axis(comparison, view),
    )


def _reach(comparison: Comparison, drawn: Sequence[Shown]) -> tuple[float, float, int | None]:
    """Give both ends of the axis, for what is drawn in it, and the run that is far beyond."""
    many = are_many(comparison)
    groups, bands = ([widest(drawn)] if many else drawn), banded(drawn)
    reached: list[tuple[float, float] | None] = []
    for run, curves in enumerate(zip(*(group.curves for group in groups), strict=True)):
        known = [curve for curve in curves if curve is not None]
        pairs = [(c.low, c.high) if many or run in bands else (c.mean, c.mean) for c in known]
        ends_of = [(float(low.min()), float(high.max())) for low, high in pairs]
        lows, highs = zip(*ends_of, strict=True) if ends_of else ((), ())
        reached.append((min(lows), max(highs)) if ends_of else None)
    far = far_off([None if pair is None else max(-pair[0], pair[1]) for pair in reached])
    kept = [pair for run, pair in enumerate(reached) if pair is not None and run != far]
    low, high = min(0.0, *(pair[0] for pair in kept)), max(0.0, *(pair[1] for pair in kept))
    room = 0.07 * max(high - low, 1.0)
    return low - room, high + room, far


def difference_told(comparison: Comparison, view: View) -> Told:
    """Say what the figure shows: by how much each run ends apart from the baseline."""
    drawn, _ = _drawn(comparison, view)
    title = _title(comparison, view)
    ends_of = ends_text(comparison, drawn, "mean", partial(days_text, signed=True))
    alt = (
        f"{title}. {over_time(comparison)}, a panel a region. Mean difference by the end: {ends_of}"
    )
    data = curves_data(comparison, drawn, "shortfall days since the start less the baseline's")
    return Told(title, _caption(comparison, view), alt, data)


def is_any_paired(comparison: Comparison) -> bool:
    """Tell whether any run is paired with the baseline, over the same days."""
    return len(_apart(comparison)) < len(comparison.labels) - 1


def _title(comparison: Comparison, view: View) -> str:
    return headed(f"Difference in shortfall days to {comparison.labels[0]}", view)


def _drawn(comparison: Comparison, view: View) -> tuple[list[Shown], list[str]]:
    return shown(comparison, wide_groups(comparison), differences, NOTABLE, view)


def _apart(comparison: Comparison) -> list[str]:
    """Name the runs that are not paired with the baseline; its own pairing counts as one."""
    every = zip(comparison.labels, comparison.runs, comparison.pairings, strict=True)
    baseline = comparison.runs[0]
    return [
        label
        for label, run, pairing in every
        if not (pairing.is_paired and same_span(baseline, run))
    ]


def _caption(comparison: Comparison, view: View) -> str:
    drawn, calm = _drawn(comparison, view)
    labels = comparison.labels
    if are_many(comparison):
        says = panels_say(labels[0], widest(drawn), "mean", drawn)
    else:
        says = f"Lines: mean, its end value at the right; {bands_say(labels, drawn)}."
    same = " and as many days from the onset" if comparison.onsets else ""
    return (
        f"{counts(comparison)} Each history less the baseline's of the same number{same}, "
        f"cumulated since the start; below zero is better. {says}"
        + strip_says(comparison)
        + far_says(labels, _reach(comparison, drawn)[2])
        + named(calm, "No difference")
        + named(_apart(comparison), "Not paired with the baseline, so not drawn")
    )

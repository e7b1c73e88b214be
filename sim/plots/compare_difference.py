"""The paired difference to the baseline over time: when a change begins to tell, and how surely."""

from functools import partial

from matplotlib.figure import Figure

from sim.compare.comparison import Comparison
from sim.compare.curves import differences, same_span
from sim.plots.compare_groups import (
    Shown,
    baseline_bars,
    counts,
    named,
    shown,
    time_axis,
    wide_groups,
)
from sim.plots.compare_head import Head
from sim.plots.compare_overlay import banded, bands_say, days_text, direct, draw_bands, ends
from sim.plots.compare_panels import Grid, draw_panels, label_ends, label_room
from sim.plots.compare_told import curves_data, ends_text, headed
from sim.plots.style import INK
from sim.plots.told import Told
from sim.plots.view import View

NOTABLE = 0.05
"""Days of difference in 5 or 95 % of histories from which a region gets a panel."""


def difference_figure(comparison: Comparison, view: View) -> Figure:
    """Draw the difference of cumulated shortfall days to the baseline, history by history.

    Questions
    ---------
    1. Which run is better than the baseline in a region by the end, and by how many days?
    2. When does the change begin to tell?
    3. Is it better in nearly every history, or only on average?
    """
    labels, width = comparison.labels, view.width
    bars = baseline_bars(comparison)
    drawn, _ = _drawn(comparison)
    named_ends = direct(labels[1:], width)
    texts = [[*ends(labels, g.curves, "mean", named=named_ends, signed=True)] for g in drawn]
    grid = Grid(width, label_room([label.text for ends in texts for label in ends]))
    head = Head.of(
        width,
        _title(comparison, view),
        _caption(comparison),
        () if named_ends else labels[1:],
        first=1,
    )
    axis = time_axis(comparison)
    titles = [group.title for group in drawn]
    figure, axes = draw_panels(head, titles, grid, axis, bars, "difference (d)")
    if axes:
        low = min(float(c.low.min()) for g in drawn for c in g.curves if c is not None)
        high = max(float(c.high.max()) for g in drawn for c in g.curves if c is not None)
        room = 0.07 * max(high - low, 1.0)
        axes[0].set_ylim(min(low, 0.0) - room, max(high, 0.0) + room)
    for ax, group, ends_of in zip(axes, drawn, texts, strict=True):
        draw_bands(ax, group.curves, banded(drawn), "mean")
        ax.axhline(0.0, color=INK, linewidth=0.8)
        label_ends(ax, ends_of, grid.tall)
    return figure


def difference_told(comparison: Comparison, view: View) -> Told:
    """Say what the figure shows: by how much each run ends apart from the baseline."""
    drawn, _ = _drawn(comparison)
    title = _title(comparison, view)
    ends_of = ends_text(comparison, drawn, "mean", partial(days_text, signed=True))
    alt = f"{title}. Lines over time, a panel a region. Mean difference by the end: {ends_of}"
    data = curves_data(comparison, drawn, "shortfall days since the start less the baseline's")
    return Told(title, _caption(comparison), alt, data)


def is_any_paired(comparison: Comparison) -> bool:
    """Tell whether any run is paired with the baseline, over the same days."""
    return len(_apart(comparison)) < len(comparison.labels) - 1


def _title(comparison: Comparison, view: View) -> str:
    return headed(f"Difference in shortfall days to {comparison.labels[0]}", view)


def _drawn(comparison: Comparison) -> tuple[list[Shown], list[str]]:
    return shown(comparison, wide_groups(comparison), differences, NOTABLE)


def _apart(comparison: Comparison) -> list[str]:
    """Name the runs that are not paired with the baseline; its own pairing counts as one."""
    every = zip(comparison.labels, comparison.runs, comparison.pairings, strict=True)
    baseline = comparison.runs[0]
    return [
        label
        for label, run, pairing in every
        if not (pairing.is_paired and same_span(baseline, run))
    ]


def _caption(comparison: Comparison) -> str:
    drawn, calm = _drawn(comparison)
    labels = comparison.labels
    return (
        f"{counts(comparison)} Each history less the baseline's of the same number, cumulated "
        "since the start; below zero is better. Lines: mean, its end value at the right; "
        f"{bands_say(labels, drawn)}."
        + (f" Top: disruptions of {labels[0]}." if baseline_bars(comparison) else "")
        + named(calm, "No difference")
        + named(_apart(comparison), "Not paired with the baseline, so not drawn")
    )

"""The paired difference to the baseline over time: when a change begins to tell, and how surely."""

from matplotlib.figure import Figure

from sim.compare.comparison import Comparison
from sim.compare.curves import differences, same_span
from sim.plots.compare_groups import (
    baseline_bars,
    counts,
    named,
    shown,
    time_axis,
    wide_groups,
)
from sim.plots.compare_head import Head
from sim.plots.compare_overlay import banded, bands_say, direct, draw_bands, ends
from sim.plots.compare_panels import Grid, draw_panels, label_ends, label_room
from sim.plots.style import INK

NOTABLE = 0.05
"""Days of difference in 5 or 95 % of histories from which a region gets a panel."""


def difference_figure(comparison: Comparison, width: float) -> Figure | None:
    """Draw the difference of cumulated shortfall days to the baseline, history by history.

    Returns
    -------
    Figure or None
        None if no run is paired with the baseline.
    """
    labels, baseline = comparison.labels, comparison.runs[0]
    bars = baseline_bars(comparison)
    apart = [
        label
        for label, run, pairing in zip(labels, comparison.runs, comparison.pairings, strict=True)
        if not (pairing.is_paired and same_span(baseline, run))
    ]
    if len(apart) == len(labels) - 1:
        return None
    drawn, calm = shown(comparison, wide_groups(comparison), differences, NOTABLE)
    named_ends = direct(labels[1:], width)
    texts = [[*ends(labels, g.curves, "mean", named=named_ends, signed=True)] for g in drawn]
    grid = Grid(width, label_room([label.text for ends in texts for label in ends]))
    head = Head.of(
        width,
        f"Difference in shortfall days to {labels[0]}",
        f"{counts(comparison)} Each history less the baseline's of the same number, cumulated "
        "since the start; below zero is better. Lines: mean, its end value at the right; "
        f"{bands_say(labels, drawn)}."
        + (f" Top: disruptions of {labels[0]}." if bars else "")
        + named(calm, "No difference")
        + named(apart, "Not paired with the baseline, so not drawn"),
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

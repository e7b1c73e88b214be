"""Cumulated shortfall days of every consumer in every run, on shared axes."""

from matplotlib.figure import Figure

from sim.compare.comparison import Comparison
from sim.compare.curves import cumulated
from sim.plots.compare_groups import Shown, consumers, counts, named, shown, time_axis
from sim.plots.compare_head import Head
from sim.plots.compare_many import are_many
from sim.plots.compare_overlay import days_text, ends
from sim.plots.compare_panels import LABEL_ROW, Grid, draw_panels, label_ends, label_room
from sim.plots.compare_ranges import ranges_figure
from sim.plots.compare_style import style_of
from sim.plots.compare_told import curves_data, ends_text, headed, over_time
from sim.plots.compare_when import when_says
from sim.plots.told import Told
from sim.plots.view import View

TITLE = "Shortfall days since the start by consumer"
NOTABLE = 0.5
"""Shortfall days (95 % quantile of any run at the end) from which a consumer gets a panel."""


def consumers_figure(comparison: Comparison, view: View) -> Figure:
    """Draw the mean cumulated shortfall days of each consumer in every run.

    Questions
    ---------
    1. For which consumer does it matter most which run comes true?
    2. How many days does that consumer lose in the best and in the worst run?
    3. Which consumers lose next to nothing in any run?
    """
    labels, width = comparison.labels, view.width
    drawn, _ = _drawn(comparison, view)
    if are_many(comparison):
        head = Head.of(width, headed(TITLE, view), _caption(comparison, view))
        return ranges_figure(comparison, head, drawn)
    texts = [[*ends(labels, group.curves, "mean", named=False)] for group in drawn]
    tall = max(0.75, LABEL_ROW * len(labels))
    grid = Grid(
        width,
        label_room([label.text for ends in texts for label in ends]),
        heights=(tall, tall),
        narrowest=0.95,
        most=4,
        title=7.5,
    )
    head = Head.of(
        width,
        headed(TITLE, view),
        _caption(comparison, view),
        labels,
    )
    figure, axes = draw_panels(
        head, [group.title for group in drawn], grid, time_axis(comparison, view)
    )
    means = [curve.mean[-1] for group in drawn for curve in group.curves if curve is not None]
    if axes:
        axes[0].set_ylim(0, 1.06 * max(1.0, *means))
    for ax, group, ends_of in zip(axes, drawn, texts, strict=True):
        for run, curve in enumerate(group.curves):
            if curve is not None:
                style = style_of(run)
                ax.plot(
                    curve.days, curve.mean, color=style.colour, linestyle=style.line, linewidth=1.3
                )
        label_ends(ax, ends_of, grid.tall)
    return figure


def consumers_told(comparison: Comparison, view: View) -> Told:
    """Say what the figure shows: where each run ends for each consumer."""
    drawn, _ = _drawn(comparison, view)
    title = headed(TITLE, view)
    ends_of = ends_text(comparison, drawn, "mean", days_text)
    alt = f"{title}. {over_time(comparison)}, a panel a consumer. Mean by the end: {ends_of}"
    data = curves_data(comparison, drawn, "shortfall days since the start")
    return Told(title, _caption(comparison, view), alt, data)


def _drawn(comparison: Comparison, view: View) -> tuple[list[Shown], list[str]]:
    """Give the consumers that are drawn, those first whose runs differ most, and the others."""
    drawn, calm = shown(comparison, consumers(comparison), cumulated, NOTABLE, view)
    return sorted(drawn, key=lambda group: -_apart(group)), calm


def _caption(comparison: Comparison, view: View) -> str:
    _, calm = _drawn(comparison, view)
    says = "Mean over histories, its end value at the right; all panels have the same axes, and "
    if are_many(comparison):
        says = (
            "Mean over histories by the end, a circle a run, and the runs with least and with "
            f"most; black: {comparison.labels[0]}. Consumers "
        )
    return (
        f"{counts(comparison)} {says}where runs differ most comes first."
        + when_says(comparison, by_date=not are_many(comparison))
        + named(calm, "Less than half a day in 95 % of histories of every run")
    )


def _apart(group: Shown) -> float:
    """Give by how many days the runs of a consumer end apart."""
    lost = [curve.mean[-1] for curve in group.curves if curve is not None]
    return float(max(lost) - min(lost))

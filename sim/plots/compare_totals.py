"""Mean of a measure of every group in every run, with intervals: the dot plot."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.compare.comparison import Comparison
from sim.compare.row import Row
from sim.compare.words import mean_text
from sim.plots.compare_groups import counts, named, wide_groups
from sim.plots.compare_head import Head
from sim.plots.compare_many import are_many
from sim.plots.compare_ranked import far_run, fitting, ranked_figure
from sim.plots.compare_style import style_of, text_width, wrapped
from sim.plots.compare_told import headed, means_data
from sim.plots.compare_when import when_says
from sim.plots.compare_window import days_text, is_part, lost_within
from sim.plots.far_off import far_says
from sim.plots.told import Told, listed
from sim.plots.view import View

MEASURE = "shortfall_days"
DOT_ROW, GROUP_GAP = 0.145, 0.13
"""Height of a run's dot, and between two groups, inch."""
BOTTOM = 0.42
CALM = 0.05
"""Mean shortfall days, below which in every run a group is not drawn."""
NAME, VALUE = 7.5, 7.0
"""Sizes of the names and of the values, points."""


def draw_dots(ax: Axes, rows: Sequence[Row], runs: int, far: int | None = None) -> None:
    """Draw a dot for each run with its 95 % interval, one below the other in each group.

    Parameters
    ----------
    ax : Axes
        Its y axis counts inches from the top.
    rows : sequence of Row
        Groups, the topmost first.
    runs : int
        Number of runs.
    far : int, optional
        A run that is left out.
    """
    for place, row in enumerate(rows):
        top = place * (runs * DOT_ROW + GROUP_GAP)
        if place % 2 == 0:
            ax.axhspan(
                top, top + runs * DOT_ROW + GROUP_GAP, color="black", alpha=0.04, linewidth=0
            )
        for run, value in enumerate(row.values):
            if value is None or not math.isfinite(value.mean) or run == far:
                continue
            style, at = style_of(run), dot_height(place, run, runs)
            half = value.half_width95
            if math.isfinite(half):
                # What is drawn so, days and parts of use, cannot be negative.
                ends = [max(value.mean - half, 0.0), value.mean + half]
                ax.plot(
                    ends, [at, at], color=style.colour, linewidth=1.1, marker="|", markersize=3.5
                )
            ax.plot(
                value.mean, at, color=style.colour, marker=style.marker, markersize=4.2,
                linestyle="", clip_on=False, zorder=3,
            )  # fmt: skip


def _point_at(ax: Axes, rows: Sequence[Row], runs: int, far: int | None) -> None:
    """Draw the run that was left out: its dots, and arrows where they are beyond the axis."""
    for place, row in enumerate(rows if far is not None else ()):
        value = row.values[far] if far is not None else None
        if far is not None and value is not None and math.isfinite(value.mean):
            end, at = ax.get_xlim()[1], dot_height(place, far, runs)
            marker = ">" if value.mean > end else style_of(far).marker
            ax.plot(min(value.mean, end), at, color=style_of(far).colour, marker=marker,
                    markersize=4.5, clip_on=False, zorder=3)  # fmt: skip


def dot_height(place: int, run: int, runs: int) -> float:
    """Give the height of a run's dot in a group, inches from the top."""
    return place * (runs * DOT_ROW + GROUP_GAP) + GROUP_GAP / 2 + (run + 0.5) * DOT_ROW


def totals_figure(comparison: Comparison, view: View) -> Figure:
    """Draw the mean shortfall days of regions, defence and all in every run.

    Questions
    ---------
    1. In which run does a region lose least?
    2. How many days is that, and how surely is it known?
    3. Which region gains most from the best run?
    """
    return dots_figure(comparison, view, totals_dots(comparison, view))


def totals_told(comparison: Comparison, view: View) -> Told:
    """Say what the figure shows: the mean of each run in each group."""
    return dots_told(comparison, view, totals_dots(comparison, view))


def totals_dots(comparison: Comparison, view: View) -> "Dots":
    """Give the mean shortfall days of regions, defence and all."""
    found: Mapping[tuple[str, str], Row] = {
        (row.kind, row.group): row for row in comparison.table if row.measure == MEASURE
    }
    when = "over the whole run"
    if is_part(view):
        wide = {group[1:] for group in wide_groups(comparison)}
        found = {
            key: lost_within(comparison, row, view) for key, row in found.items() if key in wide
        }
        when = f"from {days_text(comparison, view)}"
    known = [group for group in wide_groups(comparison) if group[1:] in found]
    groups = [group for group in known if not _is_calm(found[group[1:]])] or known[-1:]
    calm = [group[0] for group in known if group not in groups]
    return Dots(
        f"Shortfall days {when}",
        named(calm, "Less than 0.05 days in every run"),
        "shortfall days (d)",
        [(title, found[kind, name]) for title, kind, name in groups],
        is_part(view),
    )


@dataclass(frozen=True)
class Dots:
    """A measure of some groups in every run."""

    title: str
    """What stands above."""
    note: str
    """The last of how to read it."""
    unit: str
    """What stands along the axis."""
    found: Sequence[tuple[str, Row]]
    """Groups by their titles, the topmost first."""
    is_part: bool = False
    """Whether it counts not the whole run, as tables do."""


def dots_figure(comparison: Comparison, view: View, dots: Dots) -> Figure:
    """Draw the mean of a measure in every run with its interval."""
    width, unit, found = view.width, dots.unit, dots.found
    if are_many(comparison):
        head = Head.of(width, headed(dots.title, view), _caption(comparison, dots, width))
        return ranked_figure(comparison, head, fitting(found, comparison, width)[0], unit)
    rows, runs = [row for _, row in found], len(comparison.runs)
    left = 0.15 + min(max(text_width(name, NAME) for name, _ in found), 0.3 * width)
    names = [wrapped(name, left - 0.15, NAME) for name, _ in found]
    texts = [_means(comparison, row) for row in rows]
    right = 0.2 + max(text_width(text, VALUE) for line in texts for text in line)
    head = Head.of(
        width,
        headed(dots.title, view),
        _caption(comparison, dots, width),
        comparison.labels,
        "marker",
    )
    tall = len(rows) * (runs * DOT_ROW + GROUP_GAP)
    height = head.height + 0.06 + tall + BOTTOM
    figure = Figure(figsize=(width, height))
    head.draw(figure)
    wide = width - left - right
    ax = figure.add_axes((left / width, BOTTOM / height, wide / width, tall / height))
    ax.set_ylim(tall, 0)
    far = far_run(found)
    draw_dots(ax, rows, runs, far)
    ax.set_xlim(left=0.0)
    _point_at(ax, rows, runs, far)
    ax.grid(axis="x", color="#E4E4E4", linewidth=0.6)
    ax.spines["left"].set_visible(False)
    middles = [
        (dot_height(i, 0, runs) + dot_height(i, runs - 1, runs)) / 2 for i in range(len(rows))
    ]
    ax.set_yticks(middles, ["\n".join(name) for name in names], fontsize=NAME)
    ax.tick_params(axis="y", length=0)
    ax.tick_params(axis="x", length=2.5, pad=2)
    ax.locator_params(axis="x", nbins=max(3, int(wide / 0.55)))
    ax.set_xlabel(unit, labelpad=2)
    for place, line in enumerate(texts):
        for run, text in enumerate(line):
            at = 1 - dot_height(place, run, runs) / tall
            ax.annotate(
                text, (1.0, at), (6, 0), xycoords="axes fraction",
                textcoords="offset points", va="center", fontsize=VALUE,
                color=style_of(run).colour,
            )  # fmt: skip
    return figure


def dots_told(comparison: Comparison, view: View, dots: Dots) -> Told:
    """Say what a dot plot shows: the mean of each run in each group."""
    said = []
    for title, row in dots.found:
        means = zip(comparison.labels, _means(comparison, row), strict=True)
        said.append(f"{title}: {', '.join(f'{label} {mean}' for label, mean in means if mean)}")
    title = headed(dots.title, view)
    alt = f"{title}. Dots with intervals, a row a run in each group. Means: {listed(said)}"
    return Told(
        title, _caption(comparison, dots, view.width), alt, means_data(comparison, dots.found)
    )


def _means(comparison: Comparison, row: Row) -> list[str]:
    starts = [run.loaded.scenario.start for run in comparison.runs]
    return [
        mean_text(value, row.unit, start) for value, start in zip(row.values, starts, strict=True)
    ]


def _caption(comparison: Comparison, dots: Dots, width: float) -> str:
    table = "; the table has it of the whole run" if dots.is_part else ": see the table"
    says, left_out = "the numbers at the right say the same", list[str]()
    far = far_says(comparison.labels, far_run(dots.found))
    if are_many(comparison):
        left_out = fitting(dots.found, comparison, width)[1]
        says = (
            f"means at the right. Runs are ranked by {dots.found[-1][0]}, the least on top; dashed "
            f"and black: {comparison.labels[0]}"
        )
    return (
        f"{counts(comparison)} Mean with its 95 % interval; {says}. Where runs are paired, their "
        f"difference is known better than two intervals that overlap suggest{table}."
        f"{far}{when_says(comparison)}{dots.note}{named(left_out, 'In the data beside the figure')}"
    )


def _is_calm(row: Row) -> bool:
    return all(value is None or value.mean < CALM for value in row.values)

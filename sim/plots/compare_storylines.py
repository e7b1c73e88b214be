"""Storylines of several runs: the same three histories in each, and what a change makes of them."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.compare.comparison import Comparison
from sim.compare.curves import group_of, same_span
from sim.output.groups import WITH_SERIES, Group
from sim.output.storylines import TOLD, hardest_hit, losses_by_region, ranked
from sim.plots.asked import named_groups, title_of
from sim.plots.bands import drawn_days
from sim.plots.compare_bars import bars_of_runs, own_bars, strip_says
from sim.plots.compare_groups import counts, named, time_axis
from sim.plots.compare_head import Head
from sim.plots.compare_many import OWN, are_many, many_grid
from sim.plots.compare_overlay import days_text
from sim.plots.compare_panels import EndLabel, Grid, draw_panels, label_ends, label_room
from sim.plots.compare_style import style_of
from sim.plots.compare_told import headed, over_time, time_cells, time_columns
from sim.plots.far_off import far_off, far_says, pointed
from sim.plots.panels import TimeAxis
from sim.plots.style import INK
from sim.plots.told import Data, Told, listed
from sim.plots.view import USUAL, View

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Story:
    """One history in every run."""

    name: str
    """``mild``, ``typical``, ``severe``: by what it comes to in the baseline."""
    history: int
    """Its number."""
    lost: tuple[F64 | None, ...]
    """Shortfall days since the start in each run, ``[day]``; none where it is not paired."""
    first: int = 0
    """First of these days."""

    def end(self, run: int) -> float:
        """Give what it comes to in a run, d."""
        line = self.lost[run]
        assert line is not None, (self.name, run)
        return float(line[-1])

    @property
    def runs(self) -> list[int]:
        """Places of the runs that have it."""
        return [run for run, line in enumerate(self.lost) if line is not None]

    def said(self, run: int) -> str:
        """Give the end of the baseline, and of others the difference to it."""
        if run == 0:
            return days_text(self.end(0))
        return days_text(self.end(run) - self.end(0), signed=True)


def stories(comparison: Comparison, group: Group, axis: TimeAxis | None = None) -> list[Story]:
    """Tell the baseline's storylines in every run that is paired with it over the same days.

    Up to the end of an *axis*, if one is given; from its first day where it counts from onsets.
    """
    baseline = comparison.runs[0]
    totals = next(
        one.values
        for one in baseline.outcomes
        if one.measure == "shortfall_days" and (one.group.kind, one.group.name) == _key(group)
    )
    chosen = ranked(totals)
    lines: list[dict[int, F64]] = []
    first = axis.first if axis is not None and comparison.onsets else 0
    of = zip(comparison.runs, comparison.pairings, comparison.moves, strict=True)
    for run, pairing, move in of:
        same = group_of(run, *_key(group))
        if same is None or not (pairing.is_paired and same_span(baseline, run)):
            lines.append({})
            continue
        # Runs over the same days as the baseline are moved by their onsets alone.
        own = move if comparison.onsets else 0
        end = None if axis is None else axis.days - own
        values = run.daily(same, "cumulative")[first - own : end]
        places = dict(zip(pairing.baseline.tolist(), pairing.other.tolist(), strict=True))
        lines.append({at: values[:, places[at]] for at in chosen.values() if at in places})
    return [
        Story(name, int(baseline.numbers[at]), tuple(found.get(at) for found in lines), first)
        for name, at in chosen.items()
    ]


def _key(group: Group) -> tuple[str, str]:
    return group.kind, group.name


def compare_storylines_figure(comparison: Comparison, view: View) -> Figure:
    """Draw a mild, a typical and a severe history of the baseline, and the same ones in each run.

    Questions
    ---------
    1. How many days does a run save or cost in a severe history, and how many in a mild one?
    2. When do the lines of two runs part in a typical history?
    3. Is any run worse than the baseline in one history and better in another?
    """
    group, labels = _group(comparison, view), comparison.labels
    axis, bars = time_axis(comparison, view), bars_of_runs(comparison)
    found = stories(comparison, group, axis)
    if are_many(comparison):
        return _many(comparison, view, group, found)
    top, _ = _reach(found)
    ends = [
        pointed([EndLabel(run, story.said(run), story.end(run)) for run in story.runs], 0.0, top)
        for story in found
    ]
    grid = Grid(view.width, label_room([one.text for of in ends for one in of]), most=3, once=True)
    head = Head.of(view.width, _title(comparison, view, group), _caption(comparison, group), labels)
    titles = [f"{story.name.capitalize()}: history {story.history}" for story in found]
    figure, axes = draw_panels(head, titles, grid, axis, bars, "shortfall days (d)")
    axes[0].set_ylim(0, top)
    for ax, story, of in zip(axes, found, ends, strict=True):
        for run in reversed(story.runs):  # the baseline on top
            line, style = story.lost[run], style_of(run)
            assert line is not None
            days = _days(axis, story, run)
            ax.plot(days, line[days - story.first], color=style.colour, linestyle=style.line,
                    linewidth=1.4)  # fmt: skip
        label_ends(ax, of, grid.tall)
    return figure


def _many(comparison: Comparison, view: View, group: Group, found: list[Story]) -> Figure:
    """Draw a panel for each run, its histories over the same of the baseline."""
    runs, (top, _) = found[0].runs, _reach(found)
    ends = [
        pointed([EndLabel(OWN, f"{one.name} {one.said(run)}", one.end(run), solid=True)
                 for one in found], 0.0, top)
        for run in runs
    ]  # fmt: skip
    grid = many_grid(view.width, [one.text for of in ends for one in of])
    head = Head.of(view.width, _title(comparison, view, group), _caption(comparison, group))
    axis, own = time_axis(comparison, view), own_bars(comparison)
    figure, axes = draw_panels(
        head, [comparison.labels[run] for run in runs], grid, axis,
        bars_of_runs(comparison), own=[own[run] for run in runs],
    )  # fmt: skip
    axes[0].set_ylim(0, top)
    for ax, run, of in zip(axes, runs, ends, strict=True):
        for story in found:
            ours, theirs = story.lost[0], story.lost[run]
            assert ours is not None
            assert theirs is not None
            days = _days(axis, story, run)
            at = days - story.first
            ax.plot(days, theirs[at], color=style_of(OWN).colour, linewidth=1.4)
            if run > 0:
                ax.plot(days, ours[at], color=INK, linestyle=(0, (4, 2)), linewidth=0.7)
        label_ends(ax, of, grid.tall)
    return figure


def _days(axis: TimeAxis, story: Story, run: int) -> NDArray[np.intp]:
    """Give the days of a line that are drawn: none before its run begins, where others do."""
    line, first = story.lost[run], max(axis.first, story.first)
    assert line is not None, (story.name, run)
    return first + drawn_days(len(line) - first + story.first)


def _reach(found: list[Story]) -> tuple[float, int | None]:
    """Give where the axis ends, and the run that is far beyond."""
    runs = range(len(found[0].lost))
    sizes = [
        max((one.end(run) for one in found if one.lost[run] is not None), default=None)
        for run in runs
    ]
    far = far_off(sizes)
    kept = [size for run, size in enumerate(sizes) if size is not None and run != far]
    return 1.06 * max(1.0, *kept), far


def compare_storylines_told(comparison: Comparison, view: View) -> Told:
    """Say what the figure shows: what each history comes to, and the differences."""
    group = _group(comparison, view)
    axis, title = time_axis(comparison, view), _title(comparison, view, group)
    found = stories(comparison, group, axis)
    said = (
        f"{story.name} (history {story.history}): "
        + ", ".join(f"{comparison.labels[run]} {story.said(run)}" for run in story.runs)
        for story in found
    )
    alt = (
        f"{title}. {over_time(comparison)}, a panel a history. Shortfall days by the end, of "
        f"others the difference to {comparison.labels[0]}: {listed(said)}"
    )
    columns = {
        "storyline": "name of the history in the figure",
        "history": "its number",
        "run": "run as the figure calls it",
        **time_columns(comparison),
        "lost": "shortfall days since the start, d",
    }
    rows = [
        (story.name, story.history, comparison.labels[run], *time_cells(comparison, run, day),
         float(line[day - story.first]))
        for story in found
        for run, line in enumerate(story.lost)
        if line is not None
        for day in _days(axis, story, run).tolist()
    ]  # fmt: skip
    return Told(title, _caption(comparison, group), alt, Data(columns, rows))


def is_any_told(comparison: Comparison) -> bool:
    """Tell whether any run is paired with the baseline, over the same days, and loses anything."""
    group = _group(comparison, USUAL)
    return any(len(story.runs) > 1 and story.end(0) > 0.0 for story in stories(comparison, group))


def _group(comparison: Comparison, view: View) -> Group:
    """Give who is asked for first; else the region for which a run changes most."""
    baseline = comparison.runs[0]
    if asked := named_groups((one for one in baseline.groups if one.kind in WITH_SERIES), view):
        return asked[0]
    return _most_changed(comparison) or hardest_hit(baseline)


def _most_changed(comparison: Comparison) -> Group | None:
    """Find the region whose missing tonnes a run changes most; none if no run changes its days."""
    baseline, *others = comparison.runs
    before = losses_by_region(baseline)
    found = [
        (abs(unmet_t - before[region][1]), region)
        for run, pairing in zip(others, comparison.pairings[1:], strict=True)
        if pairing.is_paired and same_span(baseline, run)
        for region, (days, unmet_t) in losses_by_region(run).items()
        if region in before and abs(days - before[region][0]) > TOLD
    ]
    return group_of(baseline, "region", max(found)[1]) if found else None


def _title(comparison: Comparison, view: View, group: Group) -> str:
    return headed(f"Storylines of {title_of(group)}, and what each run makes of them", view)


def _caption(comparison: Comparison, group: Group) -> str:
    baseline, every = comparison.runs[0], zip(
        comparison.labels, comparison.runs, comparison.pairings, strict=True
    )  # fmt: skip
    apart = [
        label for label, run, pairing in every
        if not (pairing.is_paired and same_span(baseline, run))
    ]  # fmt: skip
    many = ""
    if are_many(comparison):
        many = f" A panel a run, all with the same axes; dashed and black: {comparison.labels[0]}."
    return (
        f"{counts(comparison)} The histories of {comparison.labels[0]} at 10, 50 and 90 % of the "
        f"shortfall days of {title_of(group)}, and those of the same numbers in the other runs: "
        "days since the start. At the right what the baseline comes to, and of others the "
        f"difference, below zero is better.{many}{strip_says(comparison)}"
        + far_says(comparison.labels, _reach(stories(comparison, group))[1])
        + named(apart, "Not paired, so not drawn")
    )

"""On which places groups depend in every run: by month, and days met without them."""

from functools import partial

import numpy as np
from matplotlib.figure import Figure

from sim.compare.comparison import Comparison
from sim.compare.curves import Curve, dependence
from sim.compare.row import Row
from sim.output.groups import Kind
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
from sim.plots.compare_overlay import banded, bands_say, direct, draw_bands
from sim.plots.compare_panels import EndLabel, Grid, draw_panels, label_ends, label_room
from sim.plots.compare_told import curves_data, ends_text, headed, over_time
from sim.plots.compare_totals import Dots, dots_figure, dots_told
from sim.plots.compare_window import is_part, met_within, months_text
from sim.plots.exposure import GAPS, UNIT
from sim.plots.style import in_order, place_name
from sim.plots.told import Told
from sim.plots.view import USUAL, View

NOTABLE = 0.5
"""Share from which a group depends on a place, and two runs differ, %."""
NOTABLE_DAYS = 0.5
"""Days by which two runs differ notably."""
Wanted = tuple[str, Kind, str]


def exposure_figure(comparison: Comparison, view: View) -> Figure:
    """Draw which part of what groups use was in a place, in every run.

    Questions
    ---------
    1. In which run does a group depend least on the place by the end?
    2. By how many percentage points does that run differ from the baseline?
    3. When do the runs part?
    """
    labels, width = comparison.labels, view.width
    drawn, _ = _dependent(comparison, view)
    title, named_ends = f"Dependence on {_of_all(comparison)}", direct(labels, width)
    if are_many(comparison):
        group, caption = widest(drawn), _caption(comparison, view)
        head, texts = Head.of(width, headed(title, view), caption), _ends(labels, group.curves)
        top = 1.06 * max(1.0, group.highest())
        return many_figure(
            comparison,
            head,
            OneGroup(group, texts, (0.0, top), "mean", UNIT),
            time_axis(comparison, view),
        )
    texts_of = [_ends(labels, group.curves, named=named_ends) for group in drawn]
    grid = Grid(width, label_room([label.text for ends in texts_of for label in ends]))
    head = Head.of(
        width,
        headed(title, view),
        _caption(comparison, view),
        () if named_ends else labels,
    )
    axis, bars = time_axis(comparison, view), bars_of_runs(comparison)
    figure, axes = draw_panels(head, [group.title for group in drawn], grid, axis, bars, UNIT)
    axes[0].set_ylim(0, 1.06 * max(1.0, *(group.highest() for group in drawn)))
    for ax, group, ends in zip(axes, drawn, texts_of, strict=True):
        draw_bands(ax, group.curves, banded(drawn), "mean")
        label_ends(ax, ends, grid.tall)
    return figure


def exposure_told(comparison: Comparison, view: View) -> Told:
    """Say what the figure shows: where each run ends in each group."""
    drawn, _ = _dependent(comparison, view)
    title = headed(f"Dependence on {_of_all(comparison)}", view)
    ends = ends_text(comparison, drawn, "mean", lambda share: f"{share:.0f} %")
    alt = f"{title}. {over_time(comparison)}, by month, a panel a group. Mean share at last: {ends}"
    return Told(title, _caption(comparison, view), alt, curves_data(comparison, drawn, UNIT))


def is_followed(comparison: Comparison) -> bool:
    """Tell whether any run tells on which places a group depends."""
    drawn, _ = _dependent(comparison, USUAL)
    return bool(drawn)


def _dependent(comparison: Comparison, view: View) -> tuple[list[Shown], list[str]]:
    """Give the groups that are drawn, and the titles of those alike in all runs."""
    found: list[Shown] = []
    others: list[str] = []
    for place in places(comparison):
        curves = partial(_dependence, place=place)
        of_place, calm = shown(comparison, _titled(comparison, place), curves, NOTABLE, view, 1)
        found += of_place
        others += calm
    drawn = [group for group in found if _differ(group)] or found[-1:]
    return drawn, others + [group.title for group in found if group not in drawn]


def _dependence(
    comparison: Comparison, kind: str, name: str, most: int = 0, *, place: str
) -> list[Curve | None]:
    """Give the dependence on a place; its months are few, whatever days are asked for at most."""
    return dependence(comparison, kind, name, place)


def _caption(comparison: Comparison, view: View) -> str:
    drawn, others = _dependent(comparison, view)
    labels = comparison.labels
    broken = any(
        np.isnan(curve.mean).any() for group in drawn for curve in group.curves if curve is not None
    )
    if are_many(comparison):
        says = panels_say(labels[0], widest(drawn), "mean", drawn)
    else:
        says = f"Lines: mean, its end value at the right; {bands_say(labels, drawn)}."
    return (
        f"{counts(comparison)} Part of the rare earths in what each group uses, each month at its "
        "end, that was mined, separated, made into metal or made into magnets there, by weight: "
        f"makers put more or less into a tonne. {says}{GAPS if broken else ''}"
        + strip_says(comparison)
        + named(others, "Alike within half a percentage point in all runs")
    )


def without_figure(comparison: Comparison, view: View) -> Figure:
    """Draw the days of demand met without a place, in every run.

    Questions
    ---------
    1. In which run are most days met without the place, and how many?
    2. Which group gains most days from the best run?
    3. How surely is the difference known?
    """
    return dots_figure(comparison, view, _without(comparison, view))


def without_told(comparison: Comparison, view: View) -> Told:
    """Say what the figure shows: the mean of each run in each group."""
    return dots_told(comparison, view, _without(comparison, view))


def is_met_without(comparison: Comparison) -> bool:
    """Tell whether any run tells on how many days demand was met without a place."""
    return bool(_days_without(comparison))


def _days_without(comparison: Comparison) -> list[tuple[str, Row]]:
    rows = {
        (row.kind, row.group, row.item): row
        for row in comparison.table
        if row.measure == "days_met_without"
    }
    return [
        (title, rows[kind, name, place])
        for place in places(comparison)
        for title, kind, name in _titled(comparison, place)
        if (kind, name, place) in rows
    ]


def _without(comparison: Comparison, view: View) -> Dots:
    found, when, of = _days_without(comparison), "", "the whole run"
    if is_part(view):
        found = [(title, met_within(comparison, row, view)) for title, row in found]
        when, of = f", {months_text(comparison, view)}", "these whole months"
    drawn = [pair for pair in found if _spread(pair[1]) >= NOTABLE_DAYS] or found[-1:]
    calm = [pair[0] for pair in found if pair not in drawn]
    return Dots(
        f"Days of demand met without {_of_all(comparison)}{when}",
        f" Days of {of} met on time by matter that never was there."
        + named(calm, "Alike within half a day in all runs"),
        "days met without it (d)",
        drawn,
        is_part(view),
    )


def places(comparison: Comparison) -> list[str]:
    """List the places on which dependence is followed in any run."""
    found = [place for run in comparison.runs for place in run.loaded.scenario.measures.exposure]
    return in_order(list(dict.fromkeys(found)))


def _titled(comparison: Comparison, place: str) -> list[Wanted]:
    """List the groups: regions, defence consumers, defence and all; of which place if several."""
    defence: list[Wanted] = []
    for run in comparison.runs:
        of = run.loaded.scenario.consumers
        defence += [
            (group.label, group.kind, group.name)
            for group in run.groups
            if group.kind == "consumer" and of[group.name].end_use == "defence"
        ]
    wide = wide_groups(comparison)
    regions = [group for group in wide if group[1] == "region"]
    found = [*regions, *defence, *(group for group in wide if group not in regions)]
    names = {group[1:]: group[0] for group in reversed(found)}
    several = len(places(comparison)) > 1
    return [
        (f"{title}: {place_name(place)}" if several else title, kind, name)
        for (kind, name), title in reversed(names.items())
    ]


def _of_all(comparison: Comparison) -> str:
    found = places(comparison)
    return place_name(found[0]) if len(found) == 1 else "places"


def _differ(group: Shown) -> bool:
    """Tell whether runs differ in the mean, in any month that they have in common."""
    first, *others = [curve for curve in group.curves if curve is not None]
    for other in others:
        # Months of runs that are drawn from their onsets end on other days.
        theirs = np.interp(first.days, other.days, other.mean, np.nan, np.nan)
        if (np.abs(first.mean - theirs) >= NOTABLE).any():
            return True
    return False


def _spread(row: Row) -> float:
    """Give by how much the means of runs differ at most."""
    means = [value.mean for value in row.values if value is not None]
    return max(means) - min(means)


def _ends(
    labels: tuple[str, ...], curves: tuple[Curve | None, ...], *, named: bool = False
) -> list[EndLabel]:
    found = []
    for run, (label, curve) in enumerate(zip(labels, curves, strict=True)):
        if curve is not None:
            last = float(curve.mean[np.isfinite(curve.mean)][-1])
            text = f"{last:.0f} %"
            found.append(EndLabel(run, f"{label} {text}" if named else text, last))
    return found

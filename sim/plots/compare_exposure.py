"""On which places groups depend in every run: by month, and days met without them."""

from functools import partial

import numpy as np
from matplotlib.figure import Figure

from sim.compare.comparison import Comparison
from sim.compare.curves import Curve, dependence
from sim.compare.row import Row
from sim.output.groups import Kind
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
from sim.plots.compare_overlay import banded, bands_say, direct, draw_bands
from sim.plots.compare_panels import EndLabel, Grid, draw_panels, label_ends, label_room
from sim.plots.compare_totals import dots_figure
from sim.plots.exposure import GAPS, UNIT
from sim.plots.strip import read
from sim.plots.style import in_order, place_name

NOTABLE = 0.5
"""Share from which a group depends on a place, and two runs differ, %."""
NOTABLE_DAYS = 0.5
"""Days by which two runs differ notably."""
Wanted = tuple[str, Kind, str]


def exposure_figure(comparison: Comparison, width: float) -> Figure | None:
    """Draw which part of what groups use was in a place, *width* inches wide; none if unknown."""
    labels = comparison.labels
    found: list[Shown] = []
    others: list[str] = []
    for place in places(comparison):
        curves = partial(dependence, place=place)
        of_place, calm = shown(comparison, _titled(comparison, place), curves, NOTABLE)
        found += of_place
        others += calm
    if not found:
        return None
    drawn = [group for group in found if _differ(group)] or found[-1:]
    others += [group.title for group in found if group not in drawn]
    broken = any(
        np.isnan(curve.mean).any() for group in drawn for curve in group.curves if curve is not None
    )
    named_ends, bars = direct(labels, width), baseline_bars(comparison)
    top = " " + read(bars, labels[0]) if bars else ""
    texts = [_ends(labels, group.curves, named=named_ends) for group in drawn]
    grid = Grid(width, label_room([label.text for ends in texts for label in ends]))
    head = Head.of(
        width,
        f"Dependence on {_of_all(comparison)}",
        f"{counts(comparison)} Part of the rare earths in what each group uses, each month at its "
        "end, that was mined, separated, made into metal or made into magnets there, by weight: "
        "makers put more or less into a tonne. Lines: mean, its end value "
        f"at the right; {bands_say(labels, drawn)}.{GAPS if broken else ''}{top}"
        + named(others, "Alike within half a percentage point in all runs"),
        () if named_ends else labels,
    )
    titles = [group.title for group in drawn]
    figure, axes = draw_panels(head, titles, grid, time_axis(comparison), bars, UNIT)
    axes[0].set_ylim(0, 1.06 * max(1.0, *(group.highest() for group in drawn)))
    for ax, group, ends in zip(axes, drawn, texts, strict=True):
        draw_bands(ax, group.curves, banded(drawn), "mean")
        label_ends(ax, ends, grid.tall)
    return figure


def without_figure(comparison: Comparison, width: float) -> Figure | None:
    """Draw the days of demand met without a place, *width* inches wide; none if unknown."""
    rows = {
        (row.kind, row.group, row.item): row
        for row in comparison.table
        if row.measure == "days_met_without"
    }
    found = [
        (title, rows[kind, name, place])
        for place in places(comparison)
        for title, kind, name in _titled(comparison, place)
        if (kind, name, place) in rows
    ]
    if not found:
        return None
    drawn = [pair for pair in found if _spread(pair[1]) >= NOTABLE_DAYS] or found[-1:]
    calm = [pair[0] for pair in found if pair not in drawn]
    return dots_figure(
        comparison,
        width,
        f"Days of demand met without {_of_all(comparison)}",
        " Days of the whole run met on time by matter that never was there."
        + named(calm, "Alike within half a day in all runs"),
        "days met without it (d)",
        drawn,
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
        _, ours, theirs = np.intersect1d(first.days, other.days, return_indices=True)
        if (np.abs(first.mean[ours] - other.mean[theirs]) >= NOTABLE).any():
            return True
    return False


def _spread(row: Row) -> float:
    """Give by how much the means of runs differ at most."""
    means = [value.mean for value in row.values if value is not None]
    return max(means) - min(means)


def _ends(
    labels: tuple[str, ...], curves: tuple[Curve | None, ...], *, named: bool
) -> list[EndLabel]:
    found = []
    for run, (label, curve) in enumerate(zip(labels, curves, strict=True)):
        if curve is not None:
            last = float(curve.mean[np.isfinite(curve.mean)][-1])
            text = f"{last:.0f} %"
            found.append(EndLabel(run, f"{label} {text}" if named else text, last))
    return found

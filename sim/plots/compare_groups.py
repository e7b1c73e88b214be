"""The groups that figures of a comparison show, with their curves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.compare.comparison import Comparison
from sim.compare.curves import Curve
from sim.output.groups import Kind
from sim.plots.bands import drawn_days
from sim.plots.compare_onset import OnsetAxis
from sim.plots.compare_panels import span
from sim.plots.note import differ_each
from sim.plots.panels import TimeAxis, axis_of
from sim.plots.span import asked_span
from sim.plots.style import in_order, place_name
from sim.plots.view import USUAL, View
from sim.scenario.errors import plural

F64 = NDArray[np.float64]

EVERY = 1_000_000
"""Days of a curve: all that there are."""


@dataclass(frozen=True)
class Shown:
    """A group of consumers, and its curve in each run."""

    title: str
    kind: Kind
    name: str
    curves: tuple[Curve | None, ...]

    def highest(self) -> float:
        """Give the largest size of any value that is drawn, in its unit; some may be nan."""
        ends = [np.nanmax(np.abs([c.low, c.high])) for c in self.curves if c is not None]
        return float(max(ends, default=0.0))


def wide_groups(comparison: Comparison) -> list[tuple[str, Kind, str]]:
    """List title, kind and name of the regions in the order of places, of defence and of all."""
    regions: dict[str, None] = {}
    wide: dict[tuple[str, str], None] = {}
    for run in comparison.runs:
        for group in run.groups:
            if group.kind == "region":
                regions[group.name] = None
            wide[group.kind, group.name] = None
    found: list[tuple[str, Kind, str]] = [
        (place_name(name), "region", name) for name in in_order(list(regions))
    ]
    if len(regions) > 1:
        if ("end_use", "defence") in wide:
            found.append(("Defence, all regions", "end_use", "defence"))
        found.append(("All consumers", "all", "all"))
    return found


def consumers(comparison: Comparison) -> list[tuple[str, Kind, str]]:
    """List title, kind and name of the consumers, by the place they are in."""
    found: dict[str, tuple[str, str]] = {}
    for run in comparison.runs:
        for group in run.groups:
            if group.kind == "consumer":
                region = run.loaded.scenario.consumers[group.name].region
                found.setdefault(group.name, (group.label, region))
    places = in_order(sorted({region for _, region in found.values()}))
    ordered = sorted(found, key=lambda name: places.index(found[name][1]))
    return [(found[name][0], "consumer", name) for name in ordered]


def shown(
    comparison: Comparison,
    groups: Sequence[tuple[str, Kind, str]],
    curves: Callable[..., list[Curve | None]],
    notable: float,
    view: View = USUAL,
    ahead: int = 0,
) -> tuple[list[Shown], list[str]]:
    """Compute the curves of groups, and set those aside that stay within *notable* days of 0.

    Values stand so many days *ahead* of the last day that they are of: those of months by one.

    Returns
    -------
    list of Shown, list of str
        The groups to draw, at least one if there is any, and the titles of the others.
    """
    axis = time_axis(comparison, view)
    most = {"most": EVERY} if axis.is_part else {}  # so that the last day of a part is among them
    found = [
        Shown(title, kind, name, tuple(within(one, axis, ahead) for one in
                                       curves(comparison, kind, name, **most)))
        for title, kind, name in groups
    ]  # fmt: skip
    drawn = [group for group in found if group.highest() >= notable]
    drawn = drawn or [group for group in found[-1:] if any(group.curves)]
    return drawn, [group.title for group in found if group not in drawn]


def time_axis(comparison: Comparison, view: View = USUAL) -> TimeAxis:
    """Give the days that all runs span together, or those of them that are asked for by date.

    Where runs are drawn from their onsets, the days before and after it that all of them have.
    """
    scenarios = [run.loaded.scenario for run in comparison.runs]
    if comparison.onsets:
        ends = [one.days + move for one, move in zip(scenarios, comparison.moves, strict=True)]
        return OnsetAxis(scenarios[0].start, min(ends), max(comparison.moves))
    every = span([one.start for one in scenarios], [one.days for one in scenarios])
    if ":" not in view.window:
        return every
    return axis_of(every.start, asked_span(view.window, every.start, every.days))


def within(curve: Curve | None, axis: TimeAxis, ahead: int = 0) -> Curve | None:
    """Keep of a curve what lies on an axis, as many days as can be seen; none if nothing does."""
    if curve is None or not axis.is_part:
        return curve
    days = np.flatnonzero((curve.days >= axis.first + ahead) & (curve.days < axis.days + ahead))
    if not days.size:
        return None
    some = days[drawn_days(len(days))]
    return Curve(
        curve.days[some], curve.mean[some], curve.median[some], curve.low[some], curve.high[some]
    )


def counts(comparison: Comparison) -> str:
    """Say how many histories the runs have, when their worlds are known, what chance differs by."""
    pairs = list(zip(comparison.labels, comparison.runs, strict=True))
    numbers = {len(run.numbers) for run in comparison.runs}
    if len(numbers) == 1:
        said = f"{plural(numbers.pop(), 'history')} each."
    else:
        said = f"Histories: {', '.join(f'{len(run.numbers)} ({label})' for label, run in pairs)}."
    known = {label: run.loaded.scenario.known_until for label, run in pairs}
    if len(set(known.values())) == 1:
        worlds = [world.capitalize() for world in known.values() if world][:1]
    else:
        worlds = [f"{label}: {world}" for label, world in known.items() if world]
    scenarios = {label: run.loaded.scenario for label, run in pairs}
    return " ".join([said, *(f"{world}." for world in worlds), differ_each(scenarios)])


def named(titles: Sequence[str], says: str) -> str:
    """Name the groups that are not drawn."""
    return f" {says}: {'; '.join(titles)}." if titles else ""

"""Which part of what is used has been in a country, by month and by what was done to it there."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.output.exposure import BAND, Exposed
from sim.output.groups import Group
from sim.output.monthly import Months
from sim.output.tables import Tables
from sim.plots.compare_groups import named
from sim.plots.compare_head import Head
from sim.plots.compare_panels import EndLabel, Grid, draw_panels, label_ends, label_room
from sim.plots.compare_style import style_of
from sim.plots.note import in_run
from sim.plots.panels import TimeAxis
from sim.plots.strip import bars_of, read
from sim.plots.style import WIDTH, in_order, place_name
from sim.scenario.provenance import ANY_STAGE
from sim.scenario.schema import Scenario

F64 = NDArray[np.float64]
Index = NDArray[np.intp]

DONE = {
    "mined": "mined",
    "separated": "separated",
    "reduced": "made into metal",
    "made": "made into magnets",
}
"""What readers call the stages, in the order of their styles."""
FIRST = 1
"""Number of the style of the first of them."""
ANY_COLOUR, ANY_THICK = "#B4B4B4", 4.0
"""Colour and width (points) of the line of any stage: those of single stages show upon it."""
THICK = {"mined": 1.2, "separated": 1.9, "reduced": 1.4, "made": 1.0}
"""Width of their lines, points: where they run together, the wider show through."""
GAPS = " Gaps: months in which it uses nothing."
"""Why a line breaks off; begins with a space, as it follows on other sentences."""
CALM = 0.5
"""Share under which in every month a group does not depend on a place, %."""
UNIT = "share of what is used (%)"


def exposure_figures(tables: Tables) -> list[Figure]:
    """Draw a figure for each place that the scenario asks for."""
    return [_figure(tables, place) for place in tables.histories.scenario.measures.exposure]


def shown_groups(scenario: Scenario, groups: Sequence[Group]) -> list[tuple[str, Group]]:
    """List title and group of the regions in the order of places, of defence consumers, of all."""
    regions = {group.name: group for group in groups if group.kind == "region"}
    places, of = in_order(list(regions)), scenario.consumers
    defence = [
        group
        for group in groups
        if group.kind == "consumer" and of[group.name].end_use == "defence"
    ]
    defence.sort(key=lambda group: places.index(of[group.name].region))
    every = [("All consumers", group) for group in groups if group.kind == "all" and len(of) > 1]
    return [
        *((place_name(name), regions[name]) for name in places),
        *((group.label, group) for group in defence),
        *every,
    ]


def percent(one: Exposed, name: str, months: Index) -> F64:
    """Give a share of all elements together, %, ``[month]``; nan where nothing is used."""
    share: F64 = 100.0 * one.share[months, 0, BAND.index(name)]
    return share


def draw_exposure(ax: Axes, ends: F64, months: Index, stages: Mapping[str, Exposed]) -> None:
    """Draw the mean share of each stage, and the band from 5 to 95 % of any of them.

    Parameters
    ----------
    ax : Axes
        Where to draw, x in days from the start of the run, y in per cent.
    ends : array, day, ``[month]``
        End of each month.
    months : array of int, ``[month]``
        Those that are drawn.
    stages : mapping of str to Exposed
        By stage, what passed it in the place.
    """
    low, mean, high = (percent(stages[ANY_STAGE], name, months) for name in ("q05", "mean", "q95"))
    ax.fill_between(ends, low, high, color=ANY_COLOUR, alpha=0.35, linewidth=0)
    ax.plot(ends, mean, color=ANY_COLOUR, linewidth=ANY_THICK)
    for number, (stage, thick) in enumerate(THICK.items(), FIRST):
        style, mean = style_of(number), percent(stages[stage], "mean", months)
        ax.plot(ends, mean, color=style.colour, linestyle=style.line, linewidth=thick)


def _figure(tables: Tables, place: str) -> Figure:
    histories = tables.histories
    scenario = histories.scenario
    of_run = Months.of(scenario)
    months = np.flatnonzero(of_run.are_whole)
    ends_of_months = of_run.ends[months].astype(np.float64)
    found: dict[Group, dict[str, Exposed]] = {}
    for one in tables.exposure:
        if one.place == place:
            found.setdefault(one.group, {})[one.stage] = one
    wanted = shown_groups(scenario, tables.groups)
    most = {
        group: np.nanmax(percent(found[group][ANY_STAGE], "q95", months), initial=0.0)
        for _, group in wanted
    }
    drawn = [pair for pair in wanted if most[pair[1]] >= CALM] or wanted[-1:]
    calm = [title for title, group in wanted if (title, group) not in drawn]
    broken = any(
        np.isnan(percent(found[group][ANY_STAGE], "mean", months)).any() for _, group in drawn
    )
    grid, bars = Grid(WIDTH, label_room(["100 %"]), most=3, narrowest=1.6), bars_of(histories)
    head = Head.of(
        WIDTH,
        f"Dependence on {place_name(place)}: {scenario.name}",
        f"{histories.said}. Part of the rare earths in what each group uses, each month at "
        f"its end, that has been in {place_name(place)}, by weight: makers put more or "
        "less into a tonne. Wide grey line: at any of these stages, its last mean at the right, "
        "with 5-95 % of histories. Others: means; where they run together, one shows through the "
        "gaps of another."
        f"{GAPS if broken else ''}{f' {read(bars)}' if bars else ''}"
        + named(calm, "Depend on it for less than half a per cent")
        + f" {in_run(tables)}",
        tuple(DONE.values()),
        first=FIRST,
    )
    axis = TimeAxis(histories.start, histories.days)
    figure, axes = draw_panels(head, [title for title, _ in drawn], grid, axis, bars, UNIT)
    axes[0].set_ylim(0, 1.06 * min(max(*(most[group] for _, group in drawn), 1.0), 100.0))
    for ax, (_, group) in zip(axes, drawn, strict=True):
        draw_exposure(ax, ends_of_months, months, found[group])
        mean = percent(found[group][ANY_STAGE], "mean", months)
        ends = mean[np.isfinite(mean)][-1:].tolist()
        label_ends(ax, [EndLabel(0, f"{end:.0f} %", end) for end in ends], grid.tall)
    return figure

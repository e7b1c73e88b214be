"""Which part of what is used has been in a country, by month and by what was done to it there."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
from sim.plots.panels import axis_of
from sim.plots.span import span_of
from sim.plots.strip import bars_of, read
from sim.plots.style import in_order, place_name
from sim.plots.told import Data, Told, headed, listed, short
from sim.plots.view import USUAL, View
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


@dataclass(frozen=True)
class _Drawn:
    """What the figure of a place shows."""

    found: Mapping[Group, Mapping[str, Exposed]]
    """By stage, what each group used of what passed it in the place."""
    groups: Sequence[tuple[str, Group]]
    """Those that are drawn, by their titles."""
    calm: Sequence[str]
    """Titles of those that depend on it next to not at all."""
    most: float
    """Largest share that is drawn, %."""
    broken: bool
    """Whether any line has gaps."""


def exposure_figures(tables: Tables, view: View = USUAL) -> list[Figure]:
    """Draw a figure for each place that the scenario asks for.

    Questions
    ---------
    1. Which group depends most on the place, and by which share at the start?
    2. At which stage of the chain does it depend on it most?
    3. How far does the dependence fall by the end, and when?
    """
    return [_figure(tables, place, view) for place in tables.histories.scenario.measures.exposure]


def exposure_told(tables: Tables, view: View = USUAL) -> Told:
    """Say what the figures show: the dependence of each group in the first and the last month."""
    histories, scenario = tables.histories, tables.histories.scenario
    months = _months(tables, view)
    dates = [
        histories.start + dt.timedelta(days=int(day) - 1)
        for day in Months.of(scenario).ends[months]
    ]
    said, rows, captions = [], [], []
    for place in scenario.measures.exposure:
        drawn = _drawn(tables, place, months)
        captions.append(_caption(tables, place, drawn))
        for title, group in drawn.groups:
            any_stage = percent(drawn.found[group][ANY_STAGE], "mean", months)
            known = any_stage[np.isfinite(any_stage)]
            if known.size:
                of = f"{title} on {place_name(place)}"
                said.append(f"{of} {short(known[0])} %, at last {short(known[-1])} %")
            rows += [
                (date, place, title, stage, *(
                    percent(one, name, months)[at] for name in ("mean", "q05", "q95")
                ))
                for stage, one in drawn.found[group].items()
                for at, date in enumerate(dates)
            ]  # fmt: skip
    title = headed(f"Dependence on {' and '.join(map(place_name, scenario.measures.exposure))}",
                   tables, view)  # fmt: skip
    alt = f"{title}. Lines by month, a panel a group. Mean share at any stage: {listed(said)}"
    columns = {
        "month_end": "last day of the month",
        "place": "country or bloc",
        "group": "group as the figure calls it",
        "stage": "what was done there",
        "mean": f"mean {UNIT}",
        "q05": "the same, 5 % quantile, %",
        "q95": "the same, 95 % quantile, %",
    }
    return Told(title, " ".join(captions), alt, Data(columns, rows))


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


def _months(tables: Tables, view: View) -> Index:
    """Give the months that are drawn."""
    months, span = Months.of(tables.histories.scenario), span_of(tables, view)
    return np.flatnonzero(months.are_whole & months.touch(span.first, span.end))


def _drawn(tables: Tables, place: str, months: Index) -> _Drawn:
    found: dict[Group, dict[str, Exposed]] = {}
    for one in tables.exposure:
        if one.place == place:
            found.setdefault(one.group, {})[one.stage] = one
    wanted = shown_groups(tables.histories.scenario, tables.groups)
    most = {
        group: np.nanmax(percent(found[group][ANY_STAGE], "q95", months), initial=0.0)
        for _, group in wanted
    }
    drawn = [pair for pair in wanted if most[pair[1]] >= CALM] or wanted[-1:]
    calm = [title for title, group in wanted if (title, group) not in drawn]
    broken = any(
        np.isnan(percent(found[group][ANY_STAGE], "mean", months)).any() for _, group in drawn
    )
    highest = max(*(most[group] for _, group in drawn), 1.0)
    return _Drawn(found, drawn, calm, float(highest), bool(broken))


def _caption(tables: Tables, place: str, drawn: _Drawn) -> str:
    bars = bars_of(tables.histories)
    return (
        f"{tables.histories.said}. Part of the rare earths in what each group uses, each month at "
        f"its end, that has been in {place_name(place)}, by weight: makers put more or "
        "less into a tonne. Wide grey line: at any of these stages, its last mean at the right, "
        "with 5-95 % of histories. Others: means; where they run together, one shows through the "
        "gaps of another."
        f"{GAPS if drawn.broken else ''}{f' {read(bars)}' if bars else ''}"
        f"{named(drawn.calm, 'Depend on it for less than half a per cent')} {in_run(tables)}"
    )


def _figure(tables: Tables, place: str, view: View) -> Figure:
    histories = tables.histories
    months = _months(tables, view)
    ends_of_months = Months.of(histories.scenario).ends[months].astype(np.float64)
    drawn = _drawn(tables, place, months)
    grid, bars = Grid(view.width, label_room(["100 %"]), most=3, narrowest=1.6), bars_of(histories)
    head = Head.of(
        view.width,
        headed(f"Dependence on {place_name(place)}", tables, view),
        _caption(tables, place, drawn),
        tuple(DONE.values()),
        first=FIRST,
    )
    axis = axis_of(histories.start, span_of(tables, view))
    figure, axes = draw_panels(head, [title for title, _ in drawn.groups], grid, axis, bars, UNIT)
    axes[0].set_ylim(0, 1.06 * min(drawn.most, 100.0))
    for ax, (_, group) in zip(axes, drawn.groups, strict=True):
        draw_exposure(ax, ends_of_months, months, drawn.found[group])
        mean = percent(drawn.found[group][ANY_STAGE], "mean", months)
        ends = mean[np.isfinite(mean)][-1:].tolist()
        label_ends(ax, [EndLabel(0, f"{end:.0f} %", end) for end in ends], grid.tall)
    return figure

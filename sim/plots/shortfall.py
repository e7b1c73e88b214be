"""Shortfall days over time for each region and defence: how much is lost, and when."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.output.fan import Fan
from sim.output.tables import Tables
from sim.plots.panels import TimeAxis, label_rows, panel_figure
from sim.plots.strip import bars_of, read
from sim.plots.style import (
    INK,
    PATH_COLOUR,
    headline,
    in_order,
    light_grid,
    place_colour,
    place_name,
)

F64 = NDArray[np.float64]

NOTABLE_DAYS = 0.5
"""Shortfall days (95 % quantile at the end) from which a region gets a panel."""


@dataclass(frozen=True)
class Panel:
    """What one panel of a fan figure shows."""

    title: str
    colour: str
    fan: Fan


def panels_of(tables: Tables, quantity: str) -> list[Panel]:
    """Give a panel a region in the fixed order of places, then defence if any, then all."""
    regions = {group.name: group for group in tables.of_kind("region")}
    found = [
        Panel(place_name(name), place_colour(name), getattr(tables.series[regions[name]], quantity))
        for name in in_order(list(regions))
    ]
    wide = {("end_use", "defence"): "Defence, all regions", ("all", "all"): "All consumers"}
    found += [
        Panel(wide[group.kind, group.name], INK, getattr(series, quantity))
        for group, series in tables.series.items()
        if (group.kind, group.name) in wide and len(regions) > 1
    ]
    return found


def draw_fan(ax: Axes, fan: Fan, colour: str) -> None:
    """Draw bands from 5 to 95 % and 25 to 75 %, the median, and single histories in grey.

    Some 180 points are drawn, the last day included.

    Parameters
    ----------
    ax : Axes
        Where to draw, x in days from the start of the run.
    fan : Fan
        What to draw, in the unit of the y axis.
    colour : str
        Colour of the bands; the outer one is lighter.
    """
    days = drawn_days(len(fan.mean))
    q05, q25, q50, q75, q95 = fan.quantiles[days].T
    ax.fill_between(days, q05, q95, color=colour, alpha=0.22, linewidth=0)
    ax.fill_between(days, q25, q75, color=colour, alpha=0.38, linewidth=0)
    ax.plot(days, fan.paths[days], color=PATH_COLOUR, linewidth=0.6)
    ax.plot(days, q50, color=INK, linewidth=1.4, solid_capstyle="butt")


def drawn_days(days: int) -> NDArray[np.intp]:
    """Pick some 180 days evenly, the last included: more cannot be seen in a column's width."""
    return np.unique(np.append(np.arange(0, days, max(days // 180, 1)), days - 1))


def shortfall_figure(tables: Tables) -> Figure:
    """Draw cumulated shortfall days by region: a level stretch is a time without shortage.

    Regions that lose next to nothing are named in the note instead of drawn.
    """
    panels = panels_of(tables, "cumulative")
    calm = [panel for panel in panels if panel.fan.quantiles[-1, -1] < NOTABLE_DAYS]
    panels = [panel for panel in panels if panel not in calm] or panels[-1:]
    days, bars = tables.histories.days, bars_of(tables.histories)
    figure, axes = panel_figure(len(panels), TimeAxis(tables.histories.start, days), bars)
    for ax, panel in zip(axes, panels, strict=True):
        draw_fan(ax, panel.fan, panel.colour)
        light_grid(ax)
        ax.set_title(panel.title)
        last = panel.fan.quantiles[-1, 2]
        ax.annotate(
            f"{last:.0f} d", (days, last), (4, 0), textcoords="offset points", va="center",
            fontsize=8.5, weight="bold", annotation_clip=False,
        )  # fmt: skip
    top = max(float(panel.fan.quantiles[-1, -1]) for panel in panels)
    axes[0].set_ylim(0, 1.06 * max(top, 1.0))
    label_rows(axes, "shortfall days (d)")
    headline(
        figure,
        f"Shortfall days since the start by region: {tables.histories.scenario.name}",
        f"{tables.histories.said}. Black: median, its end value at the right; bands: "
        "25-75 % and 5-95 %; grey: three single "
        f"histories.\nA level line is a time without shortage.{f' {read(bars)}' if bars else ''}"
        + _not_drawn([panel.title for panel in calm if panel not in panels]),
    )
    return figure


def _not_drawn(names: list[str]) -> str:
    """Say who loses less than is worth a panel."""
    if not names:
        return ""
    return f"\nLess than half a day in 95 % of histories: {'; '.join(names)}."

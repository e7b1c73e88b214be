"""Shortfall days over time for each region and defence: how much is lost, and when."""

import datetime as dt
from dataclasses import dataclass

from matplotlib.figure import Figure

from sim.output.fan import Fan
from sim.output.tables import Tables
from sim.plots.asked import asked_groups, colour_of, title_of
from sim.plots.bands import draw_fan
from sim.plots.compare_head import Head
from sim.plots.note import in_bands
from sim.plots.panels import axis_of, label_rows, panel_figure
from sim.plots.span import span_of
from sim.plots.strip import bars_of, read
from sim.plots.style import INK, in_order, light_grid, place_colour, place_name
from sim.plots.told import Told, fans_by_day, headed, listed, spread_text
from sim.plots.view import USUAL, View

TITLE = "Shortfall days since the start"
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


def shortfall_figure(tables: Tables, view: View = USUAL) -> Figure:
    """Draw cumulated shortfall days by region: a level stretch is a time without shortage.

    Regions that lose next to nothing are named in the note instead of drawn.

    Questions
    ---------
    1. Which region loses most days by the end, and how many in the median history?
    2. When does the shortage begin and end in the hardest hit region?
    3. How many days may a region lose at most, in 95 of 100 histories?
    """
    (panels, _), span = _drawn(tables, view), span_of(tables, view)
    axis, bars = axis_of(tables.histories.start, span), bars_of(tables.histories)
    head = Head.of(view.width, headed(_title(view), tables, view), _caption(tables, view))
    figure, axes = panel_figure(head, len(panels), axis, bars)
    for ax, panel in zip(axes, panels, strict=True):
        draw_fan(ax, panel.fan, panel.colour, span.first, span.end)
        light_grid(ax)
        ax.set_title(panel.title)
        last = panel.fan.quantiles[span.end - 1, 2]
        ax.annotate(
            f"{last:.0f} d", (span.end, last), (4, 0), textcoords="offset points", va="center",
            fontsize=8.5, weight="bold", annotation_clip=False,
        )  # fmt: skip
    top = max(float(panel.fan.quantiles[span.end - 1, -1]) for panel in panels)
    axes[0].set_ylim(0, 1.06 * max(top, 1.0))
    label_rows(axes, "shortfall days (d)")
    return figure


def shortfall_told(tables: Tables, view: View = USUAL) -> Told:
    """Say what the figure shows: the days lost by the end in each panel."""
    (panels, _), span = _drawn(tables, view), span_of(tables, view)
    title, start = headed(_title(view), tables, view), tables.histories.start
    last = start + dt.timedelta(days=span.end - 1)
    ends = [
        f"{panel.title} {spread_text(panel.fan.quantiles[span.end - 1, [0, 2, 4]])}"
        for panel in panels
    ]
    alt = (
        f"{title}. Lines over time, a panel a {'group' if view.is_choosy else 'region'}. Median "
        f"shortfall days up to {last}, in brackets 5 to 95 % of histories: {listed(ends)}"
    )
    fans = {panel.title: panel.fan for panel in panels}
    data = fans_by_day(fans, start, span, "shortfall days since the start")
    return Told(title, _caption(tables, view), alt, data)


def _drawn(tables: Tables, view: View) -> tuple[list[Panel], list[Panel]]:
    """Give the panels that are drawn, and those of who loses next to nothing."""
    if view.is_choosy:
        return [
            Panel(title_of(group), colour_of(tables, group), series.cumulative)
            for group, series in asked_groups(tables, view)
        ], []
    panels = panels_of(tables, "cumulative")
    calm = [panel for panel in panels if panel.fan.quantiles[-1, -1] < NOTABLE_DAYS]
    drawn = [panel for panel in panels if panel not in calm] or panels[-1:]
    return drawn, [panel for panel in calm if panel not in drawn]


def _title(view: View) -> str:
    return TITLE if view.is_choosy else f"{TITLE} by region"


def _caption(tables: Tables, view: View) -> str:
    _, calm = _drawn(tables, view)
    return (
        f"{tables.histories.said}. Black: median, its end value at the right; grey: three single "
        f"histories. {in_bands(tables)} A level line is a time without shortage. "
        f"{read(bars_of(tables.histories))}{_not_drawn([panel.title for panel in calm])}"
    ).strip()


def _not_drawn(names: list[str]) -> str:
    """Say who loses less than is worth a panel."""
    if not names:
        return ""
    return f" Less than half a day in 95 % of histories: {'; '.join(names)}."

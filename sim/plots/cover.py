"""Days of cover: how long the magnets on hand, and those in stockpiles, would last."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.output.groups import Group
from sim.output.stockpiles import stockpile_label
from sim.output.tables import Tables
from sim.plots.bands import draw_fan, drawn_days
from sim.plots.compare_head import Head
from sim.plots.note import in_bands
from sim.plots.panels import axis_of, label_rows, panel_figure
from sim.plots.span import span_of
from sim.plots.strip import bars_of, read
from sim.plots.style import INK, in_order, light_grid, place_colour, place_name
from sim.plots.told import Told, fans_by_day, headed, listed, short
from sim.plots.view import USUAL, View
from sim.scenario.chain import MOTORS

F64 = NDArray[np.float64]
Days = NDArray[np.intp]

TITLE = "Days of cover of the consumers' own stock"
DOTTED = (0, (1, 1.2))
"""Line of the consumer with least."""


def draw_stockpile(ax: Axes, days: Days, own: F64, together: F64) -> None:
    """Draw what a stockpile adds to the median cover: a hatched area under a dashed line.

    Parameters
    ----------
    ax : Axes
        Where to draw, x in days from the start of the run.
    days : array of int
        Those that are drawn.
    own, together : array, days, ``[day]``
        Median days of cover without and with the stockpile.
    """
    ax.fill_between(
        days, own[days], together[days], facecolor="none", edgecolor="#999999", hatch="////",
        linewidth=0.0,
    )  # fmt: skip
    ax.plot(days, together[days], color=INK, linewidth=1.2, linestyle=(0, (4, 2)))


def cover_figure(tables: Tables, view: View = USUAL) -> Figure:
    """Draw days of cover by region, with what stockpiles add, then each stockpile's own stock.

    Questions
    ---------
    1. How many days would a region's own stock last before the disruption, in the median?
    2. How low does it fall, and when is it least?
    3. Does any stockpile run empty, and when?
    """
    scenario, stockpiles = tables.histories.scenario, tables.axis("stockpiles")
    span, regions = span_of(tables, view), _regions(tables)
    count = len(regions) + len(stockpiles)
    axis, bars = axis_of(tables.histories.start, span), bars_of(tables.histories)
    drawn = span.first + drawn_days(span.end - span.first)
    head = Head.of(view.width, headed(TITLE, tables, view), _caption(tables))
    figure, axes = panel_figure(head, count, axis, bars, shared=False)
    of_regions, of_stockpiles, top = axes[: len(regions)], axes[len(regions) :], 0.0
    for ax, group in zip(of_regions, regions, strict=True):
        fan = tables.series[group].cover
        draw_fan(ax, fan, place_colour(group.name), span.first, span.end)
        ax.plot(drawn, _least(tables, group)[drawn], color=INK, linewidth=1.0, linestyle=DOTTED)
        ax.set_title(place_name(group.name))
        top = max(top, _highest(fan.quantiles[drawn, -1]))
        if group in tables.cover_with_stockpiles:
            together = tables.cover_with_stockpiles[group].quantiles[:, 2]
            draw_stockpile(ax, drawn, fan.quantiles[:, 2], together)
            ax.set_title(f"{place_name(group.name)} (dashed: with the stockpile)")
            top = max(top, _highest(together[drawn]))
    for ax in of_regions:
        ax.set_ylim(0, 1.06 * max(top, 1.0))
    label_rows(of_regions, "days of cover (d)")
    # Each has a scale of its own: the days of a few members dwarf those of a region.
    for ax, name in zip(of_stockpiles, stockpiles, strict=True):
        fan, unit = tables.stockpiles[name]
        draw_fan(ax, fan, "#8C6D46", span.first, span.end)
        ax.set_title(stockpile_label(scenario, name))
        # Close to the ticks, which may have four digits or more.
        ax.set_ylabel("its members' use (d)" if unit == "d" else "stock (t of element)", labelpad=1)
        ax.set_ylim(0, 1.06 * max(_highest(fan.quantiles[drawn, -1]), 1.0))
    for ax in axes:
        light_grid(ax)
    return figure


def cover_told(tables: Tables, view: View = USUAL) -> Told:
    """Say what the figure shows: the cover of each region at the start, and where it is least."""
    start, title = tables.histories.start, headed(TITLE, tables, view)
    span = span_of(tables, view)
    fans = {place_name(group.name): tables.series[group].cover for group in _regions(tables)}
    said = []
    for name, fan in fans.items():
        median = fan.quantiles[span.first : span.end, 2]
        least = int(np.argmin(median))
        on = start + dt.timedelta(days=span.first + least)
        said.append(f"{name} {short(median[0])} d, least {short(median[least])} d on {on:%d %B %Y}")
    fans |= {
        stockpile_label(tables.histories.scenario, name): tables.stockpiles[name][0]
        for name in tables.axis("stockpiles")
    }
    alt = (
        f"{title}. Lines over time, a panel a region, then one a stockpile. Median days of cover "
        f"at first: {listed(said)}"
    )
    unit = "days of cover; of a stockpile days of its members' use, or t"
    data = fans_by_day(fans, start, span, unit, "whose")
    return Told(title, _caption(tables), alt, data)


def _regions(tables: Tables) -> list[Group]:
    groups = {group.name: group for group in tables.of_kind("region")}
    return [groups[name] for name in in_order(list(groups))]


def _caption(tables: Tables) -> str:
    return (
        f"{tables.histories.said}. Black: median; grey: three single histories; dotted: median of "
        f"the consumer with least. {in_bands(tables)} Dashed, hatched below: median with the "
        "magnets that a region's consumers may draw from stockpiles. "
        f"{read(bars_of(tables.histories))}{_in_motors(tables, _regions(tables))}"
    )


def _least(tables: Tables, region: Group) -> F64:
    """Give the least median cover of any of a region's consumers, days, ``[day]``.

    The cover of all hides who has none beside who has plenty.
    """
    names = [tables.axis("consumers")[member] for member in region.members]
    groups = [group for group in tables.of_kind("consumer") if group.name in names]
    least: F64 = np.min([tables.series[one].cover.quantiles[:, 2] for one in groups], axis=0)
    return least


def _in_motors(tables: Tables, regions: Sequence[Group]) -> str:
    """Say where the cover is in part of magnets in motors, which may come while magnets do not."""
    blocks = tables.histories.scenario.consumers
    users = {block.region for block in blocks.values() if block.good == MOTORS}
    names = [place_name(region.name) for region in regions if region.name in users]
    return f" Motors that are bought count: {', '.join(names)}." if names else ""


def _highest(values: F64) -> float:
    finite = values[np.isfinite(values)]
    return float(finite.max()) if finite.size else 0.0

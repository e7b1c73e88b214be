"""Supply by origin: whose magnets the consumers get, against what they need."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.output.monthly import Months, monthly_demand, monthly_supply
from sim.output.tables import Tables
from sim.plots.compare_head import Head
from sim.plots.compare_style import text_width
from sim.plots.note import in_run
from sim.plots.panels import GAP, LEFT, RIGHT, Room, axis_of, label_rows, panel_figure
from sim.plots.span import Span, span_of
from sim.plots.strip import bars_of, read
from sim.plots.style import INK, OTHER_COLOUR, in_order, place_colour, place_name
from sim.plots.told import Data, Told, headed, listed, short
from sim.plots.view import USUAL, View

F64 = NDArray[np.float64]

HATCHES = (
    "", "////", "\\\\\\\\", "xxxx", "----", "||||", "++++", "....", "ooo", "//--", "\\\\||", "xx..",
)  # fmt: skip
"""One a layer, so that layers can be told apart without colour; others have none."""
LEADER, NAME = 9.0, 6.5
"""From the edge of a layer to its name, and size of that, points."""
DEMAND = "demand"
"""What the line is called."""
NAMED = 5
"""Most origins that a panel names; the smaller ones go together as others."""


@dataclass(frozen=True)
class Layer:
    """Supply from an origin."""

    name: str
    colour: str
    hatch: str
    supply: F64
    """t a day, ``[month]``."""


def draw_supply(
    ax: Axes, ends: F64, layers: Sequence[Layer], demand: F64, room: float = 0.1
) -> None:
    """Draw supply by origin as stacked steps, named at the right, under a line of demand.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    ends : array, day, ``[month]``
        End of each month.
    layers : sequence of Layer
        Supply by origin, lowest first.
    demand : array, t a day, ``[month]``
        Demand of the consumers supplied.
    room : float, 1
        Height of a line of text as a share of the axes' height.
    """
    # Steps, each from its date on: a slope to a date would fall before what is in its three months.
    first, edge = ax.get_xlim()
    base, days = np.zeros_like(demand), np.concatenate([[min(first, ends[0])], ends, [edge]])
    last = max(int(np.searchsorted(ends, edge)) - 1, 0)  # of what is drawn at the right
    names, heights = [], []
    for layer in layers:
        ax.fill_between(
            days, _held(base), _held(base + layer.supply), facecolor=layer.colour,
            alpha=0.75, edgecolor="white", hatch=layer.hatch, linewidth=0.3, step="post",
        )  # fmt: skip
        names.append(layer.name)
        heights.append(float(base[last] + layer.supply[last] / 2))
        base = base + layer.supply
    ax.plot(
        days, _held(demand), color=INK, linewidth=1.3, linestyle=(0, (4, 1.5)),
        drawstyle="steps-post",
    )  # fmt: skip
    top = 1.08 * max(float(base.max()), float(demand.max()), 1e-9)
    ax.set_ylim(0, top)
    names.append(DEMAND)
    heights.append(float(demand[last]))
    # Demand is named last, on top of all, whatever is supplied above it.
    order = [*heights[:-1], max(heights)]
    for name, at, height in zip(names, heights, spread(order, room * top, top), strict=True):
        ax.annotate(
            name, (edge, height), (LEADER, 0), textcoords="offset points",
            va="center", fontsize=NAME, color=INK, annotation_clip=False,
        )  # fmt: skip
        beside = 1.0 + (LEADER - 1.0) / 72.0 / _width(ax)
        ax.plot(
            [1.0, beside], [at, height], transform=ax.get_yaxis_transform(), color=INK,
            linewidth=0.5, clip_on=False,
        )  # fmt: skip


def _width(ax: Axes) -> float:
    """Give the width of axes, inch."""
    figure = ax.get_figure(root=True)
    return float(ax.get_position().width * figure.get_figwidth())  # type: ignore[union-attr]


def _held(monthly: F64) -> F64:
    """Put the value of the first month before it, and hold that of the last."""
    return np.concatenate([monthly[:1], monthly, monthly[-1:]])


def spread(heights: Sequence[float], apart: float, top: float) -> list[float]:
    """Move labels until neighbours are *apart*, in the given order, between 0 and *top*."""
    up: list[float] = []
    for height in heights:
        up.append(max(height, up[-1] + apart if up else apart / 2))
    count = len(up)
    return [min(height, top - (count - 1 - i) * apart) for i, height in enumerate(up)]


@dataclass(frozen=True)
class Supplied:
    """What one panel shows."""

    title: str
    layers: list[Layer]
    """By origin, lowest first."""
    demand: F64
    """t a day, ``[month]``."""


def supply_figure(tables: Tables, view: View = USUAL) -> Figure:
    """Draw supply by the maker's country: outside the largest maker, then each region.

    Questions
    ---------
    1. Which country makes most of the magnets that a region uses before the disruption?
    2. How far does supply fall below demand, and for how long?
    3. Who makes up for what stays away?
    """
    span = span_of(tables, view)
    ends, panels = _supplied(tables, span)
    axis = axis_of(tables.histories.start, span)
    bars = bars_of(tables.histories)
    head = Head.of(view.width, _title(tables, view), f"{_reads(tables)} {in_run(tables)}")
    names = {layer.name for panel in panels for layer in panel.layers} | {DEMAND}
    right = max(RIGHT, LEADER / 72.0 + max(text_width(name, NAME) for name in names) + 0.05)
    room = Room(max(GAP, right + LEFT - 0.06), right)
    figure, axes = panel_figure(head, len(panels), axis, bars, shared=False, room=room)
    for ax, panel in zip(axes, panels, strict=True):
        draw_supply(ax, ends, panel.layers, panel.demand)
        ax.set_title(panel.title)
    label_rows(axes, "t a day")
    return figure


def supply_told(tables: Tables, view: View = USUAL) -> Told:
    """Say what the figure shows: supply and demand of each panel, first and at the lowest."""
    ends, panels = _supplied(tables, span_of(tables, view))
    dates = [tables.histories.start + dt.timedelta(days=int(day)) for day in ends]
    said = []
    for panel in panels:
        total = np.add.reduce([layer.supply for layer in panel.layers], axis=0)
        least = int(np.argmin(total))
        said.append(
            f"{panel.title} {short(total[0])} at first for a demand of {short(panel.demand[0])}, "
            f"least {short(total[least])} up to {dates[least]:%B %Y}"
        )
    title = _title(tables, view)
    alt = f"{title}. Stacked steps over time, a panel a region. Supply, t a day: {listed(said)}"
    columns = {
        "up_to": "day up to which the three months go",
        "panel": "whose supply",
        "origin": "country of the maker; demand: what is needed",
        "supply": "mean magnets shipped, t a day",
    }
    rows = [
        (date, panel.title, name, values[at])
        for panel in panels
        for name, values in [
            *((layer.name, layer.supply) for layer in panel.layers), ("demand", panel.demand)
        ]
        for at, date in enumerate(dates)
    ]  # fmt: skip
    return Told(title, f"{_reads(tables)} {in_run(tables)}", alt, Data(columns, rows))


def _title(tables: Tables, view: View) -> str:
    what = "Magnets, in motors too," if tables.histories.scenario.motor_makers else "Magnets"
    return headed(f"{what} shipped to consumers, by country of the maker", tables, view)


def _reads(tables: Tables) -> str:
    return (
        f"Means over {tables.histories.said}, t of finished magnets a day, each step of the three "
        "months up to where it begins; each panel has its own scale. Dashed: demand. A gap under "
        f"it is met from stock, or not at all. {read(bars_of(tables.histories))}"
    ).rstrip()


def _supplied(tables: Tables, span: Span) -> tuple[F64, list[Supplied]]:
    """Give the end of each month that is drawn, days, and what each panel shows."""
    scenario, origins, regions_of = (
        tables.histories.scenario,
        tables.axis("origins"),
        tables.axis("regions"),
    )
    months = Months.of(scenario)
    whole = months.are_whole & months.touch(span.first, span.end)
    supply, need = (
        monthly_supply(months, tables.supply_t)[whole],
        monthly_demand(months, tables.demand_t)[whole],
    )
    made = dict(zip(origins, supply.sum(axis=(0, 2)), strict=True))
    largest = max(made, key=made.__getitem__, default="")
    outside = [region for region in regions_of if region != largest]
    views = [(f"All outside {place_name(largest)}", outside)] if len(outside) > 1 else []
    views += [(place_name(region), [region]) for region in in_order(list(regions_of))]
    ranks = sorted(range(len(made)), key=lambda o: -made[origins[o]])
    found, of = [], scenario.consumers
    for title, regions in views:
        at = [regions_of.index(region) for region in regions]
        buyers = [
            i
            for i, c in enumerate(tables.axis("consumers"))
            if of[c].by_grade and of[c].region in regions
        ]
        layers = _layers(origins, ranks, supply[:, :, at].sum(axis=2))
        found.append(Supplied(title, layers, need[:, buyers].sum(axis=1)))
    return months.ends[whole].astype(np.float64), found


def _layers(origins: Sequence[str], ranks: Sequence[int], supply: F64) -> list[Layer]:
    """Make the layers of a panel from supply ``[month, origin]``, the largest ones by name.

    Layers are in the order of the origins' ranks in the whole figure, which also give the hatch.
    """
    size = supply.sum(axis=0)
    named = [o for o in np.argsort(-size, kind="stable") if size[o] > 0.01 * size.sum()][:NAMED]
    layers = [
        Layer(
            place_name(origins[o]),
            place_colour(origins[o]),
            HATCHES[rank % len(HATCHES)],
            supply[:, o],
        )
        for rank, o in enumerate(ranks)
        if o in named
    ]
    rest = supply[:, [o for o in ranks if o not in named]].sum(axis=1)
    return [*layers, Layer("others", OTHER_COLOUR, "", rest)] if rest.any() else layers

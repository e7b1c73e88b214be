"""Who went without: the demand not served on its day, by month and consumer, one upon another."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.output.groups import Group
from sim.output.histories import Histories
from sim.output.lot import STEPS, key
from sim.output.monthly import Months
from sim.output.tables import Tables
from sim.plots.asked import asked_consumers
from sim.plots.compare_head import Head
from sim.plots.compare_style import STYLES
from sim.plots.note import in_run
from sim.plots.panels import axis_of
from sim.plots.sheet import Sheet, Swatch, draw_sheet
from sim.plots.span import span_of
from sim.plots.strip import bars_of, read
from sim.plots.style import OTHER_COLOUR
from sim.plots.supply import HATCHES
from sim.plots.told import Data, Told, headed, listed, short
from sim.plots.view import USUAL, View
from sim.scenario.chain import MAGNETS

F64 = NDArray[np.float64]

NAMED = 6
"""Most consumers that a panel names; the others go together."""
NOTABLE = 0.5
"""Tonnes over the run from which anything is drawn."""
COLOURS = [style.colour for style in STYLES]


@dataclass(frozen=True)
class Layer:
    """What a consumer, or several, went without, mean over histories."""

    name: str
    unserved_t: F64
    """Demand not served on its day, t, ``[month]``."""

    @property
    def total(self) -> float:
        """Over the run, t."""
        return float(self.unserved_t.sum())


@dataclass(frozen=True)
class Pile:
    """The layers of those whose tonnes add up, most first, others last."""

    what: str
    """Unit of the tonnes: of magnets, or of elements in a good."""
    layers: tuple[Layer, ...]

    @property
    def by_month(self) -> F64:
        """Sum of the layers, t, ``[month]``."""
        return np.asarray(np.add.reduce([one.unserved_t for one in self.layers]))


def piles(tables: Tables, view: View = USUAL) -> list[Pile]:
    """Sum by month what each consumer goes without, those apart whose tonnes do not add up."""
    months = Months.of(tables.histories.scenario)
    found, asked = dict[str, list[Layer]](), _asked(tables, view)
    for group, daily in zip(asked, _unserved(tables.histories, asked), strict=True):
        name, _, _ = group.label.partition(" (t in ")
        layer = Layer(name, np.add.reduceat(daily, months.first_day))
        found.setdefault(group.of or MAGNETS, []).append(layer)
    return [Pile(what, _together(layers)) for what, layers in found.items() if _notable(layers)]


def _unserved(histories: Histories, consumers: Sequence[Group]) -> F64:
    """Give what each consumer goes without by day, mean over histories, t, ``[consumer, day]``.

    History by history, as its demand may be another in each.
    """
    total, names = np.zeros((len(consumers), histories.days)), [*map(_shortfall, consumers)]
    for demand, *shortfalls in zip(
        histories.by_lot("demand_t"), *map(histories.by_lot, names), strict=True
    ):
        for row, steps in enumerate(shortfalls):
            (at,) = consumers[row].members
            width = max(demand.shape[-1], steps.shape[-1])
            of_each = np.broadcast_to(demand[:, at] * (steps / STEPS), (histories.days, width))
            total[row] += of_each.sum(axis=-1)
    return total / histories.count


def _shortfall(group: Group) -> str:
    return key("shortfall", group)


def _asked(tables: Tables, view: View) -> list[Group]:
    """Give the consumers that are asked for, by themselves or in groups; all if none is."""
    asked, every = asked_consumers(tables, view), tables.of_kind("consumer")
    return [one for one in every if one.name in asked] if asked else every


def _notable(layers: Sequence[Layer]) -> bool:
    return sum(one.total for one in layers) >= NOTABLE


def _together(layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """Sort layers, who goes without most first, and put the small ones together."""
    ordered = sorted((one for one in layers if one.total > 0), key=lambda one: -one.total)
    others = ordered[NAMED:]
    if len(others) < 2:
        return tuple(ordered)
    rest = np.add.reduce([one.unserved_t for one in others])
    return (*ordered[:NAMED], Layer(f"{len(others)} others", np.asarray(rest)))


def anyone_short(tables: Tables) -> bool:
    """Tell whether anybody goes without as much as is drawn."""
    return bool(piles(tables))


TITLE = "Who goes without"


def unserved_figure(tables: Tables, view: View = USUAL) -> Figure:
    """Draw the demand not served on its day by month, consumers one upon another.

    Questions
    ---------
    1. Which consumer goes without most tonnes over the run, and how many are they?
    2. In which month is most demand not served, and how much of it?
    3. How many months does it take until nearly all demand is served again?
    """
    found, histories = piles(tables, view), tables.histories
    months, bars = Months.of(histories.scenario), bars_of(histories)
    axis = axis_of(histories.start, span_of(tables, view))
    head = Head.of(view.width, headed(TITLE, tables, view), _caption(tables))
    titles = [
        f"{_named(pile)}: {short(float(pile.by_month.sum()))} t over the run" for pile in found
    ]
    swatches = [*_swatches(found)]
    sheet = Sheet(view.width, tall=1.7)
    figure, axes = draw_sheet(head, titles, sheet, swatches, axis, bars)
    keys = iter(swatches)
    for ax, pile in zip(axes, found, strict=True):
        draw_pile(ax, pile, [next(keys) for _ in pile.layers], months)
        ax.set_ylabel("not served (t a month)")
    return figure


def _swatches(found: Sequence[Pile]) -> list[Swatch]:
    """Give each layer a filling of its own, with its tonnes in the key."""
    made = list[Swatch]()
    for pile in found:
        for one in pile.layers:
            at = len(made)
            # In a second round of colours each has another hatch.
            colour = COLOURS[at % len(COLOURS)]
            hatch = HATCHES[(at + at // len(COLOURS)) % len(HATCHES)]
            if one.name.endswith(" others"):
                colour, hatch = OTHER_COLOUR, ""
            made.append(Swatch(f"{one.name} {short(one.total)} t", colour, hatch))
    return made


def draw_pile(ax: Axes, pile: Pile, key: Sequence[Swatch], months: Months) -> None:
    """Draw the layers as stacked bars, a month each, who goes without most at the bottom."""
    edges = np.append(months.first_day, months.ends[-1]).astype(np.float64)
    base = np.zeros(len(months.first_day))
    for one, swatch in zip(pile.layers, key, strict=True):
        top = base + one.unserved_t
        ax.stairs(top, edges, baseline=base, fill=True, facecolor=swatch.colour,
                  hatch=swatch.hatch, edgecolor="white", linewidth=0.0)  # fmt: skip
        base = top
    ax.set_ylim(0, 1.08 * float(base.max()))


def unserved_told(tables: Tables, view: View = USUAL) -> Told:
    """Say what the figure shows: who goes without how much, and the worst month."""
    found, start = piles(tables, view), tables.histories.start
    title = headed(TITLE, tables, view)
    first = Months.of(tables.histories.scenario).first_day.tolist()
    dates = [start + dt.timedelta(days=day) for day in first]
    said = []
    for pile in found:
        worst = int(np.argmax(pile.by_month))
        each = ", ".join(f"{one.name} {short(one.total)} t" for one in pile.layers)
        said.append(
            f"{_named(pile)}: {each}; most in {dates[worst]:%B %Y}, "
            f"{short(float(pile.by_month[worst]))} t"
        )
    alt = f"{title}. Stacked bars by month. {listed(said)}"
    columns = {
        "month": "month",
        "counted_in": "what the tonnes are of",
        "consumer": "consumer, or several together",
        "unserved": "demand not served on its day, t, mean over histories",
    }
    rows = [
        (f"{date:%Y-%m}", pile.what, one.name, float(one.unserved_t[at]))
        for pile in found
        for one in pile.layers
        for at, date in enumerate(dates)
    ]
    return Told(title, _caption(tables), alt, Data(columns, rows))


def _named(pile: Pile) -> str:
    return (
        MAGNETS.capitalize() if pile.what == MAGNETS else f"Users of {pile.what.rpartition(' ')[2]}"
    )


def _caption(tables: Tables) -> str:
    return (
        f"Means over {tables.histories.said}: demand that is not served on its day, t of finished "
        "magnets, or of contained element. Beside each name its tonnes over the run; who goes "
        f"without most lies at the bottom. {read(bars_of(tables.histories))} {in_run(tables)}"
    )

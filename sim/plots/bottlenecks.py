"""Where it broke: what is missing of the planned flows of each stage, and what holds it up."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.output.monthly import Months
from sim.output.tables import Tables
from sim.plots.asked import title_of
from sim.plots.compare_head import Head
from sim.plots.note import in_run
from sim.plots.panels import axis_of
from sim.plots.sheet import Sheet, Swatch, draw_sheet
from sim.plots.span import span_of
from sim.plots.storylines import group_of
from sim.plots.strip import bars_of, read
from sim.plots.style import INK, place_name
from sim.plots.told import Data, Told, headed, listed, short
from sim.plots.view import USUAL, View
from sim.rules.bottleneck import CONSTRAINTS
from sim.scenario.chain import BY_GRADE, CONCENTRATE, CONSUMERS, GOODS, USED
from sim.scenario.network import within
from sim.world.facility.bottleneck_recorder import HELD_UP

F64 = NDArray[np.float64]

KEY = {
    "lane": Swatch("lane closed or narrowed", "#333333"),
    "licence": Swatch("licence awaited or refused", "#0072B2", "////"),
    "stock": Swatch("depot empty", "#CC79A7", "...."),
    "feed": Swatch("maker lacks feed", "#E69F00", "\\\\\\\\"),
    "capacity": Swatch("maker at capacity", "#56B4E9", "xxxx"),
    "conversion": Swatch("in process at the maker", "#BBBBBB", "||||"),
}
"""How each constraint is drawn."""
NOTABLE = 0.01
"""Part of what is planned, missing in any month, from which an inflow gets a panel."""
UNITS: dict[str, str] = {CONCENTRATE: "t REO", **dict.fromkeys(BY_GRADE, "t of magnets")}
"""Units of goods; of others t of contained element."""


@dataclass(frozen=True)
class Inflow:
    """What comes to those in a place who use a good, means over histories, t, ``[month]``."""

    good: str
    block: str
    planned: F64
    shipped: F64
    held_up: dict[str, F64]
    """What is missing over the lanes on which it was planned, by constraint."""

    @property
    def title(self) -> str:
        """Good and who uses it."""
        return f"{self.good.capitalize()} to {self.block.replace('_', ' ')}"

    @property
    def unit(self) -> str:
        """What it is counted in."""
        return UNITS.get(self.good, "t of element")

    @property
    def missing(self) -> F64:
        """What of it is missing over all lanes together, after others stepped in."""
        return np.minimum(np.maximum(self.planned - self.shipped, 0.0), self.total)

    @property
    def total(self) -> F64:
        """What is held up over the lanes, by all constraints."""
        return np.asarray(np.add.reduce([*self.held_up.values()]))

    def shows(self, constraint: str) -> bool:
        """Tell whether enough is held up by a constraint to be seen beside the others."""
        return bool(self.held_up[constraint].max() > NOTABLE * self.total.max())

    @property
    def worst(self) -> tuple[str, float]:
        """The constraint that holds up most over the run, and how much, t."""
        sums = {name: float(values.sum()) for name, values in self.held_up.items()}
        most = max(sums, key=sums.__getitem__)
        return most, sums[most]


def breaks(tables: Tables) -> bool:
    """Tell whether anything is held up in a run that has kept it."""
    kept = str(HELD_UP.kept)
    first = HELD_UP.at[CONSTRAINTS[0]]
    return tables.histories.has(kept) and bool(
        (tables.histories.mean(kept)[:, :, first:] > 0).any()
    )


def inflows(tables: Tables, places: str | None) -> list[Inflow]:
    """Give what comes to a place, goods that consumers use first, then up the chain.

    Parameters
    ----------
    tables : Tables
    places : str or None
        Country or bloc of those who use it; all if none.
    """
    histories, found = tables.histories, dict[tuple[str, str], F64]()
    means = histories.mean(str(HELD_UP.kept))
    for at, name in enumerate(histories.ids("inflows")):
        good, block, place = name.split(".")
        if places is None or within(histories.scenario, place, places):
            found[good, block] = found.get((good, block), 0.0) + means[:, at]
    return [
        Inflow(good, block, of["planned"], of["shipped"], {name: of[name] for name in CONSTRAINTS})
        for good, block in sorted(found, key=_from_the_end)
        if (of := _entries(found[good, block]))["planned"].any()
    ]


def _entries(values: F64) -> dict[str, F64]:
    """Give the entries of an inflow by name, ``[month, entry]`` to ``[month]`` each."""
    return {name: values[:, at] for name, at in HELD_UP.at.items()}


def _from_the_end(named: tuple[str, str]) -> tuple[bool, int, str]:
    """Sort from what consumers use up the chain; what only few of them use comes last."""
    good, block = named
    order = list[str](GOODS).index(good)
    main = block != CONSUMERS or good in USED[-2:]
    return not main, -order, block


def bottlenecks_figure(tables: Tables, view: View = USUAL) -> Figure:
    """Draw for each stage what is missing of its planned inflow by month, by what holds it up.

    Questions
    ---------
    1. Which constraint holds up most of the goods that consumers wait for?
    2. In which stage, and in which month, is most held up?
    3. How much of that is still missing once other lanes have stepped in?
    """
    drawn, calm = _drawn(tables, view)
    histories, months = tables.histories, Months.of(tables.histories.scenario)
    bars, axis = bars_of(histories), axis_of(histories.start, span_of(tables, view))
    head = Head.of(view.width, _title(tables, view), _caption(tables, view, calm))
    used = [name for name in CONSTRAINTS if any(one.shows(name) for one in drawn)]
    titles = [f"{one.title} ({one.unit})" for one in drawn]
    key = [KEY[name] for name in used]
    figure, axes = draw_sheet(head, titles, Sheet(view.width), key, axis, bars)
    for ax, one in zip(axes, drawn, strict=True):
        draw_inflow(ax, one, used, months)
        ax.set_ylabel("t a month")
    return figure


def draw_inflow(ax: Axes, one: Inflow, names: Sequence[str], months: Months) -> None:
    """Draw what is held up as stacked bars, a month each, and as a line what is missing in all."""
    edges = np.append(months.first_day, months.ends[-1]).astype(np.float64)
    base = np.zeros(len(one.planned))
    for name in names:
        top = base + one.held_up[name]
        ax.stairs(
            top, edges, baseline=base, fill=True, facecolor=KEY[name].colour,
            hatch=KEY[name].hatch, edgecolor="white", linewidth=0.0,
        )  # fmt: skip
        base = top
    ax.stairs(one.missing, edges, baseline=None, color="white", linewidth=2.6)
    ax.stairs(one.missing, edges, baseline=None, color=INK, linewidth=1.2)
    ax.set_ylim(0, 1.08 * max(float(base.max()), float(one.missing.max()), 1e-9))


def bottlenecks_told(tables: Tables, view: View = USUAL) -> Told:
    """Say what the figure shows: what holds up most in each stage, when, and what others send."""
    drawn, calm = _drawn(tables, view)
    title, dates = _title(tables, view), _dates(tables)
    said = [*_said(drawn, dates)]
    alt = f"{title}. Stacked bars by month, a panel a stage. {listed(said)}"
    columns = {
        "month": "month",
        "good": "what is missing",
        "used_by": "block of those who use it",
        "planned": "flow of the undisrupted plan, t, mean over histories",
        "shipped": "shipped over any lane, t, mean over histories",
        **{name: f"held up, t, mean over histories: {KEY[name].name}" for name in CONSTRAINTS},
    }
    rows = [
        (f"{date:%Y-%m}", one.good, one.block, one.planned[at], one.shipped[at],
         *(one.held_up[name][at] for name in CONSTRAINTS))
        for one in (*drawn, *calm)
        for at, date in enumerate(dates)
    ]  # fmt: skip
    return Told(title, _caption(tables, view, calm), alt, Data(columns, rows))


def _said(drawn: Sequence[Inflow], dates: Sequence[dt.date]) -> Iterator[str]:
    for one in drawn:
        name, most = one.worst
        at = int(np.argmax(one.total))
        yield (
            f"{one.title}: {short(float(one.total.sum()))} {one.unit} held up over the run, "
            f"{short(most)} of it: {KEY[name].name}; most in {dates[at]:%B %Y}, "
            f"{short(float(one.total[at]))} t, of which {short(float(one.missing[at]))} t are "
            "missing after other lanes stepped in"
        )


def _dates(tables: Tables) -> list[dt.date]:
    start, months = tables.histories.start, Months.of(tables.histories.scenario)
    return [start + dt.timedelta(days=day) for day in months.first_day.tolist()]


def _place(tables: Tables, view: View) -> str | None:
    """Give the place that the figure is of, that of a consumer's region; none for all."""
    group = group_of(tables, view)
    if group.kind not in {"consumer", "region", "group"}:
        return None
    names, of = tables.axis(CONSUMERS), tables.histories.scenario.consumers
    places = {of[names[member]].region for member in group.members}
    return places.pop() if len(places) == 1 else None


def _drawn(tables: Tables, view: View) -> tuple[list[Inflow], list[Inflow]]:
    """Give the inflows that are drawn, and those of which next to nothing is held up."""
    found = inflows(tables, _place(tables, view))
    drawn = [one for one in found if (one.total > NOTABLE * one.planned.max()).any()]
    drawn = drawn or found[:1]
    return drawn, [one for one in found if one not in drawn]


def _title(tables: Tables, view: View) -> str:
    place = _place(tables, view)
    whose, group = "of all consumers and plants", group_of(tables, view)
    if place is not None:
        where = "" if group.kind == "region" else f", where {title_of(group)} is"
        whose = f"of {place_name(place)}{where}"
    return headed(f"Where it broke: what holds up the inflows {whose}", tables, view)


def _caption(tables: Tables, view: View, calm: Sequence[Inflow]) -> str:
    names = "; ".join(one.title.lower() for one in calm)
    left_out = f" Next to nothing is held up of: {names}." if calm else ""
    return (
        f"Means over {tables.histories.said}. Bars: what lanes bring less than the undisrupted "
        "plan in a month, by what holds it up there; line: what of it is missing after other lanes "
        "stepped in. Where the maker lacks feed, the stage before says why. Each panel has its own "
        "scale. "
        f"{read(bars_of(tables.histories))}{left_out} {in_run(tables)}"
    )

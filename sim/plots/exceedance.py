"""How likely a loss is: the chance of more than so many shortfall days, group by group."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.measures.proportion import binomial_interval
from sim.output.tables import Tables
from sim.plots.compare_head import Head
from sim.plots.headline_groups import called, panel_groups
from sim.plots.note import in_run
from sim.plots.sheet import Sheet, draw_sheet
from sim.plots.style import INK
from sim.plots.told import Data, Told, headed, listed
from sim.plots.view import USUAL, View

F64 = NDArray[np.float64]

DAYS = 30
"""Shortfall days of which the chance is told in words: a month."""
NOTABLE = 0.5
"""Shortfall days that some history must lose for a group to have a panel."""
BAND = "#9A9A9A"
POINTS = 200
"""Most points of a curve, which are picked evenly: more cannot be seen."""
KNOTS = 41
"""Most counts of which the interval is computed."""


@dataclass(frozen=True)
class Exceedance:
    """The chances that a group loses more than so many days."""

    name: str
    days: F64
    """Shortfall days, ascending, from 0 on, ``[point]``."""
    chance: F64
    """Part of the histories that lose more, 1, ``[point]``."""
    low: F64
    high: F64
    """Ends of its exact 95 % interval; the same where nothing is random, ``[point]``."""
    histories: int

    def beyond(self, days: float) -> tuple[int, float, float, float]:
        """Give how many histories lose more, their part, and the ends of its interval."""
        at = int(np.searchsorted(self.days, days, side="right")) - 1
        count, chance = round(self.chance[at] * self.histories), float(self.chance[at])
        is_sure = self.low[at] == self.high[at]
        ends = (chance, chance) if is_sure else binomial_interval(count, self.histories)
        return count, chance, *ends


def exceedance(name: str, values: F64, *, random: bool = True) -> Exceedance:
    """Compute the chances from one value a history, days.

    Examples
    --------
    >>> found = exceedance("US", np.array([0.0, 10.0, 10.0, 40.0]))
    >>> found.days.tolist(), found.chance.tolist()
    ([0.0, 10.0, 40.0], [0.75, 0.25, 0.0])
    >>> found.beyond(30)[:2]
    (1, 0.25)
    """
    days = np.unique(np.append(values, 0.0))
    month = int(np.searchsorted(days, DAYS, side="right")) - 1
    days = days[np.unique([*np.linspace(0, len(days) - 1, POINTS).astype(int), month])]
    ordered = np.sort(values)
    more = len(values) - np.searchsorted(ordered, days, side="right")
    low, high = _interval(more, len(values)) if random else (more / len(values),) * 2
    return Exceedance(name, days, more / len(values), low, high, len(values))


def _interval(counts: NDArray[np.intp], of: int) -> tuple[F64, F64]:
    """Give the exact 95 % interval of counts of some histories, 1, ``[point]`` each.

    Each takes some milliseconds, so that of many histories a few are computed, and those between
    them lie on the lines from one to the next.
    """
    knots = np.unique(np.linspace(0, of, KNOTS).round())
    low, high = np.array([binomial_interval(int(knot), of) for knot in knots]).T
    return np.interp(counts, knots, low), np.interp(counts, knots, high)


def exceedances(tables: Tables, view: View = USUAL) -> list[Exceedance]:
    """Compute those of the groups that have a panel, whoever loses nothing included."""
    totals = {
        (one.group.kind, one.group.name): one.values
        for one in tables.outcomes
        if one.measure == "shortfall_days"
    }
    # What is drawn as replicates of a design is no independent draw: no interval is exact.
    random = tables.histories.is_random and tables.histories.replicates is None
    return [
        exceedance(called(group), totals[group.kind, group.name], random=random)
        for group in panel_groups(tables, view)
    ]


def sentence(one: Exceedance) -> str:
    """Say how likely a group loses more than a month, with the interval."""
    count, chance, low, high = one.beyond(DAYS)
    between = f" (95 % interval {100 * low:.0f} to {100 * high:.0f} %)" if high > low else ""
    return (
        f"{one.name} loses more than {DAYS} days in {count} of {one.histories} histories, a chance "
        f"of {100 * chance:.0f} %{between}"
    )


def exceedance_figure(tables: Tables, view: View = USUAL) -> Figure:
    """Draw for each group the chance that it loses more than so many shortfall days.

    Questions
    ---------
    1. How likely does a group lose more than thirty days over the run?
    2. Which group is the likeliest to lose a hundred days or more?
    3. How many days does a group lose at least with a chance of one half?
    """
    drawn, calm = _drawn(tables, view)
    head = Head.of(view.width, headed(TITLE, tables, view), _caption(tables, calm))
    titles = [
        f"{one.name}: {100 * one.beyond(DAYS)[1]:.0f} % beyond {DAYS}\N{NO-BREAK SPACE}d"
        for one in drawn
    ]
    sheet = Sheet(view.width, tall=0.95, narrowest=1.75, most=3, left=0.5, right=0.18)
    figure, axes = draw_sheet(head, titles, sheet)
    most = max([*(float(one.days[-1]) for one in drawn), 1.2 * DAYS])
    lowest = len(axes) - sheet.columns(len(axes))
    for at, (ax, one) in enumerate(zip(axes, drawn, strict=True)):
        draw_exceedance(ax, one, most)
        if at >= lowest:
            ax.set_xlabel("shortfall days (d)", labelpad=2)
        if at % sheet.columns(len(axes)) == 0:
            ax.set_ylabel("chance of more (%)")
    return figure


TITLE = "Chance of losing more than so many days"


def draw_exceedance(ax: Axes, one: Exceedance, most: float) -> None:
    """Draw the chances as steps, their interval as a band, and a dot at a month's loss."""
    days = np.append(one.days, most)
    curve, low, high = (
        100.0 * np.append(part, part[-1]) for part in (one.chance, one.low, one.high)
    )
    ax.fill_between(days, low, high, step="post", color=BAND, alpha=0.35, linewidth=0)
    ax.step(days, curve, where="post", color=INK, linewidth=1.3)
    chance = 100.0 * one.beyond(DAYS)[1]
    ax.plot([DAYS, DAYS], [0, chance], color=INK, linewidth=0.7, linestyle=(0, (2, 2)))
    ax.plot(DAYS, chance, "o", color=INK, markersize=4)
    ax.set(xlim=(0, most), ylim=(0, 103), yticks=[0, 50, 100])
    ax.tick_params(axis="x", length=2.5, pad=2)


def exceedance_told(tables: Tables, view: View = USUAL) -> Told:
    """Say what the figure shows: the chance of a month's loss of each group, in a sentence."""
    drawn, calm = _drawn(tables, view)
    title = headed(TITLE, tables, view)
    alt = f"{title}. Falling steps, a panel a group. {listed(map(sentence, drawn))}"
    columns = {
        "group": "group as the figure calls it",
        "days": "shortfall days, d",
        "chance": "part of histories that lose more, %",
        "low": "lower end of its 95 % interval, %",
        "high": "upper end of its 95 % interval, %",
    }
    rows = [
        (one.name, *point)
        for one in (*drawn, *calm)
        for point in zip(one.days, 100 * one.chance, 100 * one.low, 100 * one.high, strict=True)
    ]
    return Told(title, _caption(tables, calm), alt, Data(columns, rows))


def _drawn(tables: Tables, view: View) -> tuple[list[Exceedance], list[Exceedance]]:
    """Give the groups that are drawn, at least one, and those that lose next to nothing."""
    every = exceedances(tables, view)
    drawn = [one for one in every if one.days[-1] >= NOTABLE] or every[-1:]
    return drawn, [one for one in every if one not in drawn]


def _caption(tables: Tables, calm: list[Exceedance]) -> str:
    names = "; ".join(one.name for one in calm)
    left_out = f" Less than half a day in every history: {names}." if calm else ""
    random = tables.histories.is_random and tables.histories.replicates is None
    band = " Band: its exact 95 % interval." if random else ""
    return (
        f"{tables.histories.said.capitalize()}. Line: part of the histories that lose more than so "
        f"many shortfall days over the run.{band} Dot: more than {DAYS} days.{left_out} "
        f"{in_run(tables)}"
    )

"""A calendar of losses: expected shortfall days of each group, month by month."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.output.monthly import Months
from sim.output.tables import Tables
from sim.plots.compare_head import Head
from sim.plots.compare_overlay import days_text
from sim.plots.headline_groups import called, panel_groups
from sim.plots.note import in_run
from sim.plots.sheet import Sheet, draw_sheet
from sim.plots.style import INK
from sim.plots.told import Data, Told, headed, listed, short
from sim.plots.view import USUAL, View

F64 = NDArray[np.float64]

TITLE = "Expected shortfall days by month"
SHADES = LinearSegmentedColormap.from_list("days", ["#F4F4F4", "#FDAE6B", "#A63603", "#2B1100"])
"""Near white for none, dark for most: lightness alone tells the days."""
DARK = 0.45
"""Part of the scale from which figures in a cell are white."""
SHOWN = 0.5
"""Days from which a cell has a figure in it."""
ROW = 0.17
"""Height of a year, inch."""
NOTABLE = 0.5
"""Shortfall days over the run from which a group has a calendar."""


@dataclass(frozen=True)
class Calendar:
    """The expected shortfall days of a group."""

    name: str
    days: F64
    """Of each month, d, nan outside the run, ``[year, month]``."""

    @property
    def total(self) -> float:
        """Over the run, d."""
        return float(np.nansum(self.days))


def calendars(tables: Tables, view: View = USUAL) -> list[Calendar]:
    """Sum the mean shortfall of each group by month."""
    start, months = tables.histories.start, Months.of(tables.histories.scenario)
    first = start.month - 1
    years = -(-(first + len(months.days)) // 12)
    found = []
    for group in panel_groups(tables, view):
        table = np.full(12 * years, np.nan)
        by_month = np.add.reduceat(tables.series[group].shortfall.mean, months.first_day)
        table[first : first + len(by_month)] = by_month
        found.append(Calendar(called(group), table.reshape(years, 12)))
    return found


def calendar_figure(tables: Tables, view: View = USUAL) -> Figure:
    """Draw a calendar for each group, a row a year: the darker a month, the more days it costs.

    Questions
    ---------
    1. In which month does a group lose most days, and how many?
    2. In which month of which year is a group short for the first time?
    3. Does a group still lose days a year after the worst month?
    """
    drawn, calm = _drawn(tables, view)
    years = len(drawn[0].days)
    head = Head.of(view.width, headed(TITLE, tables, view), _caption(tables, calm))
    titles = [f"{one.name}: {days_text(one.total)}" for one in drawn]
    sheet = Sheet(
        view.width, tall=ROW * years, narrowest=2.05, most=3, left=0.44, right=0.1, bottom=0.34
    )
    figure, axes = draw_sheet(head, titles, sheet)
    most = max(float(np.nanmax(one.days)) for one in drawn)
    for ax, one in zip(axes, drawn, strict=True):
        draw_calendar(ax, one, max(most, 1.0), tables.histories.start.year)
    return figure


def draw_calendar(ax: Axes, one: Calendar, most: float, first_year: int) -> None:
    """Draw a cell a month, with its days where they are half a day or more."""
    years = len(one.days)
    ax.grid(visible=False)
    ax.pcolormesh(
        np.arange(13) - 0.5, np.arange(years + 1) - 0.5, one.days, cmap=SHADES, vmin=0.0, vmax=most,
        edgecolors="white", linewidth=0.8,
    )  # fmt: skip
    for (year, month), days in np.ndenumerate(one.days):
        if days >= SHOWN:
            colour = "white" if days > DARK * most else INK
            ax.text(month, year, f"{days:.0f}", ha="center", va="center", fontsize=5.8,
                    color=colour)  # fmt: skip
    ax.set_ylim(years - 0.5, -0.5)
    ax.set_xticks(range(12), list("JFMAMJJASOND"))
    ax.set_yticks(range(years), [str(first_year + year) for year in range(years)])
    ax.tick_params(length=0, pad=2)
    ax.spines[["left", "bottom"]].set_visible(False)


def calendar_told(tables: Tables, view: View = USUAL) -> Told:
    """Say what the figure shows: each group's worst month, and what all months come to."""
    drawn, calm = _drawn(tables, view)
    title, first = headed(TITLE, tables, view), tables.histories.start.year
    said = []
    for one in drawn:
        year, month = np.unravel_index(int(np.nanargmax(one.days)), one.days.shape)
        worst = (
            f"{short(float(one.days[year, month]))} d in {first + int(year)}-{int(month) + 1:02}"
        )
        said.append(f"{one.name} {short(one.total)} d, most {worst}")
    alt = (
        f"{title}. A table of shades for each group, a row a year and a column a month. Mean "
        f"shortfall days over the run: {listed(said)}"
    )
    columns = {
        "group": "group as the figure calls it",
        "month": "month",
        "shortfall_days": "expected shortfall days of the month, d",
    }
    rows = [
        (one.name, f"{first + year}-{month + 1:02}", float(days))
        for one in (*drawn, *calm)
        for (year, month), days in np.ndenumerate(one.days)
        if np.isfinite(days)
    ]
    return Told(title, _caption(tables, calm), alt, Data(columns, rows))


def _drawn(tables: Tables, view: View) -> tuple[list[Calendar], list[Calendar]]:
    """Give the calendars that are drawn, at least one, and those with next to nothing in them."""
    every = calendars(tables, view)
    drawn = [one for one in every if one.total >= NOTABLE] or every[-1:]
    return drawn, [one for one in every if one not in drawn]


def _caption(tables: Tables, calm: list[Calendar]) -> str:
    names = "; ".join(one.name for one in calm)
    left_out = f" Less than half a day in all: {names}." if calm else ""
    return (
        f"Means over {tables.histories.said}. Figure in a cell: shortfall days of the month, "
        "rounded, where they are half a day or more; the darker, the more, all calendars alike. "
        f"Beside each name the days over the run.{left_out} {in_run(tables)}"
    )

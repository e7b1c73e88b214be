"""The money of stockpiles: what it is in, who gave it, what is gained and lost."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.output.bookkeeping import Bookkeeping
from sim.output.finance import AT
from sim.output.monthly import Months
from sim.output.tables import Tables
from sim.plots.compare_head import Head
from sim.plots.note import in_run
from sim.plots.panels import Room, axis_of, panel_figure
from sim.plots.span import span_of
from sim.plots.strip import bars_of, read
from sim.plots.style import INK, light_grid
from sim.plots.supply import spread
from sim.plots.told import Data, Told, headed, listed, spread_text
from sim.plots.view import USUAL, View
from sim.world.stockpile.finance_recorder import FINANCE

F64 = NDArray[np.float64]

DASHED, DOTTED = (0, (4, 1.5)), (0, (1, 1.2))
GOODS, CASH, GAIN = "#D9C7A8", "#7FA6C9", "#0072B2"
APART = 0.12
"""Least distance between labels as a share of the axes' height."""


class Line(NamedTuple):
    """A line with its name."""

    name: str
    values: F64
    """``[month]``; nan where there is nothing to draw."""
    dashes: Any = "-"
    colour: str = INK


def finance_figure(tables: Tables, view: View = USUAL) -> Figure:
    """Draw four panels for each stockpile that keeps books, values at the ends of months.

    Questions
    ---------
    1. Does the stockpile gain or lose by the end, in the median, and how surely?
    2. How much of what was paid in lies in goods, and how much in cash?
    3. What costs most: interest, storage, ageing or fees?
    """
    histories = tables.histories
    months = Months.of(histories.scenario)
    ends = (months.first_day + months.days).astype(np.float64)
    axis = axis_of(histories.start, span_of(tables, view))
    count, bars = 4 * len(tables.finance), bars_of(histories)
    head = Head.of(view.width, _title(tables, view), f"{_reads(tables)} {in_run(tables)}")
    figure, axes = panel_figure(head, count, axis, bars, shared=False, room=Room(1.15, 0.7))
    for at, books in enumerate(tables.finance):
        own = axes[4 * at : 4 * at + 4]
        whose = f"{books.group.label}: " if len(tables.finance) > 1 else ""
        draw_assets(own[0], ends, books)
        own[0].set_title(f"{whose}assets, and who paid for them (million USD)")
        draw_result(own[1], ends, books)
        own[1].set_title(f"{whose}gain or loss since the start (million USD)")
        draw_prices(own[2], ends, books)
        own[2].set_title(f"{whose}worth and cost of what is held (USD/kg)")
        draw_running(own[3], ends, books)
        own[3].set_title(f"{whose}fees and costs since the start (million USD)")
    for ax in axes:
        light_grid(ax)
    return figure


def finance_told(tables: Tables, view: View = USUAL) -> Told:
    """Say what the figure shows: the result of each stockpile by the end."""
    title, start = _title(tables, view), tables.histories.start
    months = Months.of(tables.histories.scenario)
    dates = [start + dt.timedelta(days=int(day) - 1) for day in months.ends]
    results = [
        f"{books.group.label} "
        f"{spread_text(books.quantiles[-1, AT['result'], [0, 2, 4]], 'million USD')}"
        for books in tables.finance
    ]
    alt = (
        f"{title}. Areas and lines by month, four panels a stockpile. Median result by the end, "
        f"in brackets 5 to 95 % of histories: {listed(results)}"
    )
    columns = {"month_end": "last day of the month", "stockpile": "id of the stockpile"}
    columns |= {one.name: f"mean of: {one.doc}" for one in FINANCE.entries}
    columns |= {f"result_q{p}": f"result, {int(p)} % quantile, million USD" for p in ("05", "95")}
    columns |= {"stock": "mean held, t"}
    rows = [
        (
            date, books.group.name, *books.mean[month],
            *books.quantiles[month, AT["result"], [0, 4]], books.stock_t[month],
        )
        for books in tables.finance
        for month, date in enumerate(dates)
    ]  # fmt: skip
    return Told(title, f"{_reads(tables)} {in_run(tables)}", alt, Data(columns, rows))


def _title(tables: Tables, view: View) -> str:
    names = ", ".join(books.group.label for books in tables.finance)
    return headed(f"Money of {names}", tables, view)


def _reads(tables: Tables) -> str:
    return (
        f"{tables.histories.said}, ends of months: means; of the result the median, and bands of "
        "25-75 % and 5-95 % of histories. Inventory (hatched) at the price of the day. Assets "
        "above the dashed line of all that was paid in or lent are a gain, below a loss. Storage "
        f"includes handling. {read(bars_of(tables.histories))}"
    ).rstrip()


def draw_assets(ax: Axes, ends: F64, books: Bookkeeping) -> None:
    """Draw cash and inventory as stacked areas, under lines of the loan and of loan and equity.

    Parameters
    ----------
    ax : Axes
        Where to draw, x in days from the start of the run.
    ends : array, day, ``[month]``
        End of each month.
    books : Bookkeeping
    """
    cash, goods = books.of("cash"), books.of("inventory_at_market")
    owed = books.of("loan") + books.of("interest_due")
    paid_in = owed + books.of("equity")
    base = np.zeros_like(goods)
    ax.fill_between(ends, base, goods, facecolor=GOODS, edgecolor="#8C7A55", hatch="////",
                    linewidth=0.3)  # fmt: skip
    ax.fill_between(ends, goods, goods + cash, facecolor=CASH, edgecolor="none")
    _limits(ax, ends, [goods + cash, paid_in], floor=0.0)
    _lines(
        ax,
        ends,
        [Line("loan", owed, DOTTED), Line("loan + equity", paid_in, DASHED)],
        [
            Line("inventory", goods / 2, colour="#6B5B38"),
            Line("cash", goods + cash / 2, colour="#2F5F8A"),
        ],
    )


def draw_result(ax: Axes, ends: F64, books: Bookkeeping) -> None:
    """Draw the result since the start: bands, median, and the part of it that is realised."""
    low, lower, middle, upper, high = books.quantiles[:, AT["result"]].T
    ax.fill_between(ends, low, high, color=GAIN, alpha=0.18, linewidth=0)
    ax.fill_between(ends, lower, upper, color=GAIN, alpha=0.28, linewidth=0)
    ax.axhline(0.0, color=INK, linewidth=0.5)
    realised = books.of("realised")
    _limits(ax, ends, [low, high, realised])
    _lines(
        ax,
        ends,
        [Line("result", middle, colour=GAIN), Line("realised", realised, DASHED)],
    )


def draw_prices(ax: Axes, ends: F64, books: Bookkeeping) -> None:
    """Draw what a kilogram held is worth and has cost; nothing where nothing is held."""
    held = books.stock_t > 1e-6 * max(float(books.stock_t.max()), 1e-9)

    def per_kg(entry: str) -> F64:
        nothing = np.full(held.shape, np.nan)
        musd_per_t: F64 = np.divide(books.of(entry), books.stock_t, out=nothing, where=held)
        return musd_per_t * 1e3

    worth, cost = per_kg("inventory_at_market"), per_kg("inventory_at_cost")
    _limits(ax, ends, [worth, cost], floor=0.0)
    _lines(ax, ends, [Line("market", worth, colour=GAIN), Line("mean cost", cost, DASHED)])


def draw_running(ax: Axes, ends: F64, books: Bookkeeping) -> None:
    """Draw interest, costs, fees and the ageing write-down, each summed since the start."""
    found = [
        Line("interest", np.cumsum(books.of("interest"))),
        Line("storage", np.cumsum(books.of("storage") + books.of("handling")), DOTTED),
        Line("ageing", np.cumsum(books.of("write_down")), (0, (6, 1.5, 1, 1.5))),
        Line("fees", np.cumsum(books.of("fees")), DASHED, "#009E73"),
    ]
    shown = [line for line in found if line.values.any()]
    _limits(ax, ends, [line.values for line in shown], floor=0.0)
    _lines(ax, ends, shown)


def _seen(ax: Axes, ends: F64) -> slice:
    """Give the months that lie within the axes."""
    first, end = ax.get_xlim()
    return slice(*np.searchsorted(ends, (first, end + 1)).tolist())


def _limits(ax: Axes, ends: F64, series: Sequence[F64], floor: float | None = None) -> None:
    """Set the y axis so that all is in it, with room above; from *floor* on if there is one."""
    seen = [one[_seen(ax, ends)] for one in series]
    values = np.concatenate([np.zeros(1), *[s[np.isfinite(s)] for s in seen]])
    low, high = float(values.min()), float(values.max())
    room = 0.08 * max(high - low, 1e-9)
    ax.set_ylim(low - room if floor is None and low < 0 else min(low, 0.0), high + room)


def _lines(ax: Axes, ends: F64, lines: Sequence[Line], areas: Sequence[Line] = ()) -> None:
    """Draw lines; name them, and areas at their middles, at the right end."""
    for line in lines:
        ax.plot(ends, line.values, color=line.colour, linewidth=1.3, linestyle=line.dashes)
    low, high = ax.get_ylim()
    seen = _seen(ax, ends)
    named = [line for line in (*areas, *lines) if np.isfinite(line.values[seen]).any()]
    ends_at = [_share(line.values[seen], low, high) for line in named]
    order = sorted(range(len(named)), key=lambda i: ends_at[i])
    heights = spread([ends_at[i] for i in order], APART, 1.0 + APART / 2)
    for i, height in zip(order, heights, strict=True):
        ax.annotate(
            named[i].name, (1.0, height), (3, 0), xycoords="axes fraction",
            textcoords="offset points", va="center", fontsize=6.5, color=named[i].colour,
            annotation_clip=False,
        )  # fmt: skip


def _share(values: F64, low: float, high: float) -> float:
    """Give the last value that is there as a share of the axis."""
    return float((values[np.isfinite(values)][-1] - low) / (high - low))

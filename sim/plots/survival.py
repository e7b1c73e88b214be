"""Survival curves: the part of each consumer's demand that still runs, by date."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.output.groups import Group
from sim.output.tables import Tables
from sim.plots.panels import TimeAxis, label_rows, panel_figure
from sim.plots.shortfall import drawn_days
from sim.plots.strip import bars_of, read
from sim.plots.style import headline, in_order, light_grid, place_name
from sim.scenario.errors import plural

F64 = NDArray[np.float64]

STANDS = 0.05
"""Part of demand that stands still, in one history of twenty, from which a consumer is drawn."""
OVER = 28
"""Days of the running mean: goods come in lumps, and firms with empty shelves run when they do."""
MOST = 7
"""Most consumers of a panel: those that lose most."""
BEFORE, AFTER = 30, 30
"""Days drawn before anybody stands still, and after."""
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#555555")
"""Okabe-Ito, in the order of the first stops."""
BESIDE, LINE = 1.30, 0.118
"""Room for names beside a panel, and from one to the next, as part of its height."""
LONGEST = 22
"""Most characters of a name."""


@dataclass(frozen=True)
class _Curve:
    """What of a consumer runs."""

    name: str
    runs: F64
    """In 95, 50 and 5 % of histories at most, per cent of demand, ``[day, quantile]``."""
    lost: float
    """Mean shortfall days over the run."""

    @property
    def stops(self) -> int:
        """First day on which a tenth stands still in half of the histories, else the last."""
        down = np.flatnonzero(self.runs[:, 1] <= 90.0)
        return int(down[0]) if down.size else len(self.runs)


def stands_still(tables: Tables) -> bool:
    """Tell whether any consumer ever stands still."""
    return bool(_curves(tables))


def survival_figure(tables: Tables) -> Figure:
    """Draw a panel a region, and in it a curve for each consumer that ever stands still."""
    curves = _curves(tables)
    shown = {region: _most_hit(curves[region]) for region in in_order(list(curves))}
    days = tables.histories.days
    down = np.flatnonzero(
        np.logical_or.reduce(
            [(one.runs[:, 2] < 100.0 * (1 - STANDS)) for each in shown.values() for one in each]
        )
    )
    first, end = max(int(down[0]) - BEFORE, 0), min(int(down[-1]) + AFTER, days)
    axis = TimeAxis(tables.histories.start + dt.timedelta(days=first), end - first)
    bars = [bar.later(-first) for bar in bars_of(tables.histories)]
    bars = [bar for bar in bars if bar.spread(axis.days)]
    figure, axes = panel_figure(len(shown), axis, bars, beside=(BESIDE + 0.45, BESIDE))
    for ax, (region, each) in zip(axes, shown.items(), strict=True):
        ax.set_title(place_name(region))
        light_grid(ax)
        _draw(ax, each, first, end)
    axes[0].set_ylim(-2, 103)
    label_rows(axes, "runs (% of demand)")
    headline(
        figure,
        f"What still runs, by consumer and date: {tables.histories.scenario.name}",
        f"{tables.histories.said}. Part of demand that is served, means over four weeks. Lines: "
        "median; bands: 5-95 %; names in the\norder in which a tenth stands still."
        f" {read(bars)}{_left_out(tables, shown)}",
    )
    return figure


def _draw(ax: Axes, curves: Sequence[_Curve], first: int, end: int) -> None:
    days = drawn_days(end - first)
    for place, (one, colour) in enumerate(zip(curves, COLOURS, strict=False)):
        high, median, low = one.runs[first:end][days].T
        ax.fill_between(days, low, high, color=colour, alpha=0.12, linewidth=0)
        ax.plot(days, median, color=colour, linewidth=1.2)
        ax.text(
            1.03, 0.94 - place * LINE, one.name, transform=ax.transAxes, fontsize=6.5,
            color=colour, va="center",
        )  # fmt: skip


def _curves(tables: Tables) -> dict[str, list[_Curve]]:
    """Give those who stand still, by region."""
    found: dict[str, list[_Curve]] = {}
    for group in tables.of_kind("consumer"):
        series = tables.series[group]
        standing = _smooth(series.shortfall.quantiles[:, [0, 2, 4]])
        if standing[:, -1].max() < STANDS:
            continue
        region = tables.histories.scenario.consumers[group.name].region
        runs = 100.0 * (1.0 - standing)
        lost = float(series.cumulative.mean[-1])
        found.setdefault(region, []).append(_Curve(_name(group, region), runs, lost))
    return found


def _smooth(daily: F64) -> F64:
    """Give running means around each day, over fewer days at the ends, ``[day, quantile]``."""
    total = np.concatenate([np.zeros((1, daily.shape[1])), np.cumsum(daily, axis=0)])
    days = np.arange(len(daily))
    low, high = np.maximum(days - OVER // 2, 0), np.minimum(days + OVER // 2, len(daily))
    return np.asarray((total[high] - total[low]) / (high - low)[:, None])


def _name(group: Group, region: str) -> str:
    """Give the name of a consumer without the region that its panel is of."""
    label = group.label.partition(" (t in ")[0]
    for place in (place_name(region), region):
        label = label.removeprefix(f"{place} ").removeprefix(f"{place}, ")
    return shorten(label[:1].upper() + label[1:], LONGEST, placeholder=" ...")


def _most_hit(curves: Sequence[_Curve]) -> list[_Curve]:
    most = sorted(curves, key=lambda one: -one.lost)[:MOST]
    return sorted(most, key=lambda one: one.stops)


def _left_out(tables: Tables, shown: dict[str, list[_Curve]]) -> str:
    """Say how many consumers are not drawn."""
    more = len(tables.of_kind("consumer")) - sum(map(len, shown.values()))
    return f"\nNot drawn: {plural(more, 'consumer')}, who lose less." if more else ""

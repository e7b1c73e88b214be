"""The disruption strip: when each disruption is in force, above the time axis it shares."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from sim.measures import quantiles
from sim.output.histories import Histories
from sim.plots.style import INK

CHARACTER = 0.055
"""Width of a character of a label, inch."""


@dataclass(frozen=True)
class Bar:
    """A disruption over the histories in which it happens, days from the start of the run."""

    label: str
    """What it is, with the share of histories if it does not happen in all."""
    start: float
    """Median first day."""
    end: float
    """Median first day after it."""
    first: float
    """5 % quantile of the first day."""
    last: float
    """95 % quantile of the end; ``inf`` if it does not end."""

    def window(self, days: int) -> tuple[float, float]:
        """Give the median window, cut to a run of so many days."""
        return max(self.start, 0.0), min(self.end, float(days))


def bars_of(histories: Histories, only: Collection[str] | None = None) -> list[Bar]:
    """Read the disruptions of a run that happen in at least one history, earliest first.

    Parameters
    ----------
    histories : Histories
        The run.
    only : collection of str, optional
        Ids of the disruptions that are wanted. Left out: all but changes of controls, of which
        there may be many within a control.
    """
    bars = []
    disruptions = histories.scenario.disruptions
    if only is None:
        only = {n for n, d in disruptions.items() if d.changes is None}
    for i, name in enumerate(histories.axes["disruptions"]):
        happens = ~np.isnan(histories.onset_day[i])
        if not happens.any() or name not in only:
            continue
        starts = quantiles(histories.onset_day[i][happens], (0.05, 0.5))
        ends = quantiles(histories.end_day[i][happens], (0.5, 0.95))
        label = disruptions[name].label or name.replace("_", " ")
        share = happens.mean()
        if share < 1.0:
            label += f" ({100 * share:.0f} % of histories)"
        bars.append(Bar(label, starts[1], ends[0], starts[0], ends[1]))
    return sorted(bars, key=lambda bar: (bar.start, bar.label))


def draw_strip(ax: Axes, bars: Sequence[Bar], days: int, width: float) -> None:
    """Draw a bar a disruption: dark the median window, light from 5 % start to 95 % end.

    The label stands right of the bar if it fits there, else left of it, else above it.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    bars : sequence of Bar
        The disruptions, top row first.
    days : int, days
        Length of the time axis.
    width : float, inch
        Width of the axes, for the choice of the labels' side.
    """
    gap = 0.06 * days / width
    for row, bar in enumerate(bars):
        low, high = max(bar.first, 0.0), min(bar.last, days)
        ax.barh(row, high - low, left=low, height=0.36, color="#C8C8C8")
        start, end = bar.window(days)
        ax.barh(row, end - start, left=start, height=0.36, color="#444444")
        needs = len(bar.label) * CHARACTER * days / width + gap
        if high + needs <= days:
            x, y, side = high + gap, float(row), "left"
        elif needs <= low:
            x, y, side = low - gap, float(row), "right"
        else:
            x, y, side = max(min(low, days - needs), 0.0), row - 0.42, "left"
        ax.text(x, y, bar.label, ha=side, va="center", fontsize=7, color=INK)
    ax.set(xlim=(0, days), ylim=(len(bars) - 0.5, -0.7))
    ax.axis("off")

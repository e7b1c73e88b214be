"""The disruption strip: when each disruption is in force, above the time axis it shares."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from sim.measures import quantiles
from sim.output.histories import Histories
from sim.output.label import label_of
from sim.plots.compare_style import shortened, text_width
from sim.plots.style import INK
from sim.scenario.numbers import expected
from sim.scenario.outlook import known_disruptions
from sim.scenario.schema import Scenario
from sim.scenario.schema.disruption.timed import Timed

F64 = NDArray[np.float64]

Window = tuple[float, float]
"""First day, and first day after it."""

READ = "Top: disruptions, dark the median window, light from 5 % starts to 95 % ends"
"""How to read it."""
ANNOUNCED = ", line: announced"
"""Said, too, where any is."""
CHARACTER = 0.055
"""Width of a character of a label, inch."""

LASTING = 0.95
"""Part of the run from which shading would tell nothing, and only darken the panels."""


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
    recurs: "Recurs | None" = None
    """The windows of what may occur more than once."""
    announced: float | None = None
    """Day from which buyers know of it, before the median first day; none if they do not."""
    slips: bool = False
    """Whether it is that projects come late, which disrupts nothing by itself."""

    def windows(self, days: int, since: int = 0) -> list[Window]:
        """Give the median window, or what half of the histories share, from *since* to *days*."""
        wanted = [(self.start, self.end)] if self.recurs is None else self.recurs.half
        return _cut(wanted, since, days)

    def spread(self, days: int, since: int = 0) -> list[Window]:
        """Give the times in which it may be in force, from *since* to *days*."""
        wanted = [(self.first, self.last)] if self.recurs is None else self.recurs.some
        return _cut(wanted, since, days)

    def later(self, days: int) -> "Bar":
        """Move it by some days."""
        return replace(
            self,
            start=self.start + days,
            end=self.end + days,
            first=self.first + days,
            last=self.last + days,
            recurs=None if self.recurs is None else self.recurs.later(days),
            announced=None if self.announced is None else self.announced + days,
        )


@dataclass(frozen=True)
class Recurs:
    """When a disruption that may occur more than once is in force."""

    half: Sequence[Window]
    """In at least half of the histories in which it happens."""
    some: Sequence[Window]
    """In at least one in twenty of them."""

    @classmethod
    def of(cls, share: F64) -> "Recurs":
        """Read it from the share of histories in which it is in force, ``[day]``."""
        return cls(_stretches(share >= 0.5), _stretches(share >= 0.05))

    def later(self, days: int) -> "Recurs":
        """Move all by some days."""
        half, some = ([(a + days, b + days) for a, b in of] for of in (self.half, self.some))
        return Recurs(half, some)


def _stretches(holds: NDArray[np.bool_]) -> list[Window]:
    """Give the first day of each stretch of days, and the first after it."""
    edges = np.flatnonzero(np.diff(holds.astype(np.int8), prepend=0, append=0))
    return [(float(low), float(high)) for low, high in edges.reshape(-1, 2)]


def _cut(windows: Sequence[Window], since: int, days: int) -> list[Window]:
    found = [(max(low, float(since)), min(high, float(days))) for low, high in windows]
    return [(low, high) for low, high in found if low < high]


def read(bars: Sequence[Bar], whose: str = "") -> str:
    """Say how to read a strip of some bars; nothing where there are none.

    Parameters
    ----------
    bars : sequence of Bar
    whose : str
        The run whose disruptions they are, where there are several.
    """
    if not bars:
        return ""
    says = f"{READ}{announced(bars)}."
    return says.replace("disruptions", f"disruptions of {whose}", 1) if whose else says


def announced(bars: Sequence[Bar]) -> str:
    """Say what the line before a bar is, where there is one."""
    return ANNOUNCED if any(bar.announced is not None for bar in bars) else ""


def bar_of(
    label: str,
    scenario: Scenario,
    disruption: Timed,
    onset: F64,
    end: F64,
    recurs: Recurs | None = None,
) -> Bar:
    """Read a bar from the histories in which a disruption happens.

    Parameters
    ----------
    label : str
    scenario : Scenario
    disruption : Timed
        One of the scenario's.
    onset, end : array, days, ``[history]``
        First day, and first day after it, ``inf`` where it does not end.
    recurs : Recurs, optional
        The windows of what may occur more than once.
    """
    starts, ends = quantiles(onset, (0.05, 0.5)), quantiles(end, (0.5, 0.95))
    last = max([ends[1], *(end for _, end in recurs.some)]) if recurs else ends[1]
    known = None
    if disruption.announced is not None:
        known = float((disruption.announced - scenario.start).days)
    elif disruption.announced_days_before is not None:
        known = starts[1] - expected(disruption.announced_days_before)
    known = known if known is not None and known < starts[1] else None
    slips = disruption.delays is not None
    return Bar(label, starts[1], ends[0], starts[0], last, recurs, known, slips)


def own_disruptions(scenario: Scenario) -> set[str]:
    """Name the disruptions that a scenario is about.

    These are all but changes of controls, of which there may be many within a control, and but
    what the world of an outlook knows of: that is no news, and the day up to which the world is
    known stands below every figure.
    """
    every = {name for name, one in scenario.disruptions.items() if one.changes is None}
    return every.difference(known_disruptions(scenario))


def bars_of(histories: Histories, only: Collection[str] | None = None) -> list[Bar]:
    """Read the disruptions of a run that happen in at least one history, earliest first.

    Parameters
    ----------
    histories : Histories
        The run.
    only : collection of str, optional
        Ids of the disruptions that are wanted. Left out: those of :func:`own_disruptions`.
    """
    bars = []
    disruptions = histories.scenario.disruptions
    only = own_disruptions(histories.scenario) if only is None else only
    for i, name in enumerate(histories.axes["disruptions"]):
        happens = ~np.isnan(histories.onset_day[i])
        if not happens.any() or name not in only:
            continue
        label = label_of(disruptions[name].label, name.replace("_", " "))
        share, recurs, notes = happens.mean(), None, list[str]()
        if share < 1.0:
            notes.append(f"{100 * share:.0f} % of histories")
        if disruptions[name].repeats:
            notes.append("recurs; dark: in half of histories")
            recurs = Recurs.of(histories.in_force(name)[:, happens].mean(axis=1))
        if notes:
            label += f" ({', '.join(notes)})"
        onset, end = histories.onset_day[i][happens], histories.end_day[i][happens]
        bars.append(bar_of(label, histories.scenario, disruptions[name], onset, end, recurs))
    return sorted(bars, key=lambda bar: (bar.start, bar.label))


def shade(ax: Axes, bars: Sequence[Bar], days: int, since: int = 0) -> None:
    """Shade when disruptions are in force, but for slips and for what is nearly all the time."""
    for bar in bars:
        windows = [] if bar.slips else bar.windows(days, since)
        if sum(end - start for start, end in windows) < LASTING * (days - since):
            for window in windows:
                ax.axvspan(*window, color="black", alpha=0.05, linewidth=0)


def draw_strip(
    ax: Axes,
    bars: Sequence[Bar],
    days: int,
    width: float,
    beyond: float = 0.0,
    since: int = 0,
) -> None:
    """Draw a bar a disruption: dark the median window, light from 5 % start to 95 % end.

    A line leads to it from the day on which it is announced.

    What may occur more than once is dark where it is in force in half of the histories, and light
    where it is in one in twenty.

    The label stands right of the bar if it fits there, else left of it, else above it.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    bars : sequence of Bar
        The disruptions, top row first.
    days : int, days
        End of the time axis.
    width : float, inch
        Width of the axes, for the choice of the labels' side.
    beyond : float, inch
        Room right of the axes that labels may use, too.
    since : int, days
        Where the time axis begins.
    """
    wide = days - since
    gap = 0.06 * wide / width
    for row, bar in enumerate(bars):
        spread = bar.spread(days, since)
        for windows, color in ((spread, "#C8C8C8"), (bar.windows(days, since), "#444444")):
            for start, end in windows:
                ax.barh(row, end - start, left=start, height=0.36, color=color)
        low, high = (spread[0][0], spread[-1][1]) if spread else (float(since), float(since))
        if bar.announced is not None:
            ax.plot([bar.announced, bar.start], [row, row], color="#444444", linewidth=1.2)
            ax.plot(bar.announced, row, "|", color="#444444", markersize=5.0)
            low = max(min(low, bar.announced), float(since))
        label = shortened(bar.label, width + beyond, 7.0)
        needs = max(len(label) * CHARACTER, text_width(label, 7.0)) * wide / width + gap
        if high + needs <= days + wide * beyond / width:
            x, y, side = high + gap, float(row), "left"
        elif needs <= low - since:
            x, y, side = low - gap, float(row), "right"
        else:
            last = days + wide * beyond / width - needs
            x, y, side = max(min(low, last), float(since)), row - 0.42, "left"
        ax.text(x, y, label, ha=side, va="center", fontsize=7, color=INK)
    ax.set(xlim=(since, days), ylim=(len(bars) - 0.5, -0.7))
    ax.axis("off")

"""What groups go without by month, stacked by cause, and each cause's share of the whole run."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.attribute.attribution import Attribution, Shares
from sim.attribute.take import UNITS, Measure
from sim.output.label import label_of
from sim.output.month import month_text
from sim.output.monthly import Months
from sim.plots.note import differ, note_of, room_of
from sim.plots.panels import TimeAxis
from sim.plots.strip import Bar, announced, bar_of, draw_strip
from sim.plots.study import Drawn, Study
from sim.plots.style import INK, OTHER_COLOUR, WIDTH, headline, light_grid
from sim.plots.told import Cell, Data, listed, told_under
from sim.scenario.errors import plural

F64 = NDArray[np.float64]

LEFT, NAMES, TOTALS, RIGHT = 0.68, 1.75, 1.30, 0.42
"""Left margin, room for the causes' names, width of the totals, right margin, inch."""
BELOW, BOTTOM, BETWEEN = 0.11, 0.48, 0.34
"""Room below the headline, for the dates, and between two rows, inch."""
STRIP_ROW, CAUSE_ROW, PANEL = 0.25, 0.155, 1.12
"""Heights of a disruption in the strip, of a cause among the totals, and least of a panel, inch."""
MOST_GROUPS, MOST_CAUSES, LONGEST = 5, 7, 27
"""Most groups and causes that are drawn, and letters of a cause's name."""
LEAST = 0.05
"""Mean days or tonnes from which a group is drawn."""
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#F0E442")
"""Okabe-Ito colours of the causes, in their order."""
TIME = WIDTH - LEFT - NAMES - TOTALS - RIGHT
"""Width of the panels over time, inch."""

LABELS: dict[Measure, str] = {
    "shortfall_days": "shortfall days\na month (d)",
    "unmet_t": "unmet demand\na month (t)",
}


@dataclass(frozen=True, eq=False)
class _Layer:
    """A cause in the stack, or what is summed up."""

    label: str
    colour: str
    monthly: F64
    """Mean over histories, ``[month]``."""
    mean: float
    half: float


def draw_attribution(answer: Attribution, study: Study) -> list[Path]:
    """Draw the shares of all causes into the folder of a study, and give the paths.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """

    def figures() -> Iterator[Drawn]:
        figure = attribution_figure(answer)
        yield "attribution", figure, told_under(figure, _in_words(answer), _data(answer))

    return study.draw(figures)


def attribution_figure(answer: Attribution) -> Figure:
    """Draw a row a group: its months stacked by cause, and the causes' shares of the run."""
    groups, causes = _groups(answer), _causes(answer)
    stacks = [_layers(answer, shares, causes) for shares in groups]
    first, axis = _span(answer, groups)
    bars = [bar.later(-first) for bar in _bars(answer)]
    panel = max(PANEL, CAUSE_ROW * max(map(len, stacks)) + 0.1)
    strip = STRIP_ROW * len(bars) + 0.08 if bars else 0.0
    rows = len(groups)
    question = answer.question
    note = note_of(
        f"Shapley values, mean of {plural(question.histories, 'history')}. Left: by month, "
        "stacked; what a cause saves lies below zero, the line is all of it. Right: over the run, "
        "with 95 % intervals. Above: when disruptions are in force (median dark, 5 to 95 % light)"
        f"{announced(bars)}.",
        differ(question.scenario, question.histories),
    )
    top = room_of(note, BELOW)
    height = top + strip + 0.24 + rows * panel + (rows - 1) * BETWEEN + BOTTOM
    figure = Figure(figsize=(WIDTH, height))

    def place(left: float, bottom: float, wide: float, tall: float) -> Axes:
        return figure.add_axes((left / WIDTH, bottom / height, wide / WIDTH, tall / height))

    if bars:
        draw_strip(place(LEFT, height - top - strip, TIME, strip), bars, axis.days, TIME)
    measure = answer.question.measure
    for row, (shares, layers) in enumerate(zip(groups, stacks, strict=True)):
        bottom = BOTTOM + (rows - 1 - row) * (panel + BETWEEN)
        over_time = place(LEFT, bottom, TIME, panel)
        _stack(over_time, answer, shares, layers, first)
        axis.apply(over_time, labelled=row == rows - 1)
        over_time.set_ylabel(LABELS[measure])
        totals = place(LEFT + TIME + NAMES, bottom, TOTALS, panel)
        _totals(totals, layers)
        if row == rows - 1:
            totals.set_xlabel(f"share of the whole run ({UNITS[measure]})", labelpad=2)
    headline(figure, f"{question.scenario.name}: what the shortfall comes from", note)
    return figure


def _in_words(answer: Attribution) -> str:
    """Say how much each group goes without, and how much of it each cause makes."""
    unit, causes, said = UNITS[answer.question.measure], _causes(answer), list[str]()
    for shares in _groups(answer):
        of = [
            f"{layer.label} {_number(layer.mean)}"
            for layer in _layers(answer, shares, causes)
            if abs(layer.mean) >= LEAST
        ]
        whole = f"{shares.group.label} {_number(shares.whole_run(shares.total))} {unit}"
        said.append(f"{whole}, of this {', '.join(of)}" if of else whole)
    return f"Stacked bars by month, and a bar a cause. In all: {listed(said)}"


def _data(answer: Attribution) -> Data:
    unit, start = UNITS[answer.question.measure], answer.question.scenario.start
    columns = {
        "group": "group as the figure calls it",
        "cause": "cause as the figure calls it; total is all of it",
        "month": "month; whole run for the bars at the right",
        "mean": f"mean over histories, {unit}",
        "half_width95": f"half the 95 % interval of the whole run, {unit}",
    }
    causes, rows = _causes(answer), list[list[Cell]]()
    for shares in _groups(answer):
        whose = shares.group.label
        total = shares.total.mean(axis=1)
        of = [(layer.label, layer.monthly) for layer in _layers(answer, shares, causes)]
        for label, monthly in [*of, ("total", total)]:
            for month, value in enumerate(monthly.tolist()):
                rows.append([whose, label, month_text(start, month), value, np.nan])
        rows += [
            [whose, layer.label, "whole run", layer.mean, layer.half]
            for layer in _layers(answer, shares, causes)
        ]
    return Data(columns, rows)


def _groups(answer: Attribution) -> list[Shares]:
    """Choose the groups with most to share out, in their own order."""

    def size(shares: Shares) -> float:
        parts = (shares.total, shares.none, *shares.by_cause)
        return max(abs(shares.whole_run(part)) for part in parts)

    felt = [one for one in answer.shares if size(one) >= LEAST] or [*answer.shares[-1:]]
    kept = sorted(felt, key=size, reverse=True)[:MOST_GROUPS]
    return [one for one in felt if any(one is other for other in kept)]


def _causes(answer: Attribution) -> list[int]:
    """Choose the causes with the largest shares, in their own order."""
    count = len(answer.question.causes)
    size = [
        max(abs(shares.whole_run(shares.by_cause[at])) for shares in answer.shares)
        for at in range(count)
    ]
    return sorted(sorted(range(count), key=lambda at: -size[at])[:MOST_CAUSES])


def _layers(answer: Attribution, shares: Shares, chosen: Sequence[int]) -> list[_Layer]:
    """Give what is stacked: what is there anyway, the causes chosen, the others together."""

    def layer(label: str, colour: str, values: F64) -> _Layer:
        found = answer.described(values.sum(axis=0))
        half = float(np.nan_to_num(found.half_width95))
        text = label if len(label) <= LONGEST else f"{label[: LONGEST - 3]}..."
        return _Layer(text, colour, values.mean(axis=1), found.mean, half)

    causes = answer.question.causes
    found = [
        layer(causes[at].label, COLOURS[place], shares.by_cause[at])
        for place, at in enumerate(chosen)
    ]
    rest = [at for at in range(len(causes)) if at not in chosen]
    if rest:
        others = f"{plural(len(rest), 'other cause')}"
        found.append(layer(others, "#BDBDBD", shares.by_cause[rest].sum(axis=0)))
    return [*found, layer("none of these", OTHER_COLOUR, shares.none)]


def _span(answer: Attribution, groups: Sequence[Shares]) -> tuple[int, TimeAxis]:
    """Find the days to draw: from the first that matters to the last, whole months."""
    scenario = answer.question.scenario
    months = Months.of(scenario)
    felt = np.zeros(len(months.days), dtype=bool)
    for shares in groups:
        parts = np.concatenate([shares.by_cause, shares.none[None], shares.total[None]])
        felt |= (np.abs(parts).mean(axis=2) > LEAST / 10).any(axis=0)
    for bar in _bars(answer):
        low, high = bar.windows(scenario.days)[0]
        if low < scenario.days:
            felt |= (months.first_day <= low) & (low < months.first_day + months.days)
            if high < scenario.days:
                felt |= (months.first_day <= high) & (high < months.first_day + months.days)
    found = np.flatnonzero(felt) if felt.any() else np.arange(len(felt))
    low, high = max(int(found[0]) - 1, 0), min(int(found[-1]) + 2, len(felt) - 1)
    first = int(months.first_day[low])
    days = int(months.first_day[high] + months.days[high]) - first
    return first, TimeAxis(scenario.start + dt.timedelta(days=first), days)


def _bars(answer: Attribution) -> list[Bar]:
    """Read when disruptions are in force.

    Left out are changes of controls, which may be many, and what is a part of the world.
    """
    bars = []
    for name, disruption in answer.question.scenario.disruptions.items():
        onset, end = answer.windows[name]
        happens = np.isfinite(onset) & (onset < answer.question.scenario.days)
        shown = disruption.changes is None and name not in answer.question.known
        if happens.any() and shown:
            label = label_of(disruption.label, name.replace("_", " "))
            if happens.mean() < 1.0:
                label += f" ({100 * happens.mean():.0f} % of histories)"
            scenario = answer.question.scenario
            bars.append(bar_of(label, scenario, disruption, onset[happens], end[happens]))
    return sorted(bars, key=lambda bar: (bar.start, bar.label))


def _stack(
    ax: Axes, answer: Attribution, shares: Shares, layers: Sequence[_Layer], first: int
) -> None:
    """Stack the months, what is saved below zero, and draw a line along the whole."""
    months = Months.of(answer.question.scenario)
    left = months.first_day - first
    above, below = np.zeros(len(left)), np.zeros(len(left))
    for layer in layers:
        gain, loss = np.maximum(layer.monthly, 0.0), np.minimum(layer.monthly, 0.0)
        for base, part in ((above, gain), (below, loss)):
            if part.any():
                ax.bar(left, part, months.days, base, align="edge", color=layer.colour, linewidth=0)
                base += part
    total = shares.total.mean(axis=1)
    ax.stairs(total, [*left, left[-1] + months.days[-1]], color=INK, linewidth=0.9, baseline=None)
    ax.axhline(0.0, color=INK, linewidth=0.6)
    low, high = min(below.min(), total.min()), max(above.max(), total.max())
    ax.set_ylim(1.06 * low, 1.06 * high if high > low else 1.0)
    ax.set_title(f"{shares.group.label}: {_number(shares.whole_run(shares.total))} in all")
    light_grid(ax)


def _totals(ax: Axes, layers: Sequence[_Layer]) -> None:
    """Draw each cause's share as a bar with its interval and its number."""
    ends = [0.0]
    for row, layer in enumerate(layers):
        ax.barh(row, layer.mean, height=0.66, color=layer.colour, linewidth=0)
        ends += [layer.mean - layer.half, layer.mean + layer.half]
        if layer.half > 0.0:
            ax.errorbar(
                layer.mean,
                row,
                xerr=layer.half,
                color=INK,
                elinewidth=0.8,
                capsize=1.8,
                capthick=0.8,
            )
    wide = max(ends) - min(ends) or 1.0
    ax.set_xlim(min(ends) - 0.04 * wide, max(ends) + 0.30 * wide)
    for row, layer in enumerate(layers):
        at = max(layer.mean + layer.half, 0.0) + 0.03 * wide
        ax.text(at, row, _number(layer.mean), va="center", fontsize=7, color=INK)
    ax.axvline(0.0, color=INK, linewidth=0.6)
    ax.set_yticks(range(len(layers)), [layer.label for layer in layers])
    ax.tick_params(axis="y", length=0, pad=3)
    ax.tick_params(axis="x", length=2.5, pad=2)
    ax.locator_params(axis="x", nbins=4)
    ax.set_ylim(len(layers) - 0.4, -0.6)
    ax.spines["left"].set_visible(False)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{round(value, 1) + 0.0:,.1f}"

"""A tornado: what a measure comes to where each of the strongest inputs is low, and where high."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots.study import Drawn, Study
from sim.plots.style import INK, WIDTH, headline
from sim.plots.told import Cell, Data, told_under
from sim.sensitivity.answer import Answer
from sim.sensitivity.driver import Driver, End
from sim.sensitivity.sensitivity import Sensitivity
from sim.sensitivity.words import percent, sentence, value_text

LEFT, RIGHT, PARTS = 2.55, 0.15, 0.75
"""Room for the names of inputs, right margin, and for the parts, inch."""
TOP, BOTTOM, BETWEEN, ROW = 0.62, 0.50, 0.62, 0.24
"""Room for the headline, under a panel, between panels; height of a bar, inch."""
MOST_PANELS, MOST_BARS, LEAST_BARS = 4, 8, 3
LONGEST, LONGEST_VALUE = 40, 22
"""Letters of an input's name, and of its value at an end."""
LOW, HIGH = "#56B4E9", "#0072B2"
"""Colours of where an input is low and high (Okabe-Ito)."""
BESIDE = 0.30
"""Part of the width of a panel that is kept free on either side for the values of inputs."""


def draw_tornado(answer: Answer, study: Study) -> list[Path]:
    """Draw the tornado into the folder of a study, and give the paths.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """

    def figures() -> Iterator[Drawn]:
        figure = tornado_figure(answer)
        yield "tornado", figure, told_under(figure, _in_words(answer), _data(answer))

    return study.draw(figures)


def tornado_figure(answer: Answer) -> Figure:
    """Draw a panel a group, and in it a bar for each input that is told from noise.

    Of many groups those that were named first; if none were, the last, which is the largest, and
    those that spread most.
    """
    panels = _panels(answer)
    bars = [_bars(one) for one in panels]
    heights = [ROW * len(some) + 0.08 for some in bars]
    height = TOP + sum(heights) + BETWEEN * len(panels) - 0.2 + BOTTOM
    figure = Figure(figsize=(WIDTH, height))
    top = height - TOP
    for found, some, tall in zip(panels, bars, heights, strict=True):
        top -= BETWEEN if found is not panels[0] else 0.22
        wide = WIDTH - LEFT - RIGHT - PARTS
        at = (LEFT / WIDTH, (top - tall) / height, wide / WIDTH, tall / height)
        _panel(ax := figure.add_axes(at), found, some)
        top -= tall
    ax.set_xlabel(_axis_name(panels[-1]))
    headline(
        figure,
        f"{answer.run.name}: what drives {answer.measure.replace('_', ' ')}",
        f"Mean over the tenth of {answer.run.count:,} histories in which an input is lowest "
        "(light) and highest (dark); the line is the mean of all.\nGrey: median of the input over "
        "that tenth. Right: the part of the variance that would go if the input were known.",
    )
    return figure


def _in_words(answer: Answer) -> str:
    """Say of each group what its spread comes from."""
    said = " ".join(sentence(one) for one in _panels(answer))
    return f"Bars to either side of a mean, a panel a group. {said}"


def _data(answer: Answer) -> Data:
    columns = {
        "group": "group as the figure calls it",
        "input": "input as the figure calls it",
        "at_low": "what the input is where it is lowest, median of that tenth of histories",
        "mean_low": "mean of the measure there, in its unit",
        "at_high": "what the input is where it is highest",
        "mean_high": "mean of the measure there",
        "mean": "mean of the measure over all histories",
        "index": "part of the variance that would go if the input were known, 1",
    }
    rows = list[list[Cell]]()
    for found in _panels(answer):
        mean = float(found.measured.mean())
        for one in _bars(found):
            ends = [
                cell
                for end in (one.low, one.high)
                for cell in (value_text(found, one.input, end.value), end.mean)
            ]
            rows.append([found.outcome.group.label, one.input.label, *ends, mean, one.index.value])
    return Data(columns, rows)


def _bars(found: Sensitivity) -> Sequence[Driver]:
    """Choose the inputs to draw: those that are told from noise, or else the first."""
    return found.strong[:MOST_BARS] or found.drivers[:LEAST_BARS]


def _axis_name(found: Sensitivity) -> str:
    name, unit = found.outcome.full_name.replace("_", " "), found.outcome.unit
    return f"{name} ({unit})" if unit not in {"", "1"} else name


def _panels(answer: Answer) -> Sequence[Sensitivity]:
    if answer.asked:
        return answer.found[:MOST_PANELS]
    *others, last = answer.found
    told = [one for one in others if one.strong]
    widest = sorted(told, key=lambda one: one.band[0] - one.band[1])[: MOST_PANELS - 1]
    return [*(one for one in others if one in widest), last]


def _panel(ax: Axes, found: Sensitivity, bars: Sequence[Driver]) -> None:
    mean = float(found.measured.mean())
    ends = [end.mean for one in bars for end in (one.low, one.high)]
    low, high = min(*ends, mean), max(*ends, mean)
    room = BESIDE / (1.0 - 2.0 * BESIDE) * max(high - low, 1e-9)
    ax.set_xlim(low - room, high + room)
    ax.set_ylim(len(bars) - 0.4, -0.6)
    for row, one in enumerate(bars):
        for end, colour in ((one.low, LOW), (one.high, HIGH)):
            ax.barh(row, end.mean - mean, 0.62, left=mean, color=colour)
        _values(ax, found, row, one)
        ax.text(
            1.02, row, percent(one.index.value), transform=ax.get_yaxis_transform(), va="center",
            color=INK,
        )  # fmt: skip
    ax.axvline(mean, color=INK, linewidth=0.8)
    ax.set_yticks(range(len(bars)), [_cut(one.input.label, LONGEST) for one in bars])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    least = max(low - room, 0.0) if low >= 0.0 else low - room  # no fewer days than none
    ax.spines["bottom"].set_bounds(least, high + room)
    ax.set_xticks([at for at in ax.get_xticks() if least <= at <= high + room])
    group, unit = found.outcome.group.label, found.outcome.unit
    ax.set_title(f"{group}: mean {mean:,.3g}" + (f" {unit}" if unit else ""))


def _values(ax: Axes, found: Sensitivity, row: int, one: Driver) -> None:
    """Write what the input is beside either end of its bar; both if they are on one side."""
    left, right = sorted((one.low, one.high), key=lambda end: end.mean)
    for end, side, gap in ((left, "right", -3), (right, "left", 3)):
        ax.annotate(
            _cut(value_text(found, one.input, end.value), LONGEST_VALUE),
            (_edge(found, left, right, side), row),
            (gap, 0), textcoords="offset points", ha=side, va="center", fontsize=6.5,
            color="#555555",
        )  # fmt: skip


def _edge(found: Sensitivity, left: End, right: End, side: str) -> float:
    """Give the end of a bar on a side, which begins at the mean."""
    mean = float(found.measured.mean())
    return min(left.mean, mean) if side == "right" else max(right.mean, mean)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."

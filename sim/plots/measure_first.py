"""Which number to measure first: what each takes off the band, and what it is worth, as bars."""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.compare.words import amount
from sim.decide.findings import Findings
from sim.decide.words import EVENT, Row, measurable, percent, quantity, sentences, unmeasurable
from sim.plots.study import Drawn, Study
from sim.plots.style import INK, WIDTH, headline
from sim.plots.told import Cell, Data, told_under
from sim.scenario.errors import clipped, plural

LEFT, BETWEEN, RIGHT = 2.7, 0.28, 0.3
"""Room for the names of inputs, between panels, and at the right, inch."""
TOP, BOTTOM, ROW, HEAD = 1.0, 0.45, 0.22, 0.24
"""Room for the headline and below; heights of a row, and of the line over the events, inch."""
MOST, MOST_EVENTS, LONGEST = 10, 4, 44
"""Numbers and events that are drawn, and letters of their names."""
NONE = "No number that can be measured is told from noise."
BLUE, GREY = "#0072B2", "#BBBBBB"
"""Colours of what can be measured, and of what cannot."""
ROOM, WITH_FLIPS = 1.35, 2.6
"""How far an axis reaches, in lengths of the longest bar: numbers stand at the ends of bars."""


def draw_findings(found: Findings, study: Study) -> list[Path]:
    """Draw the bars into the folder of a study, and give the paths.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """

    def figures() -> Iterator[Drawn]:
        figure = findings_figure(found)
        yield "measure-first", figure, told_under(figure, _in_words(found), _data(found))

    return study.draw(figures)


def findings_figure(found: Findings) -> Figure:
    """Draw a row an input: what can be measured, the best first, and below what cannot be."""
    known, events = _rows(found)
    rows = [*known, *events]
    tall = ROW * max(len(rows), 1) + (HEAD if events else 0.0)
    height = TOP + tall + BOTTOM
    figure = Figure(figsize=(WIDTH, height))
    panels = 3 if found.choice.is_choice else 1
    wide = (WIDTH - LEFT - RIGHT - BETWEEN * (panels - 1)) / panels
    places = [
        *(ROW * (at + 0.5) for at in range(len(known))),
        *(ROW * (at + 0.5) + HEAD for at in range(len(known), len(rows))),
    ]
    axes = [
        figure.add_axes(
            ((LEFT + at * (wide + BETWEEN)) / WIDTH, BOTTOM / height, wide / WIDTH, tall / height)
        )
        for at in range(panels)
    ]
    for ax in axes:
        ax.set_ylim(tall, 0.0)
        ax.locator_params(axis="x", nbins=4)
        ax.tick_params(axis="y", length=0)
        ax.set_yticks(places, [""] * len(rows))
        ax.spines["left"].set_visible(False)
    axes[0].set_yticks(places, [clipped(one.label, LONGEST) for one, _ in rows])
    if events:
        line = ROW * len(known) + HEAD / 2
        axes[0].text(
            -0.02, line, "only time will tell", transform=axes[0].get_yaxis_transform(),
            ha="right", va="center", style="italic", color="#555555",
        )  # fmt: skip
    own = [(found.taken_off(told), told.band.is_told) for _, told in rows]
    _widths(axes[0], rows, places, own, found.choice.unit)
    axes[0].set_title(f"off the band\nof {quantity(found.width, found.choice.unit)}")
    if found.choice.is_choice:
        apart = [
            (found.taken_apart(told), told.difference is not None and told.difference.is_told)
            for _, told in rows
        ]
        _widths(axes[1], rows, places, apart, found.choice.unit)
        axes[1].set_title(
            f"off the difference\nof {quantity(found.width_apart, found.choice.unit)}"
        )
        _worths(axes[2], found, rows, places)
    if not rows:
        axes[0].text(0.5, 0.5, "nothing is told from noise", transform=axes[0].transAxes,
                     ha="center", va="center", color=INK)  # fmt: skip
    _head(figure, found)
    return figure


def _rows(found: Findings) -> tuple[list[Row], list[Row]]:
    """Choose the inputs to draw: what one can go and measure, and what only time will tell."""
    return measurable(found)[:MOST], unmeasurable(found)[:MOST_EVENTS]


def _in_words(found: Findings) -> str:
    """Say what to measure first; not where it stands, which only a run of a file knows."""
    return f"Bars, a row an input. {' '.join(sentences(found, placed=False))}"


def _data(found: Findings) -> Data:
    """Give a row an input; nothing stands for what is not told from noise."""
    unit = found.choice.unit
    columns = {
        "input": "input as the figure calls it",
        "about": "what it is about; an event only time will tell",
        "off_band": f"what knowing it takes off the band of the measure, {unit}",
        "off_difference": f"the same of the difference to the next best run, {unit}",
        "worth": f"what it is worth for the choice, {unit}",
        "worth_low95": "lower end of the 95 % interval of that",
        "worth_high95": "upper end of the same",
        "flips": "share of cases in which it flips the choice, 1",
    }
    rows = list[list[Cell]]()
    for one, told in (row for rows_of in _rows(found) for row in rows_of):
        apart, choice = told.difference, told.choice
        worth = [math.nan] * 4
        if choice is not None and choice.is_told:
            worth = [choice.worth, choice.low, choice.high, choice.flips]
        rows.append(
            [
                one.label,
                one.about,
                found.taken_off(told) if told.band.is_told else math.nan,
                found.taken_apart(told) if apart is not None and apart.is_told else math.nan,
                *worth,
            ]
        )
    return Data(columns, rows)


def _widths(
    ax: Axes,
    rows: Sequence[Row],
    places: Sequence[float],
    taken: Sequence[tuple[float, bool]],
    unit: str,
) -> None:
    """Draw what each takes off a band, and a dash for what is not told from noise."""
    drawn = [value if is_told else 0.0 for value, is_told in taken]
    _bars(ax, rows, places, drawn, ROOM * max(drawn, default=0.0))
    for place, value, (_, is_told) in zip(places, drawn, taken, strict=True):
        _write(ax, value, place, amount(value, unit) if is_told else "-")


def _worths(ax: Axes, found: Findings, rows: Sequence[Row], places: Sequence[float]) -> None:
    """Draw what each is worth, with its interval, and how often it flips the choice."""
    lessons = [told.choice for _, told in rows]
    worths = [one.worth if one and one.is_told else 0.0 for one in lessons]
    ends = [one.high if one and one.is_told else 0.0 for one in lessons]
    _bars(ax, rows, places, worths, WITH_FLIPS * max([*worths, *ends], default=0.0))
    for one, place, worth, end in zip(lessons, places, worths, ends, strict=True):
        if one is None or not one.is_told:
            _write(ax, 0.0, place, "-")
            continue
        if one.high > one.low:
            ax.plot([one.low, one.high], [place, place], color=INK, linewidth=0.9)
        flips = f", flips {percent(one.flips)}" if one.flips > 0.0 else ""
        _write(ax, max(worth, end), place, f"{amount(worth, found.choice.unit)}{flips}")
    all_of_it = quantity(found.perfect, found.choice.unit)
    ax.set_title(f"worth\n(everything: {all_of_it})")


def _bars(
    ax: Axes, rows: Sequence[Row], places: Sequence[float], values: Sequence[float], end: float
) -> None:
    """Draw a bar a row, on an axis that ends somewhere."""
    colours = [GREY if one.about == EVENT else BLUE for one, _ in rows]
    ax.barh(places, values, 0.62 * ROW, color=colours)
    ax.set_xlim(0.0, end or 1.0)


def _write(ax: Axes, end: float, place: float, text: str) -> None:
    ax.annotate(
        text, (end, place), (3, 0), textcoords="offset points", va="center", fontsize=6.8, color=INK
    )


def _head(figure: Figure, found: Findings) -> None:
    choice = found.choice
    noun = choice.measure.replace("_", " ")
    chance = plural(choice.histories, "history")
    if found.next_best is None:
        says = f"{noun} of {choice.group.label} in {choice.labels[0]}, {chance}."
    else:
        best, other = choice.labels[found.chosen], choice.labels[found.next_best]
        says = (
            f"{noun} of {choice.group.label}, {chance}. Chosen as things are known: "
            f"{clipped(best, 40)}, before {clipped(other, 40)}."
        )
    none = "" if measurable(found) else f" {NONE}"
    headline(
        figure,
        "Which number to measure first",
        f"{says}{none}\nBlue: what one can go and measure; grey: what happens, when and for how "
        "long. Lines: 95 % intervals.",
    )

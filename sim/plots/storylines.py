"""Storylines: a mild, a typical and a severe history, and what happens in each, by date."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.output.groups import Group
from sim.output.histories import Histories
from sim.output.storylines import Happening, Storyline, hardest_hit, storylines
from sim.output.tables import Tables
from sim.plots.asked import asked_groups, title_of
from sim.plots.compare_head import Head
from sim.plots.compare_overlay import days_text
from sim.plots.compare_style import text_width, wrapped
from sim.plots.note import in_run
from sim.plots.panels import axis_of, draw_overview, overview_room
from sim.plots.span import Span, span_of
from sim.plots.strip import bars_of
from sim.plots.style import INK, light_grid
from sim.plots.told import Data, Told, headed, listed, short
from sim.plots.view import USUAL, View

LEFT, RIGHT, BOTTOM, TALL = 0.50, 0.30, 0.42, 1.05
"""Margins beside and below the panels, and height of one, inch."""
TITLE, LABEL, TITLE_ROW, ROW = 8.5, 7.0, 0.145, 0.135
"""Sizes of a title and of a label, points, and heights of a line of each, inch."""
ABOVE = 0.13
"""Between a panel and the title below it, inch."""
MISSING, STANDS = "#4D4D4D", "#C9DCEB"
"""Colours of what is missing, and of what is served."""
WORDS = {
    "onset": "{whose} begins",
    "end": "{whose} ends",
    "first stop": "first stop: {whose}",
    "exhausted": "stockpile exhausted: {whose}",
    "lowest stock": "own stock lowest: {cover:.0f} days of use",
}
"""How a kind of happening is called."""
MARKS = {
    "onset": ("o", "\N{BLACK CIRCLE}", INK),
    "end": ("o", "\N{WHITE CIRCLE}", "white"),
    "first stop": ("v", "\N{BLACK DOWN-POINTING TRIANGLE}", INK),
    "exhausted": ("s", "\N{BLACK SQUARE}", INK),
    "lowest stock": ("s", "\N{WHITE SQUARE}", "white"),
}
"""Its marker on the curve, the same as a letter, and its filling."""


@dataclass(frozen=True)
class Flag:
    """A labelled date above a panel."""

    day: int
    text: str


def flags(line: Storyline, start: dt.date) -> list[Flag]:
    """Label what happens in a storyline, with dates, the earliest first."""
    return [
        Flag(one.day, f"{MARKS[one.kind][1]} {_said(line, one)}, {_date(start, one.day)}")
        for one in line.happenings
    ]


def summary_of(line: Storyline, histories: Histories) -> str:
    """Say what a storyline is and what it comes to, in one sentence."""
    onset, end = line.day_of("onset"), line.day_of("end")
    lasts = ""
    if onset is not None and end is not None:
        lasts = f", {end - onset} days of disruption"
    elif onset is not None:
        (whose,) = (one.whose for one in line.happenings if one.kind == "onset")
        lasts = f", {whose} in force to the end of the run"
    by = f", {line.caused:.1f} of them caused by it" if abs(line.caused - line.total) > 0.05 else ""
    return (
        f"{line.name.capitalize()}: {days_text(line.total)} of shortfall{by}{lasts} "
        f"(history {line.history}, {100 * line.share:.0f} % are no worse)"
    )


def group_of(tables: Tables, view: View) -> Group:
    """Give whose storylines are told: the first who is asked for, else who lacks most tonnes."""
    if view.is_choosy:
        return asked_groups(tables, view)[0][0]
    return hardest_hit(tables.histories)


def storylines_figure(tables: Tables, view: View = USUAL) -> Figure:
    """Draw what is served of demand in a mild, a typical and a severe history, and what happens.

    Questions
    ---------
    1. When does the first consumer stop after the disruption begins, and who is it?
    2. Is a stockpile exhausted, or how low does the own stock fall, and when?
    3. How many days does a severe history lose, and how many a mild one?
    """
    histories, width = tables.histories, view.width
    group = group_of(tables, view)
    lines = storylines(histories, group)
    span = span_of(tables, view)
    axis, bars = axis_of(histories.start, span), bars_of(histories)
    head = Head.of(width, _title(tables, view, group, lines), _caption(tables, group))
    wide = width - LEFT - RIGHT
    titles = [wrapped(summary_of(one, histories), width - 0.2, TITLE, bold=True) for one in lines]
    labels = [_broken(flags(one, histories.start), wide) for one in lines]
    rooms = [
        ABOVE + TITLE_ROW * len(title) + ROW * sum(len(text) for _, text in label) + 0.04
        for title, label in zip(titles, labels, strict=True)
    ]
    above = head.height + overview_room(axis)
    height = above + sum(rooms) + len(lines) * TALL + BOTTOM
    figure = Figure(figsize=(width, height))
    head.draw(figure)
    draw_overview(figure, head.height, axis, bars)
    top = height - above
    for at, line in enumerate(lines):
        figure.text(
            0.1 / width, (top - ABOVE) / height, "\n".join(titles[at]), va="top", fontsize=TITLE,
            weight="bold", color=INK, linespacing=1.15,
        )  # fmt: skip
        top -= rooms[at] + TALL
        ax = figure.add_axes((LEFT / width, top / height, wide / width, TALL / height))
        draw_storyline(ax, line, span)
        ax.set_label(line.name)
        axis.apply(ax, labelled=at == len(lines) - 1)
        light_grid(ax)
        draw_flags(ax, labels[at], span, wide)
    return figure


def storylines_told(tables: Tables, view: View = USUAL) -> Told:
    """Say what the figure shows: what each history comes to, and what happens in it by date."""
    histories, group = tables.histories, group_of(tables, view)
    lines = storylines(histories, group)
    title, span = _title(tables, view, group, lines), span_of(tables, view)
    said = [f"{summary_of(one, histories)}: {_events(one, histories.start)}" for one in lines]
    least = (f"{one.name} {short(float(one.served.min()))} %" for one in lines)
    alt = (
        f"{title}. Areas over time, a panel a history. {' '.join(said)} Least served in a week: "
        f"{listed(least)}"
    )
    columns = {
        "storyline": "name of the history in the figure",
        "history": "its number",
        "date": "day",
        "served": "part of demand served on its day, mean over the week up to it, %",
        "happens": "what happens on the day",
    }
    rows = []
    for line in lines:
        told = {flag.day: flag.text[2:] for flag in flags(line, histories.start)}
        rows += [
            (line.name, line.history, histories.start + dt.timedelta(days=day),
             float(line.served[day]), told.get(day, ""))
            for day in range(span.first, span.end)
        ]  # fmt: skip
    return Told(title, _caption(tables, group), alt, Data(columns, rows))


def draw_storyline(ax: Axes, line: Storyline, span: Span) -> None:
    """Draw what is served and what is missing on some days, x in days from the run's start."""
    served, days = line.served[span.first : span.end], range(span.first, span.end)
    onset, until = line.day_of("onset"), line.day_of("end")
    if onset is not None:
        ax.axvspan(
            onset, span.end if until is None else until, ymin=0.0, ymax=0.035,
            color="#8C8C8C", linewidth=0, zorder=3,
        )  # fmt: skip
    ax.fill_between(days, 0.0, served, color=STANDS, linewidth=0)
    ax.fill_between(days, served, 100.0, color=MISSING, linewidth=0)
    ax.plot(days, served, color=INK, linewidth=0.9)
    for one in line.happenings:
        marker, _, filling = MARKS[one.kind]
        ax.plot(one.day, line.served[one.day], marker=marker, color=INK,
                markerfacecolor=filling, markersize=4.5, markeredgewidth=0.8, zorder=4,
                clip_on=False)  # fmt: skip
    ax.set_ylim(0, 104)
    ax.set_yticks([0, 50, 100])
    ax.tick_params(axis="y", length=2.5, pad=2)
    ax.set_ylabel("served (%)")


def draw_flags(ax: Axes, labels: Sequence[tuple[Flag, list[str]]], span: Span, wide: float) -> None:
    """Raise a line from each date to its label above the panel: the earliest stands highest.

    So no line crosses a label that stands right of its own. Where there is no room at the right a
    label stands upon its line, as far left as it must; its marker tells it from others.
    """
    scale = (span.end - span.first) / wide
    rows = sum(len(text) for _, text in labels)
    for flag, text in labels:
        rows -= len(text)
        at, foot = flag.day, TALL + 0.04 + ROW * rows
        room = max(text_width(one, LABEL) for one in text) + 0.08
        beside = at + room * scale <= span.end
        left = 0.05 if beside else (span.end - at) / scale - room + 0.08
        top = foot + ROW * len(text) - 0.02 if beside else foot
        ax.plot([at, at], [0, top / TALL], transform=ax.get_xaxis_transform(), color=INK,
                linewidth=0.7, clip_on=False)  # fmt: skip
        ax.annotate(
            "\n".join(text), (at, foot / TALL), (72 * left, 0.0),
            xycoords=("data", "axes fraction"), textcoords="offset points",
            ha="left", va="bottom", fontsize=LABEL, color=INK,
            annotation_clip=False, linespacing=1.1,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4},
        )  # fmt: skip


def _title(tables: Tables, view: View, group: Group, lines: Sequence[Storyline]) -> str:
    return headed(f"{title_of(group)} in {_many(lines)}", tables, view)


def _caption(tables: Tables, group: Group) -> str:
    return (
        f"{tables.histories.said}, ranked by the shortfall days of {title_of(group)}. Light: "
        "demand served on its day, means over the week before; dark: what is missing, whose area "
        f"is the shortfall days. Grey: the disruption. {in_run(tables)}"
    )


def _events(line: Storyline, start: dt.date) -> str:
    return listed(flag.text[2:] for flag in flags(line, start)) if line.happenings else "calm."


def _broken(found: Sequence[Flag], wide: float) -> list[tuple[Flag, list[str]]]:
    """Break labels into lines that fit the panel's width."""
    return [(flag, wrapped(flag.text, wide - 0.1, LABEL)) for flag in found]


def _said(line: Storyline, one: Happening) -> str:
    return WORDS[one.kind].format(whose=one.whose, cover=line.cover[one.day])


def _date(start: dt.date, day: int) -> str:
    date = start + dt.timedelta(days=day)
    return f"{date.day} {date:%b %Y}"


def _many(lines: Sequence[Storyline]) -> str:
    names = [line.name for line in lines]
    if len(names) == 1:
        return "one history"
    return f"a {', '.join(names[:-1])} and a {names[-1]} history".replace(", ", ", a ")

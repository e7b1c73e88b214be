"""From seven runs on a ranked dot plot: a row a run, the least first, and a column a group."""

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.compare.comparison import Comparison
from sim.compare.row import Row
from sim.plots.compare_head import EDGE, Head
from sim.plots.compare_many import OWN
from sim.plots.compare_style import shortened, style_of, text_width, wrapped
from sim.plots.far_off import far_off

ROW, GROUP_TITLE, AXIS = 0.155, 0.17, 0.34
"""Heights of a run, of a line of a group's title, and of an axis with its name, inch."""
NAME, VALUE, TITLE = 7.0, 6.5, 7.5
"""Sizes of names, values and titles, points."""
NARROWEST, BETWEEN = 0.75, 0.12
"""Least width of a column's axis, and between columns, inch."""
BLOCKS = 2
"""Most rows of groups."""


def columns_of(width: float, names: float, values: float) -> int:
    """Tell how many groups stand beside each other, in a figure of a width, inch."""
    return max(1, int((width - 2 * EDGE - names) / (NARROWEST + values + BETWEEN)))


def ranks(rows: Sequence[tuple[str, Row]]) -> list[int]:
    """Give places of the runs by their means in the last group, the least first."""
    _, row = rows[-1]
    values = [math.inf if value is None else value.mean for value in row.values]
    return sorted(range(len(values)), key=lambda run: (values[run], run))


def fitting(
    rows: Sequence[tuple[str, Row]], comparison: Comparison, width: float
) -> tuple[list[tuple[str, Row]], list[str]]:
    """Give the groups that there is room for, the last among them, and titles of the others."""
    most = BLOCKS * columns_of(width, _names(comparison, width), _values(rows))
    kept = [*rows[: most - 1], rows[-1]] if len(rows) > most else [*rows]
    return kept, [title for title, row in rows if all(row is not other for _, other in kept)]


def ranked_figure(
    comparison: Comparison, head: Head, rows: Sequence[tuple[str, Row]], unit: str
) -> Figure:
    """Draw the mean of every run with its interval, in a column for each group.

    Parameters
    ----------
    comparison : Comparison
    head : Head
    rows : sequence of str and Row
        Groups by their titles; runs are ranked by the last.
    unit : str
        What stands along the axes.
    """
    width, order = head.width, ranks(rows)
    names, values = _names(comparison, width), _values(rows)
    columns = min(columns_of(width, names, values), len(rows))
    each = (width - 2 * EDGE - names) / columns
    wide, tall = each - values - BETWEEN, ROW * len(order)
    broken = [wrapped(title, each - BETWEEN, TITLE) for title, _ in rows]
    blocks = [broken[at : at + columns] for at in range(0, len(rows), columns)]
    above = [0.08 + GROUP_TITLE * max(map(len, block)) for block in blocks]
    height = head.height + sum(above) + len(blocks) * (tall + AXIS) + 0.08
    figure = Figure(figsize=(width, height))
    head.draw(figure)
    end, far = _reach(rows)
    for at, (lines, (_, row)) in enumerate(zip(broken, rows, strict=True)):
        block, column = divmod(at, columns)
        top = height - head.height - sum(above[: block + 1]) - block * (tall + AXIS)
        left = EDGE + names + column * each
        ax = figure.add_axes((left / width, (top - tall) / height, wide / width, tall / height))
        ax.set(xlim=(0.0, end), ylim=(len(order) - 0.5, -0.5))
        ax.set_title("\n".join(lines), fontsize=TITLE, linespacing=1.1)
        ax.set_yticks(range(len(order)), [""] * len(order))
        ax.tick_params(axis="y", length=0)
        ax.tick_params(axis="x", length=2.5, pad=2)
        ax.locator_params(axis="x", nbins=max(2, int(wide / 0.5)))
        ax.set_xlabel(unit if wide > text_width(unit, 7.5) - values else "(d)", labelpad=1)
        ax.grid(axis="x", color="#E4E4E4", linewidth=0.6)
        ax.spines["left"].set_visible(False)
        _draw(ax, row, order, end, far)
        for place, run in enumerate(order):
            y = (top - ROW * (place + 0.5)) / height
            if column == 0:
                _name(figure, shortened(comparison.labels[run], names - 0.1, NAME), run, y)
            figure.text((left + wide + 0.05) / width, y, _text(row, run, end), fontsize=VALUE,
                        va="center", color=_colour(run))  # fmt: skip
    return figure


def _name(figure: Figure, name: str, run: int, y: float) -> None:
    figure.text(EDGE / figure.get_figwidth(), y, name, fontsize=NAME, va="center",
                color=_colour(run), weight="bold" if run == 0 else "normal")  # fmt: skip


def _draw(ax: Axes, row: Row, order: Sequence[int], end: float, far: int | None) -> None:
    """Draw the dots of a group, and a line down from the baseline's."""
    baseline = row.values[0]
    if baseline is not None and math.isfinite(baseline.mean):
        ax.axvline(baseline.mean, color=_colour(0), linewidth=0.6, linestyle=(0, (4, 2)))
    for place, run in enumerate(order):
        value, colour = row.values[run], _colour(run)
        if value is None or not math.isfinite(value.mean):
            continue
        if run == far and value.mean > end:
            ax.plot(end, place, color=colour, marker=">", markersize=4.5, clip_on=False, zorder=3)
            continue
        if math.isfinite(value.half_width95):
            reach = [max(value.mean - value.half_width95, 0.0), value.mean + value.half_width95]
            ax.plot(reach, [place, place], color=colour, linewidth=1.0)
        ax.plot(value.mean, place, color=colour, marker="o" if run else "D", markersize=3.6,
                clip_on=False, zorder=3)  # fmt: skip


def _reach(rows: Sequence[tuple[str, Row]]) -> tuple[float, int | None]:
    """Give where the axes end, and the run that is far beyond."""
    far, found = far_run(rows), [0.0]
    for _, row in rows:
        for run, value in enumerate(row.values):
            if value is not None and math.isfinite(value.mean) and run != far:
                half = value.half_width95 if math.isfinite(value.half_width95) else 0.0
                # An interval of few histories may be far wider than all means: it is cut then.
                found.append(value.mean + min(half, value.mean))
    return 1.04 * max(found) or 1.0, far


def far_run(rows: Sequence[tuple[str, Row]]) -> int | None:
    """Give the run that is far beyond all others in dot plots; none if there is none."""
    means = [
        [value.mean for value in of if value is not None and math.isfinite(value.mean)]
        for of in zip(*(row.values for _, row in rows), strict=True)
    ]
    return far_off([max(of) if of else None for of in means])


def _text(row: Row, run: int, end: float) -> str:
    value = row.values[run]
    if value is None:
        return "-"
    if not math.isfinite(value.mean):
        return "never" if value.mean > 0 else "-"
    arrow = "\N{RIGHTWARDS ARROW} " if value.mean > end else ""
    return f"{arrow}{value.mean:,.{0 if value.mean >= 99.95 else 1}f}"


def _colour(run: int) -> str:
    return style_of(OWN if run else 0).colour


def _names(comparison: Comparison, width: float) -> float:
    """Give the room for names of runs, inch."""
    longest = max(text_width(label, NAME, bold=True) for label in comparison.labels)
    return min(longest, 0.36 * width) + 0.12


def _values(rows: Sequence[tuple[str, Row]]) -> float:
    """Give the room for values, inch."""
    texts = (_text(row, run, 0.0) for _, row in rows for run in range(len(row.values)))
    return 0.05 + max(text_width(text, VALUE) for text in texts)

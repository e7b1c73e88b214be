"""Two inputs: a measure at every pair of their values, as a map of shaded cells."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.plots.fill import SHADES
from sim.plots.style import INK, WIDTH
from sim.plots.sweep_axis import InputAxis
from sim.plots.sweep_dates import write_dates, writer
from sim.plots.sweep_panels import (
    CHARACTER,
    Margins,
    measure_name,
    name_sides,
    note_of,
    panel_grid,
    panels_of,
    statistic,
    title_of,
    width_of,
)
from sim.plots.sweep_slopes import ROOM, draw_strip, per_short, rows_of, span_of, whole_of
from sim.sweep.chosen import Chosen, unit_of_measure
from sim.sweep.results import Results
from sim.sweep.slope_table import told_unit
from sim.sweep.slopes import Slope

F64 = NDArray[np.float64]

CELL, NUMBER = 0.27, 0.33
"""Height of a cell, and the least width in which its number is legible, inch."""
DARK = SHADES.reversed()
"""White for the least, dark for the most: lightness alone tells the value."""


def heat_figure(results: Results, chosen: Chosen, slopes: Sequence[Slope] = ()) -> Figure:
    """Draw the mean of a measure at each pair of values, a panel a group on one scale.

    Parameters
    ----------
    results : Results
        Of a grid of two inputs: the first runs down; with slopes, that which they are not along.
    chosen : Chosen
        The measure; and the groups to draw, none for all that have something to show.
    slopes : sequence of Slope
        Drawn at the right of each row, if there are any.
    """
    panels, left_out = panels_of(results, chosen)
    per = chosen.per if slopes else None
    down, across = (
        InputAxis.of(results.sweep.design, index) for index in ((1, 0) if per == 0 else (0, 1))
    )
    wide, high = len(across.values), len(down.values)
    left = 0.42 + CHARACTER * max(map(len, down.texts()))
    beside = ROOM if slopes else 0.0
    margins = Margins(left, right=0.12 + beside, bottom=0.86, wide=0.14 + beside, tall=0.34)
    label = CHARACTER * max(map(len, across.texts())) + 0.06
    room = WIDTH - left - 0.12
    columns = _columns(len(panels), wide, max(NUMBER, label), room, beside)
    tall = max(CELL * high, 0.5)
    short = " and ".join(axis.brief for axis in (down, across))
    mean = "Mean over the histories; the" if results.histories > 1 else "The"
    hatched = "" if results.count("complete") == len(results.of) else " Hatched: no result."
    notes = [f"{mean} darker, the more.{hatched}", left_out]
    if per is not None:
        counts = told_unit(results, per, chosen.measure)
        notes.insert(1, f"At the right {counts}{_interval(results)}.")
    head = f"{title_of(chosen.measure)} by {short}: {results.sweep.title}", note_of(results, *notes)
    figure, axes = panel_grid(head, len(panels), columns, tall, margins, shared=True)
    maps = [_table(statistic(results, p.key, "mean"), down, across) for p in panels]
    share = unit_of_measure(chosen.measure) == "1"
    scale = scale_of(maps, 0.01 if share else 1.0)
    width = width_of(axes[0])
    as_date = writer(chosen.measure, results.start, month=True)
    write = as_date or partial(written, share=share)
    for number, (ax, panel, found) in enumerate(zip(axes, panels, maps, strict=True)):
        draw_heat(ax, found, scale, write if width / wide >= NUMBER else None)
        ax.set_title(panel.title)
        _mark(ax, across, down, step=_step(wide, width, label))
        ax.tick_params(labelleft=number % columns == 0, labelbottom=number + columns >= len(axes))
    name_sides(figure, axes, "", down.label(results.sweep.request.loaded.scenario))
    below = across.label(results.sweep.request.loaded.scenario)
    _draw_scale(figure, scale, measure_name(chosen.measure, results.start), below, left)
    write_dates(figure.axes[-1].xaxis, chosen.measure, results.start)
    if per is not None:
        of_panels = [whole_of(slopes, panel) for panel in panels]
        span = span_of([one for several in of_panels for one in several])
        for ax, several in zip(axes, of_panels, strict=True):
            strip = figure.add_axes(_beside(ax), sharey=ax)
            per_what = per_short(results, per, chosen.measure)
            draw_strip(strip, rows_of(several, results, down), span, per_what)
    return figure


def _beside(ax: Axes) -> tuple[float, float, float, float]:
    """Give where slopes stand beside a map, in parts of the figure."""
    box = ax.get_position()
    return box.x1 + 0.06 / WIDTH, box.y0, (ROOM - 0.1) / WIDTH, box.height


def _interval(results: Results) -> str:
    return ", with the 95 % interval" if results.histories > 1 else ""


def draw_heat(
    ax: Axes, values: F64, scale: Normalize, write: Callable[[float], str] | None
) -> None:
    """Draw a shaded cell a value, hatched where there is none.

    Parameters
    ----------
    ax : Axes
    values : array, unit of the measure, ``[row, column]``
        First row on top; ``nan`` where there is none.
    scale : Normalize
        From values to shades.
    write : callable, optional
        Gives what is written into each cell for its value.
    """
    rows, columns = values.shape
    edges = np.arange(columns + 1) - 0.5, np.arange(rows + 1) - 0.5
    ax.set_facecolor("#FFFFFF")
    ax.patch.set(hatch="////", edgecolor="#AAAAAA", linewidth=0)
    ax.pcolormesh(*edges, np.ma.masked_invalid(values), cmap=DARK, norm=scale, linewidth=0.8,
                  edgecolor="white")  # fmt: skip
    ax.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5))
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.tick_params(length=0, pad=2)
    if write is None:
        return
    for row, column in np.argwhere(np.isfinite(values)):
        value = float(values[row, column])
        shade = float(scale(value))
        ax.text(
            column, row, write(value), ha="center", va="center", fontsize=6.8,
            color="white" if shade > 0.55 else INK,
        )  # fmt: skip


def written(value: float, *, share: bool = False) -> str:
    """Write a value in few characters.

    Examples
    --------
    >>> written(0.0), written(7.25), written(131.7), written(12345.0)
    ('0', '7.2', '132', '12k')
    >>> written(0.314, share=True)
    '0.31'
    """
    if share:
        return f"{value:.2f}"
    if abs(value) < 0.05:
        return "0"
    if abs(value) >= 10_000:
        return f"{value / 1000:.0f}k"
    return f"{value:.1f}" if abs(value) < 9.95 else f"{value:.0f}"


def scale_of(maps: list[F64], least: float = 1.0) -> Normalize:
    """Choose one scale for all maps: from 0, or the lowest value below it, to the highest.

    It reaches over the *least* at least.
    """
    values = np.concatenate([found[np.isfinite(found)] for found in maps])
    low = min(float(values.min()), 0.0) if values.size else 0.0
    high = max(float(values.max()), low + least) if values.size else least
    return Normalize(low, high)


def _columns(count: int, wide: int, cell: float, room: float, beside: float) -> int:
    """Choose how many maps stand side by side: as many as leave the cells legible."""
    fitting = [c for c in (3, 2, 1) if c <= count and (room / c - beside) / wide >= cell + 0.02]
    return fitting[0] if fitting else 1


def _table(values: F64, down: InputAxis, across: InputAxis) -> F64:
    """Put the points' values into rows and columns."""
    table = np.full((len(down.values), len(across.values)), np.nan)
    table[down.rank, across.rank] = values
    return table


def _step(count: int, width: float, label: float) -> int:
    """Choose which of the labels below are written: every one, every second, ..."""
    return max(int(np.ceil(count * label / width)), 1)


def _mark(ax: Axes, across: InputAxis, down: InputAxis, step: int) -> None:
    ax.set_xticks(range(0, len(across.values), step), across.texts()[::step])
    ax.set_yticks(range(len(down.values)), down.texts())


def _draw_scale(figure: Figure, scale: Normalize, name: str, below: str, left: float) -> None:
    """Draw the shades with what they stand for, and above them the name of the input across."""
    height = figure.get_figheight()
    middle = (left + WIDTH - 0.12) / 2 / WIDTH
    figure.text(middle, 0.60 / height, below, ha="center", va="top", fontsize=7.5, color=INK)
    ax = figure.add_axes((left / WIDTH, 0.26 / height, 1.9 / WIDTH, 0.09 / height))
    low, high = float(scale.vmin or 0.0), float(scale.vmax or 1.0)
    ax.imshow(np.linspace(0, 1, 101)[None], cmap=DARK, aspect="auto", extent=(low, high, 0, 1))
    ax.set_yticks([])
    ax.tick_params(length=2, pad=1)
    figure.text(
        (left + 2.05) / WIDTH, 0.305 / height, f"mean {name}", va="center", fontsize=7.5, color=INK
    )

"""What the figures of a sweep share: panels by group, axes of inputs, names with units."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.measures.measure import by_name
from sim.plots.compare_head import TITLE, TITLE_ROW
from sim.plots.compare_style import SURE, wrapped
from sim.plots.note import differ
from sim.plots.style import INK, WIDTH, headline, in_order, place_colour, place_name
from sim.scenario.errors import clipped, plural
from sim.sweep.chosen import Chosen, in_words, unit_of_measure
from sim.sweep.measured import Key
from sim.sweep.results import Results

F64 = NDArray[np.float64]

MEASURES = {
    "shortfall_days": "shortfall days (d)",
    "shortfall_days_caused": "shortfall days caused by the disruption (d)",
    "time_to_survive": "time to survive (d)",
    "line_down_days": "line-down days (d)",
    "unmet_t": "unmet demand (t of magnets)",
}
"""How axes and titles call the usual measures, with their units."""

NOTABLE = 0.5
"""Largest 95 % quantile, in the measure's unit, up to which a group gets no panel; of shares, per
cent."""
LONGEST_TITLE = 40
"""Most characters of the title of a panel."""
CHARACTER = 0.062
"""Width of a character at the usual size, inch."""
LINE_OF_NOTE = 125
"""Most characters of a line of the note."""
LINE = 0.125
"""Height of a line of the note, inch."""


@dataclass(frozen=True)
class Panel:
    """A group that is drawn."""

    key: Key
    title: str
    colour: str


@dataclass(frozen=True)
class Margins:
    """Room around and between panels, inch."""

    left: float
    right: float = 0.12
    bottom: float = 0.46
    wide: float = 0.4
    """Between columns."""
    tall: float = 0.44
    """Between rows."""


def panels_of(results: Results, chosen: Chosen) -> tuple[list[Panel], str]:
    """Choose the groups to draw: regions in the order of places, others, defence, then all.

    Parameters
    ----------
    results : Results
    chosen : Chosen
        The measure; and the groups, those apart that are asked for by name only if they have
        something to show.

    Returns
    -------
    list of Panel, str
        At least one; and a sentence that names the groups that were left out.
    """
    found = {key[:2]: key for key in results.keys if chosen.shows(key)}
    regions = in_order([name for kind, name in found if kind == "region"])
    last = [pair for pair in (("end_use", "defence"), ("all", "all")) if pair in found]
    others = [pair for pair in found if pair[0] != "region" and pair not in last]
    order = [*(("region", name) for name in regions), *others, *last]
    panels = {pair: _panel(results, found[pair]) for pair in order}
    if len(regions) == 1 and ("all", "all") not in chosen.groups:
        order = [pair for pair in order if pair != ("all", "all")]  # it would be the same again
    calm = [p for p in order if p not in chosen.groups and _is_calm(results, found[p])]
    if len(calm) == len(order):
        calm = calm[:-1]
    left_out = "; ".join(panels[pair].title for pair in calm)
    limits = {"t": "half a tonne", "1": "half a per cent"}
    limit = limits.get(unit_of_measure(chosen.measure), "half a day")
    says = f"Less than {limit} in 95 % of histories at every point: {left_out}."
    if _may_never(chosen.measure):
        says = f"Never short at any point: {left_out}."
    return [panels[pair] for pair in order if pair not in calm], says if calm else ""


def statistic(results: Results, key: Key, name: str) -> F64:
    """Give a statistic of a group and measure at each point, ``nan`` where there is none."""
    values = [
        getattr(result.measured[key], name) if key in result.measured else np.nan
        for result in results.of
    ]
    found = np.array(values, dtype=np.float64)
    found[np.isinf(found)] = np.nan  # never: nothing to draw
    return found


def panel_grid(
    head: tuple[str, str], count: int, columns: int, tall: float, margins: Margins, *, shared: bool
) -> tuple[Figure, list[Axes]]:
    """Lay out panels of a height in inches, row by row, under a headline.

    Parameters
    ----------
    head : tuple of str
        Title, and the note under it.
    count, columns : int
    tall : float, inch
        Height of a panel.
    margins : Margins
    shared : bool
        Whether panels share both axes.
    """
    rows = -(-count // columns)
    lines = wrapped(head[0], SURE * (WIDTH - 0.2), TITLE, bold=True)
    top = 0.52 + TITLE_ROW * (len(lines) - 1) + LINE * (head[1].count("\n") + 1)
    height = top + rows * tall + (rows - 1) * margins.tall + margins.bottom
    room = WIDTH - margins.left - margins.right - (columns - 1) * margins.wide
    width = room / columns
    figure = Figure(figsize=(WIDTH, height))
    headline(figure, "\n".join(lines), head[1])
    axes: list[Axes] = []
    for i in range(count):
        row, column = divmod(i, columns)
        left = margins.left + column * (width + margins.wide)
        bottom = height - top - tall - row * (tall + margins.tall)
        like = axes[0] if axes and shared else None
        box = (left / WIDTH, bottom / height, width / WIDTH, tall / height)
        axes.append(figure.add_axes(box, sharex=like, sharey=like))
    return figure, axes


def width_of(ax: Axes) -> float:
    """Give the width of axes, inch."""
    return float(ax.get_position().width) * WIDTH


def name_sides(figure: Figure, axes: Sequence[Axes], below: str, beside: str) -> None:
    """Name what all panels have below them and at their left, once for the whole figure."""
    height = figure.get_figheight()
    boxes = [ax.get_position() for ax in axes]
    x = (min(b.x0 for b in boxes) + max(b.x1 for b in boxes)) / 2
    y = (min(b.y0 for b in boxes) + max(b.y1 for b in boxes)) / 2
    room = max(b.y1 for b in boxes) - min(b.y0 for b in boxes)
    figure.text(x, 0.07 / height, below, ha="center", va="bottom", fontsize=7.5, color=INK)
    figure.text(
        0.08 / WIDTH, y, folded(beside, max(room * height, 1.1)), rotation=90, ha="left",
        va="center", fontsize=7.5, color=INK, linespacing=1.1,
    )  # fmt: skip


def folded(text: str, inches: float) -> str:
    """Break a name with its unit at blanks into lines that fit a length, else at underscores, too.

    Examples
    --------
    >>> folded("US EV traction: stock (d)", 1.2).splitlines()
    ['US EV traction:', 'stock (d)']
    """
    most = max(int(inches / CHARACTER), 8)
    parts = re.split(r"(?<= )", text)
    if max(map(len, parts)) > most:
        parts = re.split(r"(?<=[_ ])", text)
    lines = [""]
    for part in parts:
        if lines[-1] and len(lines[-1]) + len(part.rstrip()) > most:
            lines.append("")
        lines[-1] += part
    return "\n".join(line.rstrip() for line in lines)


def measure_name(measure: str, start: dt.date | None = None) -> str:
    """Give the name of a measure with its unit; days of a run are dates if its start is given."""
    if unit_of_measure(measure) == "day":
        words = in_words(measure).removesuffix(" (d)")
        return f"{words} ({'day of the run' if start is None else 'date'})"
    return MEASURES.get(measure) or in_words(measure)


def title_of(measure: str) -> str:
    """Give the name of a measure as a title begins."""
    name = measure_name(measure).partition(" (")[0]
    return name[:1].upper() + name[1:]


def note_of(results: Results, *sentences: str) -> str:
    """Say how many histories and points there are, what is drawn, and what is missing."""
    failed, missing = results.count("failed"), results.count("pending")
    invalid = results.count("invalid")
    each = f"at each of {len(results.of)} points"
    parts = [
        f"{plural(results.histories, 'history')} {each}, "
        f"the same luck at all (seed {results.sweep.request.seed})."
        if results.sweep.is_random or results.histories > 1
        else f"One history {each}, as nothing is random.",
        _differ(results),
        *sentences,
        f"{plural(failed, 'point')} failed: left out." if failed else "",
        f"{plural(invalid, 'point')} invalid: left out." if invalid else "",
        f"{plural(missing, 'point')} not run." if missing else "",
    ]
    return "\n".join(fill(part, LINE_OF_NOTE) for part in parts if part)


def _differ(results: Results) -> str:
    """Say what histories differ by at the points, by the first where the last is another."""
    sweep = results.sweep
    if not sweep.is_random and results.histories == 1:
        return ""  # it is said that nothing is random
    points = [one.request for one in sweep.points if one.request is not None] or [sweep.request]
    first, last = (differ(points[at].loaded.scenario, results.histories) for at in (0, -1))
    return first if first == last else f"At the first point: {first[0].lower()}{first[1:]}"


def _panel(results: Results, key: Key) -> Panel:
    kind, name, _ = key
    if kind == "region":
        return Panel(key, place_name(name), place_colour(name))
    if kind == "all":
        return Panel(key, "All consumers", INK)
    if (kind, name) == ("end_use", "defence"):
        return Panel(key, "Defence, all regions", INK)
    label = next(result.measured[key].label for result in results.of if key in result.measured)
    return Panel(key, clipped(label, LONGEST_TITLE), INK)


def _is_calm(results: Results, key: Key) -> bool:
    mean, high = statistic(results, key, "mean"), statistic(results, key, "q95")
    if _may_never(key[2]):
        return bool(np.isnan(mean).all())
    highest = np.where(np.isnan(high), mean, high)
    least = NOTABLE / 100.0 if unit_of_measure(key[2]) == "1" else NOTABLE
    return bool(np.isnan(highest).all()) or float(np.nanmax(highest)) < least


def _may_never(measure: str) -> bool:
    return by_name()[measure.partition("[")[0]].may_never

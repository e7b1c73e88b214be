"""The queue of licences: what is filed, granted and shipped, what waits, and for how long."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import blended_transform_factory
from numpy.typing import NDArray

from sim.output.label import label_of
from sim.output.ledger import AT, LEAST_T, Ledger
from sim.output.monthly import Months
from sim.output.tables import Tables
from sim.plots.compare_head import Head
from sim.plots.compare_style import shortened
from sim.plots.in_force import changes_of, in_force
from sim.plots.note import in_run
from sim.plots.panels import RIGHT, Room, TimeAxis, axis_of, columns_of, panel_figure
from sim.plots.span import Span, span_of
from sim.plots.strip import bars_of, own_disruptions, read, shade
from sim.plots.style import INK, light_grid
from sim.plots.supply import spread
from sim.plots.told import Data, Told, headed, listed, short
from sim.plots.view import USUAL, View
from sim.scenario.schema import Scenario

F64 = NDArray[np.float64]

TITLE = "Export licences, from filing to shipment"
LINES = (
    ("filed", "filed", INK, "solid"),
    ("granted", "granted", "#0072B2", (0, (2.4, 1))),
    ("used", "shipped", "#E69F00", (0, (1, 1))),
)
"""Entry, label, colour and line style of what is drawn by month."""
QUEUE, AGE = "#56B4E9", "#CC79A7"
"""Colours of the bands."""
ROWS = 3
"""Panels of a good, one under the other."""
APART = 0.13
"""Distance of labels, as a share of the axes' height."""
GAP = 1.12
"""Room between two columns, inch: for the names of the lines and a scale with thousands."""
DATES = 0.12
"""Room for dates between two goods, inch, taken from the panel above them."""
LONG, TITLED = 24, 8.5
"""Letters of a name that stands above its column once, and not above every panel of it."""
MARGIN = 61
"""Days that are drawn before the first application and after the last."""


def licences_figure(tables: Tables, view: View = USUAL) -> Figure:
    """Draw three panels for each good, kind and control that anything is filed for.

    On top what is filed, granted and shipped by month, then what waits for a decision at the end
    of each month, then the mean age of what waits.

    Questions
    ---------
    1. For which good does most wait at the worst, and how many tonnes?
    2. How old does an application grow on average before it is decided?
    3. Is as much granted as is filed, in the end?
    """
    histories = tables.histories
    wide, drawn, controls = _drawn(tables)
    columns = min(len(drawn), columns_of(view.width))
    blocks = -(-len(drawn) // columns)
    months = Months.of(histories.scenario)
    span = _span(tables, months, wide, view)
    axis = axis_of(histories.start, span)
    licensing = controls | changes_of(histories, controls)
    others = own_disruptions(histories.scenario) - licensing
    bars, others_alone = (
        [
            bar
            for bar in bars_of(histories, names)
            if bar.first < span.end and bar.last > span.first and not bar.slips
        ]
        for names in (licensing | others, others)
    )
    darker = " Darker shade: any other disruption is in force." if others_alone else ""
    said = f"{_reads(tables)} {read(bars)}{darker} {in_run(tables)}"
    head = Head.of(view.width, headed(TITLE, tables, view), said)
    figure, axes = panel_figure(
        head,
        blocks * ROWS * columns,
        axis,
        bars,
        shared=False,
        room=Room(GAP, columns=columns),
        shaded=False,
    )
    for number, one in enumerate(drawn):
        block, column = divmod(number, columns)
        mine = [axes[(block * ROWS + row) * columns + column] for row in range(ROWS)]
        name = _name(histories.scenario, one, controls)
        _draw(mine, months, one, name)
        if block < blocks - 1:
            _date(mine[-1], axis)
        for ax in mine:
            light_grid(ax)
            ax.tick_params(axis="y", length=2.5, pad=2)
            ax.yaxis.labelpad = 1
            for low, high in in_force(histories, one.flow.control, one.flow.good):
                ax.axvspan(low, high, color="#F0F0F0", linewidth=0, zorder=0)
            shade(ax, others_alone, axis.days, axis.first)
            ax.set_xlim(axis.first, axis.days)
            room = ax.get_position().width * view.width + RIGHT - 0.06
            ax.set_title(shortened(ax.get_title(loc="left"), room, TITLED))
    for ax in axes:
        if not ax.lines:
            ax.remove()
    if len(drawn) % columns:
        axis.apply(axes[-(ROWS + 1) * columns + 1], labelled=True)  # over the hole
    return figure


def licences_told(tables: Tables, view: View = USUAL) -> Told:
    """Say what the figure shows: of each good the most that waits, and how old it grows."""
    histories, title = tables.histories, headed(TITLE, tables, view)
    _, drawn, controls = _drawn(tables)
    months = Months.of(histories.scenario)
    dates = [histories.start + dt.timedelta(days=int(day) - 1) for day in months.ends]
    said, rows = [], []
    for one in drawn:
        name = _name(histories.scenario, one, controls)
        waits, age = one.of_entry("pending"), one.of_entry("age_days")
        most, oldest = int(np.argmax(waits)), _highest(age)
        said.append(
            f"{name} {short(waits[most])} t at the end of {dates[most]:%B %Y}, "
            f"mean age at most {short(oldest)} d"
        )
        bands = [edge for entry in ("pending", "age_days") for edge in one.band(entry)]
        means = [one.of_entry(entry) for entry in (*(line[0] for line in LINES), "pending")]
        rows += [
            (date, name, *(series[at] for series in (*means, age, *bands)))
            for at, date in enumerate(dates)
        ]
    alt = f"{title}. Lines by month, three panels a good. Most that waits: {listed(said)}"
    columns = {
        "month_end": "last day of the month",
        "good": "good, kind and control",
        "filed": "mean filed, t a month",
        "granted": "mean granted, t a month",
        "shipped": "mean shipped, t a month",
        "waiting": "mean that waits for a decision, t",
        "age": "mean age of what waits, days",
        "waiting_q05": "waiting, 5 % quantile, t",
        "waiting_q95": "waiting, 95 % quantile, t",
        "age_q05": "age, 5 % quantile, days",
        "age_q95": "age, 95 % quantile, days",
    }
    bars = read([bar for bar in bars_of(histories) if not bar.slips])
    caption = f"{_reads(tables)} {bars} {in_run(tables)}".replace("  ", " ")
    return Told(title, caption, alt, Data(columns, rows))


def _drawn(tables: Tables) -> tuple[list[Ledger], list[Ledger], set[str]]:
    """Give the ledgers of all destinations together, those that are drawn, and their controls."""
    wide = [one for one in tables.ledgers if one.flow == one.flow.wide]
    drawn = [one for one in wide if one.of_entry("filed").any()] or wide[:1]
    return wide, drawn, {one.flow.control for one in wide}


def _reads(tables: Tables) -> str:
    scenario = tables.histories.scenario
    return (
        f"Means of {tables.histories.said}, all destinations and end uses, each month at its end; "
        "bands: 5-95 % of histories. Shaded: the control is in force"
        f" (median){_not_drawn(scenario, *_drawn(tables))}. "
        "Magnets in t of finished magnets, other goods in t of contained element. Age: days since "
        "the filing of what waits for a decision."
    )


def _span(tables: Tables, months: Months, wide: Sequence[Ledger], view: View) -> Span:
    """Give the days to draw: unless asked otherwise, those in which there is anything, and
    :data:`MARGIN` on each side.
    """
    if view.window != "event":
        return span_of(tables, view)
    histories = tables.histories
    busy = np.flatnonzero(
        np.logical_or.reduce(
            [(one.mean[:, : AT["age_days"]] > LEAST_T).any(axis=1) for one in wide]
        )
    )
    windows = [
        window for one in wide for window in in_force(histories, one.flow.control, one.flow.good)
    ]
    lows, highs = [low for low, _ in windows], [high for _, high in windows]
    if busy.size:
        lows.append(float(months.first_day[busy[0]]))
        highs.append(float((months.first_day + months.days)[busy[-1]]))
    days = histories.days
    if not lows:
        return Span(0, days, days)
    return Span(max(int(min(lows)) - MARGIN, 0), min(int(max(highs)) + MARGIN, days), days)


def _draw(axes: Sequence[Axes], months: Months, one: Ledger, name: str) -> None:
    """Draw the three panels of a ledger, x in days from the start of the run."""
    flows, queue, age = axes
    long = len(name) > LONG
    of = "" if long else f"{name}: "
    whole = months.are_whole
    ends = months.ends.astype(np.float64)
    styles, heights = [], []
    for entry, label, colour, style in LINES:
        values = one.of_entry(entry)[whole]
        flows.plot(ends[whole], values, color=colour, linestyle=style, linewidth=1.5)
        styles.append((label, colour, style))
        heights.append(float(values[ends[whole] <= flows.get_xlim()[1]][-1]))
    flows.set_ylim(0, _top(flows))
    _name_lines(flows, styles, heights)
    flows.set_title(name if long else f"{name}: filed, granted and shipped")
    flows.set_ylabel("t a month")
    _draw_band(queue, ends, one, "pending", QUEUE)
    most = one.of_entry("pending").max()
    queue.set_title(f"{of}waiting, at most {most:{'.3g' if most < 100 else ',.0f'}} t")
    queue.set_ylabel("t at the month's end")
    _draw_band(age, ends, one, "age_days", AGE)
    age.set_title(f"{of}mean age of what waits")
    age.set_ylabel("days (d)")


def _date(ax: Axes, axis: TimeAxis) -> None:
    """Write dates under the lowest panel of a good that has another one below."""
    axis.mark(ax, labelled=True)
    box, up = ax.get_position(), DATES / ax.get_figure(root=True).get_figheight()  # type: ignore[union-attr]
    ax.set_position((box.x0, box.y0 + up, box.width, box.height - up))


def _draw_band(ax: Axes, days: F64, one: Ledger, entry: str, colour: str) -> None:
    """Draw the mean of an entry over its band from 5 to 95 %."""
    low, high = one.band(entry)
    mean = one.mean[:, AT[entry]]
    ax.fill_between(days, low, high, color=colour, alpha=0.45, linewidth=0)
    ax.plot(days, mean, color=INK, linewidth=1.5)
    ax.set_ylim(0, 1.08 * max(_highest(high), _highest(mean), 1e-9))


def _name_lines(
    ax: Axes, styles: Sequence[tuple[str, str, object]], heights: Sequence[float]
) -> None:
    """Write the lines' names at the right, each after a piece of its line, highest on top."""
    top = ax.get_ylim()[1]
    order = sorted(range(len(styles)), key=lambda i: (heights[i], -i))
    placed = spread([heights[i] for i in order], APART * top, top)
    across = blended_transform_factory(ax.transAxes, ax.transData)
    inch = 1.0 / (ax.get_position().width * ax.figure.get_figwidth())  # type: ignore[union-attr]
    for i, height in zip(order, placed, strict=True):
        label, colour, style = styles[i]
        ax.plot(
            [1 + 0.03 * inch, 1 + 0.13 * inch], [height, height], color=colour, linestyle=style,
            linewidth=1.5, transform=across, clip_on=False, solid_capstyle="butt",
        )  # fmt: skip
        ax.text(
            1 + 0.16 * inch, height, label, transform=across, va="center", fontsize=6.5, color=INK
        )


def _name(scenario: Scenario, one: Ledger, controls: set[str]) -> str:
    """Name a column: the good, whether it is tests, and the control if there are several."""
    flow = one.flow
    name = flow.good.capitalize()
    if flow.kind != "licence":
        name += f", {flow.kind}s"
    if len(controls) == 1:
        return name
    label = label_of(scenario.disruptions[flow.control].label, flow.control)
    return f"{name}: {label[:1].lower()}{label[1:]}"


def _not_drawn(
    scenario: Scenario, wide: Sequence[Ledger], drawn: Sequence[Ledger], controls: set[str]
) -> str:
    """Say for what nothing is ever filed."""
    names = [_name(scenario, one, controls).lower() for one in wide if one not in drawn]
    return f"; nothing is filed for {', '.join(names)}" if names else ""


def _top(ax: Axes) -> float:
    return 1.08 * max(*(float(np.max(line.get_ydata())) for line in ax.lines), 1e-9)


def _highest(values: F64) -> float:
    finite = values[np.isfinite(values)]
    return float(finite.max()) if finite.size else 0.0

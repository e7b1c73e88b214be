"""A stress test: what the outage of each node costs each consumer, as a map of shaded cells."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.output.groups import Group
from sim.plots.note import differ, note_of, room_of
from sim.plots.study import Drawn, Study
from sim.plots.style import INK, WIDTH, headline, in_order, place_name
from sim.plots.sweep_heat import DARK, draw_heat, scale_of, written
from sim.plots.told import Cell, Data, listed, short, told_under
from sim.scenario.errors import plural
from sim.scenario.visible import cut_at_space
from sim.stress.findings import Findings
from sim.stress.node import KINDS, Kind, Node
from sim.stress.words import PLURALS

F64 = NDArray[np.float64]

MOST: dict[Kind, int] = {"facility": 14, "lane": 10, "country": 8, "stage": 6}
"""Rows of each kind."""
ROW, SECTION = 0.17, 0.25
"""Heights of a row, and of the line over the rows of a kind, inch."""
BELOW, BOTTOM, RIGHT = 0.26, 0.50, 0.95
"""Room for the headline, for the scale, and for the numbers at the right, inch."""
CHARACTER, LETTER, LONGEST = 0.058, 0.05, 30
"""Width of a character on the left, and of one below, inch, and most characters of a name."""
LEAST = 0.5
"""A node is drawn that costs anybody so many days."""
NUMBER = 0.2
"""Least width of a cell in which its number is legible, inch."""


def draw_stress(found: Findings, study: Study) -> list[Path]:
    """Draw the map into the folder of a study, and give the paths.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """

    def figures() -> Iterator[Drawn]:
        figure = stress_figure(found)
        yield "stress", figure, told_under(figure, _in_words(found), _data(found))

    return study.draw(figures)


def stress_figure(found: Findings) -> Figure:
    """Draw a row a node, the worst of each kind, and a column a consumer, by region."""
    sections = _sections(found)
    consumers = _consumers(found)
    names = [cut_at_space(group.label, LONGEST) for group in consumers]
    left = 0.2 + CHARACTER * max(len(_name(n)) for nodes in sections.values() for n in nodes)
    below = BOTTOM + LETTER * max(map(len, names)) + 0.2
    rows = sum(map(len, sections.values()))
    count = found.test.histories
    chance = f"Mean of {plural(count, 'history')}. " if count > 1 else ""
    note = note_of(
        f"{chance}Out from {found.test.first_date}; the worst of each kind, against the scenario "
        "as it is. The darker, the more the consumer loses. At the right: "
        f"{found.test.group.label}; days lost, and days until they are short.",
        differ(found.test.scenario, count),
    )
    head = room_of(note, BELOW)
    height = head + ROW * rows + SECTION * len(sections) + below
    figure = Figure(figsize=(WIDTH, height))
    width = WIDTH - left - RIGHT
    losses = {kind: _losses(found, nodes, consumers) for kind, nodes in sections.items()}
    scale = scale_of(list(losses.values()))
    top = height - head
    axes = []
    for kind, nodes in sections.items():
        tall = ROW * len(nodes)
        top -= SECTION + tall
        box = (left / WIDTH, top / height, width / WIDTH, tall / height)
        axes.append(ax := figure.add_axes(box))
        draw_heat(ax, losses[kind], scale, written if width / len(consumers) >= NUMBER else None)
        ax.set_title(PLURALS[nodes[0].kind])
        ax.set_yticks(range(len(nodes)), [_name(node) for node in nodes])
        ax.set_xticks([])
        _draw_regions(ax, found, consumers)
        _tell(ax, found, nodes, width / len(consumers), heads=ax is axes[0])
    axes[-1].set_xticks(range(len(names)), names, rotation=90)
    _draw_scale(figure, scale, left)
    headline(
        figure,
        f"Days of production lost when a node is out for {found.longest} days: "
        f"{found.test.scenario.name}",
        note,
    )
    return figure


def _in_words(found: Findings) -> str:
    """Say what the worst of each kind cost the group that ranks them."""
    group = found.test.group.label
    said = [
        f"{PLURALS[kind]}: "
        + ", ".join(f"{_name(node)} {short(found.loss(node))}" for node in nodes[:3])
        for kind, nodes in _sections(found).items()
    ]
    return (
        "Shaded cells, a row a node and a column a consumer. Mean days that are lost of "
        f"{group}, the worst of each kind: {listed(said)}"
    )


def _data(found: Findings) -> Data:
    columns = {
        "kind": "kind of node",
        "node": "node as the figure calls it",
        "consumer": "consumer; the last row of a node is of the group that ranks them",
        "lost_days": "mean of the production days that the outage costs, d",
        "short_after_days": "mean days until they are short, of that group alone, d",
    }
    rows = list[list[Cell]]()
    consumers = _consumers(found)
    for kind, nodes in _sections(found).items():
        for node, losses in zip(nodes, _losses(found, nodes, consumers).tolist(), strict=True):
            for group, days in zip(consumers, losses, strict=True):
                rows.append([kind, _name(node), group.label, days, np.nan])
            after = found.describe(found.survives(node, found.test.group)).mean
            rows.append([kind, _name(node), found.test.group.label, found.loss(node), after])
    return Data(columns, rows)


def _sections(found: Findings) -> dict[Kind, list[Node]]:
    """Choose the rows: of each kind the worst that cost anybody anything, or the first."""
    sections: dict[Kind, list[Node]] = {}
    for kind in KINDS:
        ranked = found.ranked([kind])
        felt = [node for node in ranked if _is_felt(found, node)]
        if ranked:
            sections[kind] = (felt or ranked[:1])[: MOST[kind]]
    return sections


def _is_felt(found: Findings, node: Node) -> bool:
    return max(found.most_lost(node), found.loss(node)) >= LEAST


def _consumers(found: Findings) -> list[Group]:
    region = {name: block.region for name, block in found.test.scenario.consumers.items()}
    places = in_order(sorted(set(region.values())))
    groups = [group for group in found.test.groups if group.kind == "consumer"]
    return sorted(groups, key=lambda group: places.index(region[group.name]))


def _losses(found: Findings, nodes: list[Node], consumers: list[Group]) -> F64:
    """Give the mean loss of each consumer, days, ``[node, consumer]``."""
    lost = [[found.lost(n, found.longest, c).mean() for c in consumers] for n in nodes]
    return np.array(lost, dtype=np.float64)


def _name(node: Node) -> str:
    label = place_name(node.name) if node.kind == "country" else node.label
    return cut_at_space(label, LONGEST)


def _draw_regions(ax: Axes, found: Findings, consumers: list[Group]) -> None:
    """Draw a line between the consumers of two regions."""
    of = found.test.scenario.consumers
    regions = [of[group.name].region for group in consumers]
    at = 0
    for _, same in groupby(regions):
        at += len(list(same))
        if at < len(regions):
            ax.axvline(at - 0.5, color=INK, linewidth=0.7)


def _tell(ax: Axes, found: Findings, nodes: list[Node], cell: float, *, heads: bool) -> None:
    """Write at the right of each row what the ranking group loses, and how long it holds out."""
    end = ax.get_xlim()[1]
    columns = [end + 0.42 / cell, end + 0.9 / cell]
    if heads:
        for x, text in zip(columns, ("lost, d", "short\nafter, d"), strict=True):
            ax.text(x, -0.75, text, ha="right", va="bottom", fontsize=7)
    for row, node in enumerate(nodes):
        survives = found.describe(found.survives(node, found.test.group)).mean
        after = f"{survives:.0f}" if np.isfinite(survives) else "-"
        for x, text in zip(
            columns, (f"{round(found.loss(node), 1) + 0.0:.1f}", after), strict=True
        ):
            ax.text(x, row, text, ha="right", va="center", color=INK)


def _draw_scale(figure: Figure, scale: Normalize, left: float) -> None:
    """Draw the shades with what they stand for."""
    height = figure.get_figheight()
    ax = figure.add_axes((left / WIDTH, 0.24 / height, 1.9 / WIDTH, 0.09 / height))
    low, high = float(scale.vmin or 0.0), float(scale.vmax or 1.0)
    ax.imshow(np.linspace(0, 1, 101)[None], cmap=DARK, aspect="auto", extent=(low, high, 0, 1))
    ax.set_yticks([])
    ax.tick_params(length=2, pad=1)
    figure.text(
        (left + 2.05) / WIDTH, 0.285 / height, "shortfall days caused by the outage",
        va="center", fontsize=7.5, color=INK,
    )  # fmt: skip

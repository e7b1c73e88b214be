"""From mine to use: what flows between countries, before a disruption and while it lasts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from sim.output.links import Link, Span, a_month, links, spans
from sim.output.tables import Tables
from sim.plots.compare_head import Head
from sim.plots.compare_style import SURE, text_width
from sim.plots.note import in_run
from sim.plots.sheet import Sheet, draw_sheet
from sim.plots.style import INK, OTHER_COLOUR, place_colour, place_name
from sim.plots.told import Data, Told, headed, listed, short
from sim.plots.view import USUAL, View
from sim.scenario.chain import CONCENTRATE, MAGNETS, upward

MAIN = tuple(good for good, _ in upward(MAGNETS))[::-1]
"""Goods from the mine to the magnet."""
SMALL = 0.03
"""Part of a good's flow before, under which a place is among the others of its column."""
OTHERS = "others"
HEAD, SCALE, ROOM, BELOW = 0.34, 1.45, 0.135, 0.08
"""Heights of the names of goods and of the whole flow of one, least distance of names, and room
below the last, inch."""
BAR, NAME = 0.06, 6.3
"""Width of a place, in columns, and size of its name, points."""
TITLE = "From mine to use"
UNITS = {CONCENTRATE: "t REO"}
"""Units of goods, where they are not plain t."""
ALONE = "Only magnets are drawn: with --set measures.trade=true a run keeps the stages before, too."
DOES = {"before": "Before", "during": "During", "run": "Run"}


@dataclass(frozen=True)
class Node:
    """A place in a column."""

    column: int
    place: str
    height: float
    """Of what comes in or goes out, the larger: part of the good's whole flow before."""
    tonnes: float
    """What goes out; in the last column what comes in, t a month."""


@dataclass(frozen=True)
class Alluvium:
    """The flows of a span, the goods from left to right."""

    span: Span
    goods: tuple[str, ...]
    flows: Mapping[Link, float]
    """Between the places of neighbouring columns, t a month."""
    whole: Mapping[str, float]
    """Flow of each good before, t a month: what heights are parts of."""
    ranks: Sequence[tuple[int, str]] = ()
    """Columns and places in the order in which they stand, the same in every span."""

    def part(self, link: Link) -> float:
        """Give a flow as a part of its good's whole flow before."""
        return self.flows[link] / self.whole[link[0]]

    def nodes(self, column: int) -> list[Node]:
        """Give the places of a column, in their order: the largest before first, others last."""
        known = {place: at for at, (of, place) in enumerate(self.ranks) if of == column}
        into, out = dict[str, float](), dict[str, float]()
        tonnes = dict[str, float]()
        for link, flow in self.flows.items():
            good, seller, buyer = link
            at = self.goods.index(good)
            if at == column:
                out[seller] = out.get(seller, 0.0) + self.part(link)
                tonnes[seller] = tonnes.get(seller, 0.0) + flow
            if at == column - 1:
                into[buyer] = into.get(buyer, 0.0) + self.part(link)
                if column == len(self.goods):
                    tonnes[buyer] = tonnes.get(buyer, 0.0) + flow
        found = [
            Node(
                column,
                place,
                max(into.get(place, 0.0), out.get(place, 0.0)),
                tonnes.get(place, 0.0),
            )
            for place in dict.fromkeys([*known, *into, *out])
        ]
        return sorted(
            found,
            key=lambda one: (
                one.place == OTHERS, known.get(one.place, len(known)), -one.height, one.place
            ),
        )  # fmt: skip

    @property
    def tall(self) -> float:
        """Room that the columns need, inch."""
        columns = [self.nodes(column) for column in range(len(self.goods) + 1)]
        lowest = [
            min(_tops(nodes, 0.0)[-1] - SCALE * nodes[-1].height, -ROOM)
            for nodes in columns
            if nodes
        ]
        return HEAD - min(lowest, default=0.0) + BELOW

    def total(self, good: str) -> float:
        """Give all that flows of a good, t a month."""
        return sum(flow for link, flow in self.flows.items() if link[0] == good)


def alluvia(tables: Tables) -> list[Alluvium]:
    """Give the flows of each span, with small places together, and the same ones in both."""
    found = links(tables.histories)
    means = [(span, a_month(found, span)) for span in spans(tables.histories)]
    whole: dict[str, float] = dict.fromkeys(MAIN, 0.0)
    for (good, _, _), tonnes in means[0][1].items():
        if good in whole:
            whole[good] += tonnes
    goods = tuple(good for good in MAIN if whole[good] > 0.0)
    large = _large([flows for _, flows in means], goods, whole)
    made = []
    for span, flows in means:
        merged = dict[Link, float]()
        for (good, seller, buyer), tonnes in flows.items():
            if good not in goods or tonnes <= 0.0:
                continue
            at = goods.index(good)
            link = (
                good,
                seller if (at, seller) in large else OTHERS,
                buyer if (at + 1, buyer) in large else OTHERS,
            )
            merged[link] = merged.get(link, 0.0) + tonnes
        made.append(Alluvium(span, goods, merged, whole))
    ranks = [
        (node.column, node.place)
        for column in range(len(goods) + 1)
        for node in made[0].nodes(column)
    ]
    return [replace(one, ranks=ranks) for one in made]


def _large(
    means: Iterable[Mapping[Link, float]], goods: Sequence[str], whole: Mapping[str, float]
) -> set[tuple[int, str]]:
    """List column and place of all that are not small in any span."""
    sums = dict[tuple[int, str], float]()
    for flows in means:
        of_span = dict[tuple[int, str, bool], float]()
        for (good, seller, buyer), tonnes in flows.items():
            if good in goods and whole[good] > 0.0:
                at = goods.index(good)
                for key in ((at, seller, True), (at + 1, buyer, False)):
                    of_span[key] = of_span.get(key, 0.0) + tonnes / whole[good]
        for (at, place, _), part in of_span.items():
            sums[at, place] = max(sums.get((at, place), 0.0), part)
    return {key for key, part in sums.items() if part >= SMALL}


def flows_anywhere(tables: Tables) -> bool:
    """Tell whether anything flows."""
    return any(one.flows for one in alluvia(tables)) if tables.axis("origins") else False


def alluvial_figure(tables: Tables, view: View = USUAL) -> Figure:
    """Draw the flows between countries from stage to stage, before and during a disruption.

    Questions
    ---------
    1. Which country does most of the metal or the magnets come from before the disruption?
    2. Which flow between two places is cut or shrinks while the disruption lasts?
    3. How many tonnes of magnets a month reach a region before, and how many during it?
    """
    found = alluvia(tables)
    head = Head.of(view.width, headed(TITLE, tables, view), _caption(tables, found))
    titles = [f"{DOES[one.span.name]} ({one.span.said}), t a month" for one in found]
    tall = max(one.tall for one in found)
    sheet = Sheet(view.width, tall=tall, narrowest=3.6, left=0.1, right=0.1, bottom=0.22)
    figure, axes = draw_sheet(head, titles, sheet)
    for ax, one in zip(axes, found, strict=True):
        draw_alluvium(ax, one, sheet.panel(len(found)), tall)
    return figure


def draw_alluvium(ax: Axes, one: Alluvium, wide: float, tall: float) -> None:
    """Draw places as bars in columns and flows as bands between them, y in inches."""
    columns = len(one.goods) + 1
    ax.axis("off")
    # Room for the names of the last column, in columns.
    widths = (text_width(_label(node), NAME) for node in one.nodes(columns - 1))
    longest = max(widths) / SURE + 0.13
    right = longest * (columns - 1 + BAR) / (wide - longest)
    ax.set(xlim=(-BAR, columns - 1 + right), ylim=(0, tall))
    tops = {}
    for column in range(columns):
        nodes = one.nodes(column)
        labels = _labels(nodes, wide / (columns - 1 + right + BAR) - 0.1)
        if column == columns - 1:
            labels = [*map(_label, nodes)]
        for node, top, label in zip(nodes, _tops(nodes, tall - HEAD), labels, strict=True):
            tops[column, node.place] = top
            _draw_node(ax, node, top, label)
    for column, good in enumerate(one.goods):
        head = f"{good}\n{short(one.total(good))} {UNITS.get(good, 't')}"
        ax.text(column + 0.5, tall - 0.02, head, ha="center", va="top", fontsize=NAME,
                color="#555555", linespacing=1.05)  # fmt: skip
        leaves = {node.place: tops[column, node.place] for node in one.nodes(column)}
        lands = {node.place: tops[column + 1, node.place] for node in one.nodes(column + 1)}
        order = [
            (node.place, to.place) for node in one.nodes(column) for to in one.nodes(column + 1)
        ]
        for seller, buyer in order:
            if (link := (good, seller, buyer)) in one.flows:
                high = SCALE * one.part(link)
                _draw_band(ax, column, leaves[seller], lands[buyer], high, _colour(seller))
                leaves[seller] -= high
                lands[buyer] -= high


def _tops(nodes: Sequence[Node], at: float) -> list[float]:
    """Set the bars of a column one below the other from *at* on, names a row apart, inch."""
    found: list[float] = []
    middle = at + ROOM
    for node in nodes:
        high = SCALE * node.height
        top = min(at, middle - ROOM + high / 2)
        found.append(top)
        middle, at = top - high / 2, top - high - 0.03
    return found


def _colour(place: str) -> str:
    return OTHER_COLOUR if place == OTHERS else place_colour(place)


def _name(place: str) -> str:
    return place if place == OTHERS else place_name(place)


def _label(node: Node) -> str:
    return f"{_name(node.place)} {short(node.tonnes)}"


def _labels(nodes: Sequence[Node], room: float) -> list[str]:
    """Name places and what goes out of them; by their codes where names do not fit the room."""
    names = [*map(_label, nodes)]
    if max((text_width(name, NAME) for name in names), default=0.0) <= room:
        return names
    return [f"{node.place[:3]} {short(node.tonnes)}" for node in nodes]


def _draw_node(ax: Axes, node: Node, top: float, label: str) -> None:
    high = max(SCALE * node.height, 0.008)
    ax.add_patch(
        Rectangle((node.column - BAR / 2, top - high), BAR, high, color=INK, linewidth=0, zorder=3)
    )
    ax.annotate(
        label, (node.column + BAR / 2, top - high / 2),
        (2, 0), textcoords="offset points", va="center", fontsize=NAME, color=INK, zorder=4,
        path_effects=[withStroke(linewidth=1.8, foreground="white")],
    )  # fmt: skip


def _draw_band(ax: Axes, column: int, top: float, end: float, high: float, colour: str) -> None:
    """Draw a flow from the top of one bar to that of another, as high all along."""
    left, right = column + BAR / 2, column + 1 - BAR / 2
    middle = (left + right) / 2
    corners = [
        (left, top), (middle, top), (middle, end), (right, end),
        (right, end - high), (middle, end - high), (middle, top - high), (left, top - high),
        (left, top),
    ]  # fmt: skip
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    ax.add_patch(
        PathPatch(
            Path(corners, codes), facecolor=colour, alpha=0.5, edgecolor="white", linewidth=0.4
        )
    )


def alluvial_told(tables: Tables, view: View = USUAL) -> Told:
    """Say what the figure shows: of each good how much flows, and its largest flow."""
    found = alluvia(tables)
    title = headed(TITLE, tables, view)
    said = [
        f"{DOES[one.span.name]} ({one.span.said}): "
        + ", ".join(_flowing(one, good) for good in one.goods)
        for one in found
    ]
    alt = f"{title}. Bands between the places of each stage, as high as what flows. {listed(said)}"
    columns = {
        "span": "before or during the disruption",
        "good": "what flows",
        "seller": "place of the seller; others are small ones",
        "buyer": "place of the buyer; others are small ones",
        "flow": "t a month, mean over histories and months",
    }
    rows = [
        (one.span.name, *link, flow) for one in found for link, flow in sorted(one.flows.items())
    ]
    return Told(title, _caption(tables, found), alt, Data(columns, rows))


def _flowing(one: Alluvium, good: str) -> str:
    flows = {link: flow for link, flow in one.flows.items() if link[0] == good}
    _, seller, buyer = most = max(flows, key=flows.__getitem__)
    return (
        f"{good} {short(one.total(good))} {UNITS.get(good, 't')} a month, most {_name(seller)} to "
        f"{_name(buyer)} {short(flows[most])}"
    )


def _caption(tables: Tables, found: Sequence[Alluvium]) -> str:
    is_whole = len(found[0].goods) > 1
    alone = "" if is_whole else f" {ALONE}"
    motors = " Magnets for motors count where those are made." if is_whole else ""
    return (
        f"Means over {tables.histories.said} and the months of each part. Bands are as high as "
        "what flows, of each good as a part of all of it before; beside each place what goes out, "
        f"in the last column what comes in.{motors} Under {100 * SMALL:.0f} % of a good a place is "
        f"among the others (oth).{alone} {in_run(tables)}"
    )

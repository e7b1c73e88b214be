"""The result of ``shortfall stress`` on one screen."""

from collections.abc import Sequence

import numpy as np

from sim.cli.table import table
from sim.measures import Statistics
from sim.scenario.visible import cut_at_space
from sim.stress.findings import Findings
from sim.stress.node import KINDS, Kind, Node
from sim.stress.pair import Pair
from sim.stress.reason import reason
from sim.stress.words import PLURALS, sentences, worst_hit

SHOWN = 10
"""Nodes of each kind, and pairs, that are shown; all are in the files."""
LONGEST = 30
"""Most characters of a name."""


def screen(found: Findings, pairs: Sequence[Pair]) -> str:
    """Write a table a kind of node, the worst first, then pairs, then sentences."""
    kinds = [kind for kind in KINDS if any(node.kind == kind for node in found.test.nodes)]
    parts = [_nodes(found, kind) for kind in kinds]
    if pairs:
        parts.append(_pairs(found, pairs))
    return "\n\n".join(filter(None, [*parts, "\n".join(sentences(found, pairs))]))


def _nodes(found: Findings, kind: Kind) -> str:
    days, ranked = found.test.days, found.ranked([kind])
    stated = found.cost(ranked[0], found.longest) is not None
    columns = [
        (PLURALS[kind], ""),
        ("share of", "its good"),
        ("survives", "days"),
        *((f"out {length} d", "days lost") for length in days),
        ("recovers", "days"),
        ("risk", "exposure"),
        *([("costs", "M USD")] if stated else []),
        ("", f"hit most in {found.longest} days"),
    ]
    rows = [[name for name, _ in columns], [unit for _, unit in columns]]
    rows += [_cells(found, node, stated=stated) for node in ranked[:SHOWN]]
    more = len(ranked) - SHOWN
    shown = table(rows, right=range(1, len(columns) - 1))
    return f"{shown}\n... and {more:,} more" if more > 0 else shown


def _cells(found: Findings, node: Node, *, stated: bool) -> list[str]:
    group, longest = found.test.group, found.longest
    recovers = found.describe(found.recovers(node, longest, group))
    consumer, lost = worst_hit(found, node)
    cost = found.cost(node, longest) if stated else None
    why = reason(found, node, longest, group)
    return [
        cut_at_space(node.name, LONGEST, "..."),
        f"{100 * found.ways.share(node):.3g} %",
        _survives(found, node),
        *(_mean(found.describe(found.lost(node, days, group))) for days in found.test.days),
        "-" if why else _when(recovers),
        f"{found.exposure_index(node):.2f}",
        *([] if cost is None else [f"{cost.mean():,.3g}"]),
        why if why and lost < 0.05 else f"{consumer.label} {lost:,.1f} d",
    ]


def _pairs(found: Findings, pairs: Sequence[Pair]) -> str:
    head = [
        ["pairs", "", "shortfall days,", "beyond the two"],
        ["", "", f"{found.longest} d", "by themselves"],
    ]
    rows = [
        [
            pair.one.name,
            pair.other.name,
            _mean(found.describe(pair.lost)),
            _mean(found.describe(pair.beyond)),
        ]
        for pair in pairs[:SHOWN]
    ]
    return table([*head, *rows], right=(2, 3))


def _mean(found: Statistics) -> str:
    text = f"{found.mean:,.1f}" if abs(found.mean) >= 0.05 else "0"
    half = found.half_width95
    return f"{text} ± {half:.1f}" if half >= 0.05 else text


def _survives(found: Findings, node: Node) -> str:
    """Write how long the group holds out: longer than what was run, unless that was years."""
    text, test = _when(found.describe(found.survives(node, found.test.group))), found.test
    tried = found.tried_days(node)
    is_on_the_way = found.ways.carried_t(node) > 0.0 and found.ways.reaches(node)
    return f"> {tried}" if text == "never" and tried < test.trial_days and is_on_the_way else text


def _when(found: Statistics) -> str:
    """Write the mean of days that may never come."""
    if not found.n:
        return "-"
    return "never" if np.isnan(found.mean) else f"{found.mean:,.0f}"

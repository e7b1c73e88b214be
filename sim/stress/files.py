"""Files of a stress test: all rows as CSV, and the ranking as JSON."""

import json
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sim import __version__
from sim.measures import Statistics
from sim.output.disk import make, write
from sim.output.text import csv_text, number, rounded
from sim.stress.findings import Findings
from sim.stress.node import KINDS, Node
from sim.stress.pair import Pair
from sim.stress.reason import reason
from sim.stress.table import rows
from sim.stress.take import COST, PENALTY
from sim.stress.words import sentences, worst_hit

FORMAT = 1
"""Version of the files' format."""
MANIFEST, TABLE, PAIRS = "stress.json", "stress.csv", "pairs.csv"

COLUMNS = (
    "node", "kind", "days", "group_kind", "group", "measure", "unit", "mean", "half_width95",
    "q05", "q25", "q50", "q75", "q95", "share_never", "reason",
)  # fmt: skip
PAIR_COLUMNS = (
    "one", "one_kind", "other", "other_kind", "days", "mean", "half_width95",
    "beyond_mean", "beyond_half_width95",
)  # fmt: skip


def write_stress(found: Findings, pairs: Sequence[Pair]) -> None:
    """Write the tables and, when all else is there, ``stress.json``.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    folder = found.test.folder
    make(folder)
    write(folder / TABLE, stress_csv(found).encode())
    if found.test.pairs:
        write(folder / PAIRS, pairs_csv(found, pairs).encode())
    content = json.dumps(stress_content(found, pairs), indent=1) + "\n"
    write(folder / MANIFEST, content.encode())


def stress_csv(found: Findings) -> str:
    """Write a row a node, length of outage, group and measure."""
    cells = (
        [
            row.node.name,
            row.node.kind,
            "" if row.days is None else str(row.days),
            row.group.kind,
            row.group.name,
            row.measure,
            row.unit,
            *map(number, _statistics(row.found)),
            row.reason,
        ]
        for row in rows(found)
    )
    return csv_text(list(COLUMNS), list(cells))


def pairs_csv(found: Findings, pairs: Sequence[Pair]) -> str:
    """Write a row a pair, the worst first: what it costs, and what beyond the two by themselves."""
    cells = []
    for pair in pairs:
        both, beyond = found.describe(pair.lost), found.describe(pair.beyond)
        ends = (both.mean, both.half_width95, beyond.mean, beyond.half_width95)
        named = [pair.one.name, pair.one.kind, pair.other.name, pair.other.kind]
        cells.append([*named, str(found.longest), *map(number, ends)])
    return csv_text(list(PAIR_COLUMNS), cells)


def stress_content(found: Findings, pairs: Sequence[Pair]) -> dict[str, Any]:
    """Give what ``stress.json`` holds; nothing in it depends on the time or the machine."""
    test = found.test
    return {
        "format": FORMAT,
        "name": test.scenario.name,
        "digest": test.digest,
        "scenario": Path(test.request.loaded.named).name,
        "settings": list(test.request.loaded.settings),
        "from": test.first_date.isoformat(),
        "days": list(test.days),
        "ranked_by": f"{test.group.kind}.{test.group.name}",
        "histories": test.histories,
        "seed": test.request.seed,
        "sampling": test.scheme,
        "versions": {
            "shortfall": __version__,
            "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "simpy")},
        },
        "says": sentences(found, pairs),
        "nodes": [
            _node(found, node, rank)
            for kind in KINDS
            for rank, node in enumerate(found.ranked([kind]), start=1)
        ],
        "pairs": [_pair(found, pair) for pair in pairs],
    }


def _node(found: Findings, node: Node, rank: int) -> dict[str, Any]:
    test = found.test
    group, days = worst_hit(found, node)
    survives = found.describe(found.survives(node, test.group))
    return {
        "node": node.name,
        "kind": node.kind,
        "rank": rank,
        "share": rounded(found.ways.share(node)),
        "carried_t_per_day": rounded(found.ways.carried_t(node)),
        "survives_days": rounded(survives.mean),
        "survives_share_never": rounded(survives.share_never),
        "tried_days": found.tried_days(node),
        "outages": [_outage(found, node, length) for length in test.days],
        "exposure": {
            "days": rounded(found.loss(node)),
            "index": rounded(found.exposure_index(node)),
            **({} if found.cost(node, found.longest) is None else _costs(found, node)),
        },
        "worst_hit": {"consumer": group.name, "shortfall_days": rounded(days)},
    }


def _outage(found: Findings, node: Node, days: int) -> dict[str, Any]:
    group = found.test.group
    lost = found.describe(found.lost(node, days, group))
    recovers = found.describe(found.recovers(node, days, group))
    return {
        "days": days,
        "shortfall_days": rounded(lost.mean),
        "half_width95": rounded(lost.half_width95),
        "recovers_days": rounded(recovers.mean),
        "recovers_share_never": rounded(recovers.share_never),
        "reason": reason(found, node, days, group) or None,
    }


def _costs(found: Findings, node: Node) -> dict[str, Any]:
    means = {}
    for measure in (COST, PENALTY):
        values = found.cost(node, found.longest, measure)
        if values is not None:
            means[measure] = rounded(float(values.mean()))
    return means


def _pair(found: Findings, pair: Pair) -> dict[str, Any]:
    both, beyond = found.describe(pair.lost), found.describe(pair.beyond)
    return {
        "nodes": [{"node": node.name, "kind": node.kind} for node in (pair.one, pair.other)],
        "days": found.longest,
        "shortfall_days": rounded(both.mean),
        "half_width95": rounded(both.half_width95),
        "beyond": rounded(beyond.mean),
        "beyond_half_width95": rounded(beyond.half_width95),
    }


def _statistics(found: Statistics) -> tuple[float, ...]:
    return (found.mean, found.half_width95, *found.quantiles, found.share_never)

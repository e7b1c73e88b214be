"""What a stress test says in sentences."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

import numpy as np

from sim.output.groups import Group
from sim.stress.findings import Findings
from sim.stress.node import KINDS, Kind, Node
from sim.stress.pair import Pair
from sim.stress.reason import HELD, reason

SMALL = 0.05
"""A node is small that carries less than this share of a good."""
LARGEST = 10
"""So many losses are the largest of their kind."""
LEAST_DAYS = 1.0
"""A loss of fewer days is not large, whatever its rank."""
MOST_NAMED = 5
"""Small nodes of which each is named."""

OUTLASTS = "what is held outlasts it"

PLURALS: dict[Kind, str] = {
    "facility": "facilities", "lane": "lanes", "country": "countries", "stage": "stages",
}  # fmt: skip


def small_with_large_losses(found: Findings) -> list[tuple[Node, int]]:
    """List small nodes whose losses are among the largest of their kind, each with its rank.

    What counts is the loss of whoever loses most: a mean over all consumers hides it.
    """
    found_small = []
    for kind in KINDS:
        nodes = [node for node in found.test.nodes if node.kind == kind]
        ranked = sorted(nodes, key=lambda node: -worst_hit(found, node)[1])[:LARGEST]
        found_small += [
            (node, rank)
            for rank, node in enumerate(ranked, start=1)
            if 0.0 < found.ways.share(node) < SMALL and worst_hit(found, node)[1] >= LEAST_DAYS
        ]
    return found_small


def sentences(found: Findings, pairs: Sequence[Pair] = ()) -> list[str]:
    """Say which small nodes cost much, which pair most beyond the two, and why others nothing."""
    said = [_small(found, node, rank) for node, rank in small_with_large_losses(found)]
    more = len(said) - MOST_NAMED
    said = said[:MOST_NAMED] + ([f"... and {more} more like these."] if more > 0 else [])
    return [*said, *_beyond(found, pairs), *_nothing(found), *_by_itself(found)]


def worst_hit(found: Findings, node: Node) -> tuple[Group, float]:
    """Give the consumer that loses most in the longest outage, with its mean loss, days."""
    losses = {
        group: float(found.lost(node, found.longest, group).mean())
        for group in found.test.groups
        if group.kind == "consumer"
    }
    worst = max(losses, key=lambda group: losses[group])
    return worst, losses[worst]


def _small(found: Findings, node: Node, rank: int) -> str:
    consumer, days = worst_hit(found, node)
    of = sum(one.kind == node.kind for one in found.test.nodes)
    return (
        f"Small with a large loss: {node.name} makes or carries "
        f"{100 * found.ways.share(node):.2g} % of its good, yet {found.longest} days without it "
        f"cost {consumer.label} {days:.1f} days ({found.test.group.label}: "
        f"{found.loss(node):.1f}), number {rank} of {plural_kind(node.kind, of)} by the loss of "
        "whoever is hit most."
    )


def _beyond(found: Findings, pairs: Sequence[Pair]) -> list[str]:
    """Name the pair that costs most beyond what each of the two costs by itself."""
    most = max(pairs, key=lambda pair: float(pair.beyond.mean()), default=None)
    if most is None or (beyond := float(most.beyond.mean())) < LEAST_DAYS:
        return []
    return [
        f"{most.one.name} and {most.other.name} make up for each other: out together for "
        f"{found.longest} days they cost {found.test.group.label} {most.lost.mean():.1f} days, "
        f"{beyond:.1f} more than the two by themselves."
    ]


def _nothing(found: Findings) -> list[str]:
    """Count the nodes that cost nobody anything even when out for longest, by the reason."""
    why: dict[Kind, Counter[str]] = {}
    for node in found.test.nodes:
        if all(found.is_nothing(node, found.longest, group) for group in found.test.groups):
            says = reason(found, node, found.longest, found.everybody)
            says = OUTLASTS if says.startswith(HELD) else says
            why.setdefault(node.kind, Counter())[says] += 1
    said = []
    for kind, counts in why.items():
        of = sum(node.kind == kind for node in found.test.nodes)
        verb = "costs" if counts.total() == 1 else "cost"
        parts = [f"{number} as {says}" for says, number in counts.most_common()]
        said.append(
            f"{counts.total()} of {plural_kind(kind, of)} {verb} nobody anything in "
            f"{found.longest} days: {', '.join(parts)}."
        )
    return said


def _by_itself(found: Findings) -> list[str]:
    """Say that the scenario is short by itself, which hides how long an outage is survived."""
    test = found.test
    own = found.short_by_itself(test.group)
    hidden = any(np.isnan(found.survives(node, test.group)).any() for node in test.nodes)
    if not hidden:
        return []
    first = test.first_date + dt.timedelta(days=int(np.min(own)))
    often = "" if len(own) == 1 else f" in {np.isfinite(own).sum():,} of {len(own):,} histories"
    return [
        f"The scenario is short by itself{often}, first on {first} ({test.group.label}): where an "
        "outage is felt later than that, or not at all, how long they survive and recover is left "
        "out (-)."
    ]


def plural_kind(kind: Kind, number: int) -> str:
    """Write a number of nodes of a kind."""
    return f"{number} {kind if number == 1 else PLURALS[kind]}"

"""Sources must be those of something: of a key that stands in their block."""

from collections.abc import Iterator

from sim.scenario.chain import STOCKPILES
from sim.scenario.errors import did_you_mean, listed, sentences
from sim.scenario.finding import Finding
from sim.scenario.node import Node, find
from sim.scenario.origin import Path
from sim.scenario.outline import TABLES, keys_at


def source_keys(tree: Node) -> Iterator[Finding]:
    """Find sources given for keys that the block does not know."""
    for path, given in _given(tree):
        known = keys_at(tree, path[:-1])
        for key in given.mapping:
            if key != "all" and key not in known:
                says = f"A source is given for '{key}', which is not a key here."
                remedy = f"Keys: all, {listed(known, most=40)}."
                yield Finding((*path, key), sentences(says, did_you_mean(key, known)), remedy)


def _given(tree: Node) -> Iterator[tuple[Path, Node]]:
    """Go through the sources that blocks give, with their places."""
    blocks: list[Path] = [
        (table, name)
        for table in sorted(TABLES - {"sources"})
        for name in (tree.mapping[table].mapping if table in tree.mapping else ())
    ]
    blocks += [(*path, "finance") for path in blocks if path[0] == STOCKPILES]
    for path in (*blocks, ("market",)):
        there = (*path, "sources")
        found, node = find(tree, there)
        if found == there:
            yield there, node

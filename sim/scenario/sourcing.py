"""Which source a value rests on.

A source holds for a value only if both stand in the same file: a scenario that changes a number
of the baseline does not inherit the number's source, it gives its own or has none. A mapping that
several files fill rests on the sources of all of them, if each names one.
"""

from collections.abc import Mapping, Sequence

from sim.scenario.chain import STOCKPILES
from sim.scenario.layer import Layer
from sim.scenario.node import Node, find, leaves
from sim.scenario.origin import Key, Path
from sim.scenario.outline import TABLES

_ALL, _INNER = "all", "finance"
_UNSOURCED = frozenset({"sources", "label", "note", "kind", "owner", "country", "region", "sector"})
"""Keys that hold no number and need no source."""


def settle_sources(tree: Node, layers: Sequence[Layer]) -> Node:
    """Rewrite the ``sources`` of each block so that each entry holds for the value it names."""
    own = {layer.name: layer.tree for layer in layers}
    blocks: dict[Key, Node] = {
        table: Node(
            {name: _both(table, name, block, own) for name, block in node.mapping.items()},
            node.at,
        )
        for table, node in tree.mapping.items()
        if table in TABLES and table != "sources" and isinstance(node.value, dict)
    }
    return Node({**tree.mapping, **blocks}, tree.at)


def _both(table: Key, name: Key, block: Node, own: Mapping[str, Node]) -> Node:
    """Settle a block, and before it the one in it that has sources of its own."""
    inner = block.mapping.get(_INNER)
    if table == STOCKPILES and inner is not None and inner.mapping:
        settled = _settled((table, name, _INNER), inner, own)
        block = Node({**block.mapping, _INNER: settled}, block.at)
    return _settled((table, name), block, own)


def _settled(path: Path, block: Node, own: Mapping[str, Node]) -> Node:
    """Settle one block; one that a single file has written is left as it is."""
    given = block.mapping.get("sources")
    files = {leaf.at.file for _, leaf in leaves(block)}
    if given is None or not given.mapping or len(files) == 1:
        return block
    kept: dict[Key, Node] = {}
    for key, node in block.mapping.items():
        if key in _UNSOURCED:
            continue
        authors = dict.fromkeys(leaf.at.file for _, leaf in leaves(node))
        named = [_named(own[author], path, key) for author in authors]
        if len(named) == 1 and named[0]:
            kept[key] = named[0][0]
        elif all(named):
            cited = {item.value: item for source in named for item in _items(source[0])}
            kept[key] = Node(list(cited.values()), given.at)
    kept |= {
        key: node for key, node in given.mapping.items() if key not in block.mapping and key != _ALL
    }
    return Node({**block.mapping, "sources": Node(kept, given.at)}, block.at)


def _named(tree: Node, path: Path, key: Key) -> list[Node]:
    """Give the source that one file names for a key of a block; none if it names none."""
    found, node = find(tree, (*path, "sources"))
    written = node.mapping if found == (*path, "sources") else {}
    source = written.get(key) or written.get(_ALL)
    return [] if source is None else [source]


def _items(source: Node) -> list[Node]:
    """Give the ids of a source, which may be one or several."""
    return source.value if isinstance(source.value, list) else [source]


def sources_of(block: Mapping[str, str | list[str]], key: str) -> list[str]:
    """Give the ids of the sources of a key from the ``sources`` of its block."""
    ids = block.get(key, block.get(_ALL, []))
    return [ids] if isinstance(ids, str) else list(ids)

"""A YAML document as a tree in which every value knows where it stands."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sim.scenario.origin import Key, Origin, Path

Scalar = str | int | float | bool | dt.date | None


@dataclass(frozen=True, slots=True)
class Node:
    """A scalar, a mapping of nodes or a list of nodes."""

    value: "Scalar | dict[Key, Node] | list[Node]"
    """What stands there."""
    at: Origin
    """Place of the key that names the value, or of the list item."""
    is_left_out: bool = False
    """Whether it is null because nothing is written there."""

    @property
    def mapping(self) -> "dict[Key, Node]":
        """The entries of a mapping; of anything else, none."""
        return self.value if isinstance(self.value, dict) else {}

    def child(self, key: Key) -> "Node | None":
        """The entry or item of a key, if there is one."""
        if isinstance(self.value, list):
            return self.value[key] if isinstance(key, int) and -1 < key < len(self.value) else None
        return self.mapping.get(key)

    @property
    def children(self) -> "list[tuple[Key, Node]]":
        """Entries or items with their keys."""
        if isinstance(self.value, dict):
            return list(self.value.items())
        return list(enumerate(self.value)) if isinstance(self.value, list) else []


def plain(node: Node) -> Any:
    """Strip the places: dictionaries, lists and scalars."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def walk(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Visit a node and all below it, with their paths."""
    yield path, node
    for key, child in node.children:
        yield from walk(child, (*path, key))


def leaves(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Visit the scalars, lists and empty mappings below a node."""
    if not node.mapping:
        yield path, node
    for key, child in node.mapping.items():
        yield from leaves(child, (*path, key))


def find(node: Node, path: Path) -> tuple[Path, Node]:
    """Go down a path as far as it leads; give the part that exists and the node there."""
    for depth, key in enumerate(path):
        child = node.child(key)
        if child is None:
            return path[:depth], node
        node = child
    return path, node

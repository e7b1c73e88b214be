"""Lay files over each other: mappings merge by name, all else replaces, ``null`` removes.

A distribution and a dated schedule are values, not tables of names: they replace as a whole.
So does a disruption whose ``kind`` changes.
"""

import datetime as dt
from collections.abc import Iterable

from sim.scenario.errors import Problem, did_you_mean
from sim.scenario.layer import Layer
from sim.scenario.node import Node, leaves, plain
from sim.scenario.origin import Key, Path, dotted
from sim.scenario.outline import TABLES
from sim.scenario.schema import Distribution

OWN = ("name", "question", "covers")
"""What a file says of itself: it is not inherited, so extended files may differ in it."""

_FORMS = frozenset(Distribution.model_fields)


class Merger:
    """Lays layers over each other in their order, and keeps a list of what is wrong."""

    def __init__(self) -> None:
        self.tree: Node | None = None
        self.warnings: list[Problem] = []
        self._clashes: dict[Path, tuple[Node, Node]] = {}
        self._layer: Layer

    def lay(self, layer: Layer) -> None:
        """Lay the next layer over what there is."""
        self._layer = layer
        self.tree = self._merged((), self.tree or Node({}, layer.tree.at), layer.tree)

    def result(self, layers: Iterable[Layer]) -> tuple[Node, list[Problem]]:
        """Give the merged tree without what was removed, and what is wrong with it."""
        rows = {layer.name: layer.rows for layer in layers}
        problems = [
            Problem(
                new.at,
                dotted(path),
                f"{old.at} sets this to {plain(old)!r}, this file sets it to {plain(new)!r}, "
                "and neither extends the other.",
                f"Say in the file that extends both what {dotted(path)} is.",
                text=rows[new.at.file][new.at.line - 1],
            )
            for path, (old, new) in self._clashes.items()
        ]
        assert self.tree is not None, "at least one layer"
        return _without_nulls(self.tree), problems

    def _merged(self, path: Path, old: Node | None, new: Node) -> Node:
        """Lay *new* over *old*."""
        if old is None or old.value is None or not _merge_by_name(old, new):
            self._replaced(path, old, new)
            return new
        entries: dict[Key, Node] = dict(old.mapping)
        for key, child in new.mapping.items():
            entries[key] = self._merged((*path, key), old.mapping.get(key), child)
        return Node(entries, old.at)

    def _replaced(self, path: Path, old: Node | None, new: Node) -> None:
        """Look whether *new* may take the place of *old*."""
        self._clashes = {
            known: nodes
            for known, nodes in self._clashes.items()
            if known[: len(path)] != path or not self._above(*nodes)
        }
        if old is None:
            if new.value is None and len(path) == 2 and path[0] in TABLES:
                self._warn_nothing_removed(path, new)
        elif path[0] not in OWN:
            strangers = [leaf for _, leaf in leaves(old) if not self._above(leaf)]
            if strangers and plain(old) != plain(new):
                self._clashes[path] = (strangers[0] if old.mapping else old, new)

    def _above(self, *nodes: Node) -> bool:
        """Tell whether the layer may override the nodes: it is theirs, or extends theirs."""
        known = {self._layer.name, *self._layer.ancestors}
        return all(node.at.file in known for node in nodes)

    def _warn_nothing_removed(self, path: Path, new: Node) -> None:
        """Warn of a ``null`` for an entry that no extended file has."""
        block = self.tree.mapping.get(path[0]) if self.tree else None
        known = block.mapping if block else {}
        says = f"There is no inherited entry '{path[-1]}' to remove."
        row = self._layer.rows[new.at.line - 1]
        hint = did_you_mean(path[-1], known)
        self.warnings.append(Problem(new.at, dotted(path), says, hint, "warning", row))


def _merge_by_name(old: Node, new: Node) -> bool:
    """Tell whether both are tables of names, and of the same kind of thing."""
    if not (isinstance(old.value, dict) and isinstance(new.value, dict)):
        return False
    if any(_is_value(node) for node in (old, new) if node.mapping):
        return False
    kinds = [node.mapping["kind"].value for node in (old, new) if "kind" in node.mapping]
    return len(kinds) < 2 or kinds[0] == kinds[1]


def _is_value(node: Node) -> bool:
    """Tell whether a mapping is a distribution or a dated schedule."""
    keys = node.mapping.keys()
    return keys <= _FORMS or all(isinstance(key, dt.date) for key in keys)


def _without_nulls(node: Node) -> Node:
    """Drop what ``null`` removed."""
    if not isinstance(node.value, dict):
        return node
    kept = {k: _without_nulls(child) for k, child in node.value.items() if child.value is not None}
    return Node(kept, node.at)

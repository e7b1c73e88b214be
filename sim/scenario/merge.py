"""Lay files over each other: mappings merge by name, all else replaces, ``null`` removes.

A distribution and a dated schedule are values, not tables of names: they replace as a whole.
So does a disruption whose ``kind`` changes.
"""

import datetime as dt
from collections.abc import Iterable

from sim.scenario.errors import Problem, clipped, did_you_mean, listed
from sim.scenario.layer import Layer
from sim.scenario.node import Node, find, leaves, plain
from sim.scenario.origin import Key, Path, dotted
from sim.scenario.outline import blocks_at, is_entry, keys_at
from sim.scenario.schema import Distribution

OWN = ("name", "title", "question", "covers", "tags", "expect")
"""What a file says of itself: it is not inherited, so extended files may differ in it."""

_FORMS = frozenset(Distribution.model_fields)


class Merger:
    """Lays layers over each other in their order, and keeps a list of what is wrong."""

    def __init__(self) -> None:
        self.tree: Node | None = None
        self.warnings: list[Problem] = []
        self._clashes: dict[Path, tuple[Node, Node]] = {}
        self._idle: dict[Path, tuple[Node, Layer]] = {}
        """Where a ``null`` removes nothing."""
        self._layer: Layer
        self._own: frozenset[str]
        """Names of the layers that the present one may override."""
        self._replaced: set[Path]
        """What the present one has put in the place of what was there, or of nothing."""

    def lay(self, layer: Layer) -> None:
        """Lay the next layer over what there is."""
        self._layer, self._own = layer, layer.ancestors | {layer.name}
        self._replaced = set()
        self.tree = self._merged((), self.tree or Node({}, layer.tree.at), layer.tree)
        self._clashes = {
            path: nodes
            for path, nodes in self._clashes.items()
            if not self._is_settled(path, nodes)
        }

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
        return _without_nulls(self.tree, (), self.tree, self._wrong_nulls(self.tree)), problems

    def _merged(self, path: Path, old: Node | None, new: Node) -> Node:
        """Lay *new* over *old*."""
        if old is None or old.value is None or not self._merge_by_name(path, old, new):
            self._replace(path, old, new)
            return new
        entries: dict[Key, Node] = dict(old.mapping)
        for key, child in new.mapping.items():
            entries[key] = self._merged((*path, key), old.mapping.get(key), child)
        if path and not new.mapping:
            self._warn_nothing_changed(path, old, new)
        # A block is told of where one of its own values was changed last.
        changed = any(entries[key] is child for key, child in new.mapping.items())
        return Node(entries, new.at if changed else old.at)

    def _merge_by_name(self, path: Path, old: Node, new: Node) -> bool:
        """Tell whether both are tables of names, and of the same kind of thing."""
        if not (isinstance(old.value, dict) and isinstance(new.value, dict)):
            return False
        tree = self.tree or new
        if any(_is_value(tree, path, node) for node in (old, new) if node.mapping):
            return False
        if path[:-1] != ("disruptions",):
            return True  # elsewhere a kind is a key like any other
        kinds = [node.mapping["kind"].value for node in (old, new) if "kind" in node.mapping]
        return len(kinds) < 2 or kinds[0] == kinds[1]

    def _replace(self, path: Path, old: Node | None, new: Node) -> None:
        """Note what takes the place of what, and whether it may."""
        self._replaced.add(path)
        if old is None or path in self._idle:
            self._note_nulls(path, None, new)
        elif new.value is not None:
            self._note_nulls(path, old, new)
        elif new.is_left_out and old.value is not None:
            says = f"There is no value here, which removes what is inherited ({_shown(old)})."
            self._warn(self._layer, path, new, says, "Write the value, or null if that is meant.")
        if old is not None and path[0] not in OWN:
            strangers = [leaf for _, leaf in leaves(old) if not self._above(leaf)]
            if strangers and plain(old) != plain(new):
                self._clashes[path] = (strangers[0] if old.mapping else old, new)

    def _is_settled(self, path: Path, nodes: tuple[Node, Node]) -> bool:
        """Tell whether the layer, which may, has said what is at a path, or at one above."""
        above = (path[:depth] for depth in range(1, len(path) + 1))
        return self._above(*nodes) and any(one in self._replaced for one in above)

    def _above(self, *nodes: Node) -> bool:
        """Tell whether the layer may override the nodes: it is theirs, or extends theirs."""
        return all(node.at.file in self._own for node in nodes)

    def _note_nulls(self, path: Path, old: Node | None, new: Node) -> None:
        """Note each ``null`` that has nothing to remove; one within a value is part of it."""
        if new.value is None and old is None:
            self._idle[path] = (new, self._layer)
        elif not (new.mapping and _is_value(self.tree or new, path, new)):
            for key, child in new.mapping.items():
                self._note_nulls((*path, key), old.child(key) if old else None, child)

    def _wrong_nulls(self, tree: Node) -> set[int]:
        """Give the nulls for the format to refuse, by the identity of nodes; warn of the others."""
        wrong = set()
        present: dict[int, frozenset[Key]] = {}
        for path, (node, layer) in self._idle.items():
            if find(tree, path)[1] is not node:
                continue  # a later layer says what is there
            *above, key = path
            field = keys_at(tree, tuple(above)).get(str(key))
            if field is None and is_entry(tree, path):
                block = find(tree, tuple(above))[1]
                if id(block) not in present:
                    present[id(block)] = _present(block)
                says = f"There is no inherited entry '{clipped(str(key))}' to remove."
                remedy = did_you_mean(key, present[id(block)])
            elif field is None or field.is_required():
                wrong.add(id(node))
                continue
            elif field.get_default() is None:
                continue  # it says what holds anyway
            else:
                says = f"'{key}' is null, and there is nothing inherited that this removes."
                remedy = "Give a value; without one the default of the format holds."
            self._warn(layer, path, node, says, remedy)
        return wrong

    def _warn_nothing_changed(self, path: Path, old: Node, new: Node) -> None:
        """Warn of ``{}`` where something is inherited."""
        if kept := _present(old):
            says = f"{{}} changes nothing: what is inherited stays ({listed(kept, most=4)})."
            self._warn(self._layer, path, new, says, "Write null to remove it, or leave this out.")

    def _warn(self, layer: Layer, path: Path, node: Node, says: str, remedy: str) -> None:
        row = layer.rows[node.at.line - 1]
        self.warnings.append(Problem(node.at, dotted(path), says, remedy, "warning", row))


def _is_value(tree: Node, path: Path, node: Node) -> bool:
    """Tell whether a mapping is a distribution or a dated schedule, and no table of such names."""
    keys = node.mapping.keys()
    if all(isinstance(key, dt.date) for key in keys):
        return True
    return keys <= _FORMS and Distribution in blocks_at(tree, path)


def _shown(node: Node) -> str:
    """Show what a value is, shortly."""
    if node.mapping:
        return listed(_present(node), most=4)
    return clipped(str(plain(node)))


def _present(node: Node) -> frozenset[Key]:
    """Give the keys of what was not removed."""
    return frozenset(key for key, child in node.mapping.items() if child.value is not None)


def _without_nulls(tree: Node, path: Path, node: Node, wrong: set[int]) -> Node:
    """Drop what ``null`` removed; what is wrong stays, for the format to refuse."""
    if not isinstance(node.value, dict) or (node.value and _is_value(tree, path, node)):
        return node
    kept = {
        key: _without_nulls(tree, (*path, key), child, wrong)
        for key, child in node.value.items()
        if child.value is not None or id(child) in wrong
    }
    return Node(kept, node.at)

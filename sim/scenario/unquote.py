"""Dates and numbers in quotes, as JSON has to write them: taken where they can be nothing else."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin

from sim.scenario.node import Node, walk
from sim.scenario.origin import Key, Path
from sim.scenario.outline import annotations_at, parts
from sim.scenario.scalar import scalar

_QUOTED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[-+]?[0-9.]+([eE][-+]?[0-9]+)?")


def unquoted(tree: Node) -> Node:
    """Put dates in the place of texts that the format can only take as dates, keys as well.

    Keys of a ``choice`` may be numbers in quotes: JSON has no others. What stays text is for the
    format to refuse, as is a key that would be there twice.
    """
    values: dict[Path, Key] = {}
    keys: dict[Path, Key] = {}
    for path, node in walk(tree):
        if isinstance(node.value, str) and _QUOTED.fullmatch(node.value):
            found = _meant(node.value, annotations_at(tree, path))
            if isinstance(found, dt.date):
                values[path] = found
        if path and isinstance(path[-1], str) and _QUOTED.fullmatch(path[-1]):
            keys[path] = _meant(path[-1], list(_key_types(tree, path[:-1])))
    return _rebuilt(tree, (), values, keys) if values or keys else tree


def _key_types(tree: Node, path: Path) -> Iterator[Any]:
    """Give the types of the keys of tables that may stand at a path."""
    for annotation in annotations_at(tree, path):
        if get_origin(annotation) is dict:
            yield from parts(get_args(annotation)[0])


def _meant(word: str, types: list[Any]) -> Key:
    """Read a text as a date or a number, if that is what is wanted; else give it as it is."""
    try:
        found = scalar(word)
    except ValueError:  # no such date
        return word
    if isinstance(found, dt.date):
        return found if dt.date in types and str not in types else word
    return found if isinstance(found, int | float) and float in types else word


def _rebuilt(node: Node, path: Path, values: dict[Path, Key], keys: dict[Path, Key]) -> Node:
    """Copy a tree with other values and keys."""
    if path in values:
        return Node(values[path], node.at)
    below = [(key, _rebuilt(child, (*path, key), values, keys)) for key, child in node.children]
    if isinstance(node.value, list):
        return Node([child for _, child in below], node.at)
    if not isinstance(node.value, dict):
        return node
    entries: dict[Key, Node] = {}
    for key, child in below:
        better = keys.get((*path, key), key)
        entries[key if better in entries or better in node.value else better] = child
    return Node(entries, node.at)

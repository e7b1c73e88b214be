"""Which keys the file format knows at a path: for suggestions, rules and ``--set``."""

import types
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from sim.scenario.node import Node
from sim.scenario.origin import Key, Path
from sim.scenario.schema import Distribution, Scenario
from sim.scenario.schema.described import descriptions

TABLES = frozenset(
    name for name, field in Scenario.model_fields.items() if get_origin(field.annotation) is dict
)
"""Blocks of the file that hold entries by name, as ``consumers``."""
SOURCED = TABLES - {"blocs", "groups", "sources"}
"""Those whose entries name the sources of their values."""


def blocks_at(tree: Node, path: Path, root: type[BaseModel] = Scenario) -> list[type[BaseModel]]:
    """Give the blocks that may stand at a path of a tree; of several kinds, the one it names."""
    return [
        block
        for block in annotations_at(tree, path, root)
        if isinstance(block, type) and issubclass(block, BaseModel)
    ]


def annotations_at(tree: Node, path: Path, root: type[BaseModel] = Scenario) -> list[Any]:
    """Give the types that may stand at a path of a tree; of several kinds, the one it names."""
    known: list[Any] = [root]
    node: Node | None = tree
    for key in path:
        known = [below for block in _named(known, node) for below in _below(block, key)]
        node = None if node is None else node.child(key)
    return _named(known, node)


def is_entry(tree: Node, path: Path, root: type[BaseModel] = Scenario) -> bool:
    """Tell whether a path leads to an entry of a table, by a name that the table takes."""
    *above, key = path
    return any(
        get_origin(annotation) is dict and _takes(get_args(annotation)[0], key)
        for annotation in annotations_at(tree, tuple(above), root)
    )


_adapter = lru_cache(TypeAdapter)
"""What checks values of a type, made once."""


def _takes(annotation: Any, key: Key) -> bool:
    """Tell whether a key is of a type."""
    try:
        _adapter(annotation).validate_python(key, strict=True)
    except ValidationError:
        return False
    return True


def keys_at(tree: Node, path: Path, root: type[BaseModel] = Scenario) -> dict[str, FieldInfo]:
    """Give the keys, as written in a file, of the block at a path."""
    blocks = _blocks_in_order(tree, path, root)
    return {
        field.alias or name: field for block in blocks[:1] for name, field in _fields(block).items()
    }


def _blocks_in_order(tree: Node, path: Path, root: type[BaseModel]) -> list[type[BaseModel]]:
    """Give the blocks that may stand at a path, a mere way to write a number last."""
    return sorted(blocks_at(tree, path, root), key=lambda block: block is Distribution)


def rule_at(tree: Node, path: Path, root: type[BaseModel] = Scenario) -> str:
    """Give the sentence with which the format describes a key, unit and all; empty if none."""
    for depth in range(len(path), 0, -1):
        key = str(path[depth - 1])
        for block in _blocks_in_order(tree, path[: depth - 1], root)[:1]:
            for name, text in descriptions(block).items():
                if (block.model_fields[name].alias or name) == key:
                    return f"{key}: {' '.join(text.split())}"
    return ""


def _fields(block: type[BaseModel]) -> dict[str, FieldInfo]:
    return block.model_fields


def _below(annotation: Any, key: Key) -> list[Any]:
    """Give the annotations that apply one key further down."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = {field.alias or name: field for name, field in _fields(annotation).items()}
        return list(parts(fields[str(key)].annotation)) if str(key) in fields else []
    arguments = get_args(annotation)
    if get_origin(annotation) is dict:
        return list(parts(arguments[1]))
    return list(parts(arguments[0])) if get_origin(annotation) is list else []


def parts(annotation: Any) -> Iterator[Any]:
    """Take unions and annotated types apart."""
    if get_origin(annotation) is Annotated:
        yield from parts(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, types.UnionType):
        for part in get_args(annotation):
            yield from parts(part)
    else:
        yield annotation


def _named(annotations: list[Any], node: Node | None) -> list[Any]:
    """Of several kinds of block, keep the one whose name stands under ``kind``."""
    kind = node.mapping.get("kind") if node is not None else None
    tagged = [
        block
        for block in annotations
        if isinstance(block, type)
        and issubclass(block, BaseModel)
        and kind is not None
        and "kind" in _fields(block)
        and get_args(_fields(block)["kind"].annotation) == (kind.value,)
    ]
    return tagged or annotations

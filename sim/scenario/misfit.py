"""Reduce what pydantic reports to one misfit for each value.

Where a key takes one of several shapes (a number, a distribution, dated values), pydantic
reports why each of them does not fit. Only the shape that the user meant is of interest: the
one that looks like what stands there.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.scenario.errors import did_you_mean
from sim.scenario.meant import as_date
from sim.scenario.node import Node, find
from sim.scenario.origin import Key, Path
from sim.scenario.schema import Distribution

_SCALARS = ("float", "int", "str", "bool", "date", "constrained", "literal[")
_SCALAR_WORDS = {
    "float": "a number",
    "int": "a whole number",
    "str": "text",
    "date": "a date",
    "constrained-str": "a name",
}
_CHECKED = {f"function-after[check(), {kind}]": kind for kind in ("float", "int")}
_FORMS = tuple(Distribution.model_fields)
_SAME = {"invalid_key": "extra_forbidden"}
"""A key that is no text is one that a block does not have."""


@dataclass(frozen=True)
class Misfit:
    """A value, or a key, that the format does not take."""

    path: Path
    """Where it stands."""
    kind: str
    """Pydantic's word for what is wrong, or ``union`` if no shape comes near."""
    says: str = ""
    """Pydantic's sentence."""
    context: Mapping[str, Any] = field(default_factory=dict)
    """Limits, expected words."""
    is_key: bool = False
    """Whether the key itself is wrong, not its value."""
    shapes: tuple[tuple[Path, str], ...] = ()
    """The shapes tried on the way, each with the path of the value it was tried on."""
    takes: tuple[str, ...] = ()
    """With ``union``: what would fit."""


def one_each(tree: Node, errors: Iterable[Mapping[str, Any]]) -> list[Misfit]:
    """Give the misfits behind pydantic's errors, at most one for a path."""
    alone: dict[Path, Misfit] = {}
    tried: dict[Path, list[Misfit]] = {}
    names = _Names()
    for error in errors:
        misfit = _located(tree, error, names)
        if misfit.shapes:
            tried.setdefault(misfit.shapes[0][0], []).append(misfit)
        else:
            alone.setdefault(misfit.path, misfit)
    for site, misfits in tried.items():
        random = any(_shape(part) == "distribution" for m in misfits for _, part in m.shapes)
        looks = {path: _look(find(tree, path)[1], random=random) for path in _sites(misfits)}
        near = [m for m in misfits if all(_shape(part) in looks[path] for path, part in m.shapes)]
        told = [m for m in near if m.path != site or not m.kind.endswith("_type")]
        if all(m.kind == "literal_error" for m in told) and (
            len(told) < len(near) or _is_no_block(tree, site, misfits)
        ):
            told = []  # a word is not all that it takes
        for misfit in told or [_union(site, misfits)]:
            alone.setdefault(misfit.path, misfit)
    return sorted(alone.values(), key=lambda misfit: [str(key) for key in misfit.path])


def _is_no_block(tree: Node, site: Path, misfits: Iterable[Misfit]) -> bool:
    """Tell whether a word stands where a block may, and is like none of the words it takes."""
    given = find(tree, site)[1].value
    if isinstance(given, dict) or all(
        _shape(part) != "block" for m in misfits for _, part in m.shapes
    ):
        return False
    expected = " ".join(str(m.context.get("expected", "")) for m in misfits)
    return not did_you_mean(given, re.findall(r"\w+", expected))


class _Names:
    """The children of nodes by what pydantic calls them: it has only text for dates and numbers."""

    def __init__(self) -> None:
        self._known: dict[int, dict[str | int, Key]] = {}

    def child(self, node: Node, part: str | int) -> tuple[Key, Node] | None:
        """Find the child that pydantic names."""
        if id(node) not in self._known:
            keys = [key for key, _ in node.children]
            known: dict[str | int, Key] = {}
            for key in reversed(keys):
                known[repr(key)] = known[str(key)] = key
            known.update((key, key) for key in keys if isinstance(key, str | int))
            self._known[id(node)] = known
        if part not in self._known[id(node)]:
            return None
        key = self._known[id(node)][part]
        child = node.child(key)
        return None if child is None else (key, child)


def _located(tree: Node, error: Mapping[str, Any], names: _Names) -> Misfit:
    """Follow pydantic's location through the tree; what is not in the tree names a shape."""
    path: Path = ()
    shapes: list[tuple[Path, str]] = []
    node, is_key = tree, False
    parts = list(error["loc"])
    for number, part in enumerate(parts):
        child = names.child(node, part)
        if child is not None:
            path, node = (*path, child[0]), child[1]
        elif part == "[key]":
            is_key = True
        elif error["type"] == "missing" and number == len(parts) - 1:
            path = (*path, part)
        elif _shape(str(part)):
            shapes.append((path, str(part)))
    kind = _SAME.get(error["type"], error["type"])
    return Misfit(path, kind, error["msg"], error.get("ctx", {}), is_key, tuple(shapes))


def _shape(part: str) -> str:
    """Tell which shape a part of a location stands for; empty if none."""
    part = _bare(part)
    if part.startswith(("dict[date", "dict[", "list[")):
        return "dated" if part.startswith("dict[date") else part[:4]
    if (part.endswith("Distribution]") and "union[" not in part) or part == "Distribution":
        return "distribution"
    if part in {"CatchUp", "FixedPrice", "Milestone", "Rise", "Uncertainty"}:
        return "block"
    return "scalar" if part.startswith(_SCALARS) else ""


def _bare(part: str) -> str:
    """Leave out of the shape of a plain number that its bounds are checked."""
    return _CHECKED.get(part, part)


def _sites(misfits: Iterable[Misfit]) -> set[Path]:
    """Give the paths of the values that shapes were tried on."""
    return {path for misfit in misfits for path, _ in misfit.shapes}


def _look(node: Node, *, random: bool) -> frozenset[str]:
    """Give the shapes that a value looks like; *random* if it may be a draw."""
    if not isinstance(node.value, dict):
        return frozenset({"list" if isinstance(node.value, list) else "scalar"})
    if any(isinstance(key, dt.date) or _as_date(key) for key in node.value):
        return frozenset({"dated"})
    if random and any(did_you_mean(key, _FORMS) for key in node.value):
        return frozenset({"distribution"})
    return frozenset({"dict", "block"})


def _as_date(key: Key) -> bool:
    """Tell whether a key is meant as a date, as 01.02.2027: no name begins with a digit."""
    return isinstance(key, str) and key[:1].isdigit() and bool(as_date(key))


def _union(site: Path, misfits: list[Misfit]) -> Misfit:
    """Say what the key would take, where nothing comes near."""
    takes: dict[str, None] = {}
    for misfit in misfits:
        for path, part in misfit.shapes:
            if path == site:
                takes[_words(part)] = None
    return Misfit(site, "union", takes=tuple(takes))


def _words(part: str) -> str:
    """Name a shape for the user."""
    shape = _shape(part)
    if part.startswith("literal["):
        return part[8:-1].replace("'", "").replace(",", " or ")
    if shape == "scalar":
        return _SCALAR_WORDS.get(_bare(part), part)
    return {
        "distribution": "a distribution such as {triangular: [90, 180, 365]}",
        "dated": "values by date",
        "dict": "a mapping",
        "list": "a list",
        "block": "a mapping",
    }[shape]

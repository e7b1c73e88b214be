"""The files a scenario is made of, each once, what is extended before what extends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path as File

from sim.scenario.errors import Problem, ScenarioError, clipped, did_you_mean
from sim.scenario.locate import locate, shipped_names, shown_as
from sim.scenario.node import Node
from sim.scenario.origin import Origin
from sim.scenario.read import parse
from sim.scenario.text import read_text


@dataclass(frozen=True)
class Layer:
    """One file (or the settings of the command line) as it was written."""

    name: str
    """How messages name it."""
    tree: Node
    """What it says, without ``extends``."""
    rows: tuple[str, ...]
    """Its lines."""
    ancestors: frozenset[str] = frozenset()
    """Names of the layers it extends, directly or not; it may override these."""
    file: File | None = None
    """The file itself."""


def gather(path: File) -> list[Layer]:
    """Read a file and all that it extends.

    Raises
    ------
    ScenarioError
        A file cannot be read, or files extend each other in a circle.
    """
    found: dict[str, Layer] = {}
    problems: list[Problem] = []
    _gather(path, (), found, problems)
    if problems:
        raise ScenarioError(problems)
    return list(found.values())


def _gather(
    file: File, chain: tuple[str, ...], found: dict[str, Layer], problems: list[Problem]
) -> None:
    """Add a file to those *found*, after the files that it extends."""
    shown = shown_as(file)
    if shown in found:
        return
    try:
        text = read_text(file, shown)
        tree = parse(text, shown)
    except ScenarioError as error:
        problems.extend(error.problems)
        return
    rows = tuple(text.splitlines())
    if tree.value is None:
        problems.append(Problem(Origin(shown), "", "It is empty.", "Try: shortfall new NAME"))
        return
    if not isinstance(tree.value, dict):
        says = f"A scenario is a mapping of keys; this is {clipped(repr(text.strip()))}."
        remedy = "Write for example  name: my-case"
        problems.append(Problem(Origin(shown), "", says, remedy, text=rows[0]))
        return
    ancestors: set[str] = set()
    for parent in _extended(tree, rows, problems):
        target = locate(str(parent.value), file.parent)
        name = shown_as(target)
        if name in (*chain, shown):
            circle = [*chain, shown, name][(*chain, shown, name).index(name) :]
            says = f"Files extend each other in a circle: {' -> '.join(circle)}."
            problems.append(_at(parent, rows, says, "Remove one of these extends."))
        elif not target.exists():
            says = f"It extends '{parent.value}', but there is no such file."
            hint = did_you_mean(File(str(parent.value)).stem, shipped_names())
            remedy = f"{hint} Files are looked for beside this one, then among the shipped ones."
            problems.append(_at(parent, rows, says, remedy.strip()))
        else:
            _gather(target, (*chain, shown), found, problems)
            if name in found:
                ancestors |= {name, *found[name].ancestors}
    said = Node({key: node for key, node in tree.mapping.items() if key != "extends"}, tree.at)
    found[shown] = Layer(shown, said, rows, frozenset(ancestors), file)


def _extended(tree: Node, rows: Sequence[str], problems: list[Problem]) -> list[Node]:
    """Give the entries of ``extends``."""
    entry = tree.mapping.get("extends")
    if entry is None:
        return []
    names = entry.value if isinstance(entry.value, list) else [entry]
    wrong = [name for name in names if not isinstance(name.value, str) or not name.value]
    for name in wrong:
        says = f"extends takes a file name or a list of them, not {clipped(repr(name.value))}."
        problems.append(_at(name, rows, says, "Write for example  extends: baseline.yaml"))
    return [name for name in names if name not in wrong]


def _at(node: Node, rows: Sequence[str], says: str, remedy: str) -> Problem:
    return Problem(node.at, "extends", says, remedy, text=rows[node.at.line - 1])

"""The files a scenario is made of, each once, what is extended before what extends it."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path as File

from sim.scenario.dump import flow
from sim.scenario.errors import Problem, ScenarioError, clipped, did_you_mean, sentences
from sim.scenario.locate import STDIN, locate, real, shipped_names, shown_as
from sim.scenario.node import Node, plain
from sim.scenario.origin import Origin
from sim.scenario.reach import OutOfReachError, Reach, is_url
from sim.scenario.read import parse
from sim.scenario.text import decoded, read_bytes, read_stdin
from sim.scenario.unquote import unquoted

MOST_DEEP, MOST_FILES, MOST_TEXT = 32, 100, 4_000_000
"""Longest chain of files that extend each other, most files of a scenario, and most characters."""

ABOUT_FILES = frozenset({"extends", "without"})
"""Keys that say which files a scenario is made of."""

SHOWN_STDIN = "<stdin>"
"""How messages name standard input."""


@dataclass(frozen=True)
class Layer:
    """One file (or the settings of the command line) as it was written."""

    name: str
    """How messages name it."""
    tree: Node
    """What it says, without ``extends`` and ``without``."""
    rows: tuple[str, ...]
    """Its lines."""
    ancestors: frozenset[str] = frozenset()
    """Names of the layers it extends, directly or not; it may override these."""
    without: tuple[Node, ...] = ()
    """Names of the files that it leaves out of those it extends."""
    file: File | None = None
    """The file itself."""
    sha256: str = ""
    """Hash of its bytes, as they were read."""


def gather(path: str | os.PathLike[str], root: File | None = None) -> list[Layer]:
    """Read a file and all that it extends.

    Parameters
    ----------
    path
        A file, the name of a shipped scenario, or ``-`` for standard input.
    root
        Folder below which extended files must lie, if not the usual one.

    Raises
    ------
    ScenarioError
        A file cannot be read or may not be, files extend each other in a circle, or are too many.
    """
    if is_url(named := os.fspath(path)):
        remedy = "Download it, look at it, and give the file."
        raise ScenarioError(
            [Problem(Origin(named), "", "It is no file: nothing is fetched.", remedy)]
        )
    file = None if named == STDIN else locate(path)
    if file is not None and file.parent == File() and not os.path.lexists(file):
        says = f"There is no such file in {real(File())}."
        hint = did_you_mean(file.stem, shipped_names())
        remedy = "Files are looked for there, in its folder scenarios, then among the shipped ones."
        raise ScenarioError([Problem(Origin(shown_as(file)), "", says, sentences(hint, remedy))])
    files = _Files(Reach.of(file, root))
    files.add(file, ())
    if files.problems:
        raise ScenarioError(files.problems)
    return list(files.found.values())


class _Files:
    """The files that were read, and what is wrong with them."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self.found: dict[str, Layer] = {}
        self.problems: list[Problem] = []
        self.asked: set[str] = set()
        self.size = 0

    def add(self, file: File | None, chain: tuple[str, ...]) -> None:
        """Add a file (None: standard input) after the files that it extends."""
        shown = SHOWN_STDIN if file is None else shown_as(file)
        if shown in self.asked:
            return
        self.asked.add(shown)
        try:
            content = read_stdin(shown) if file is None else read_bytes(file, shown)
            text = decoded(content, shown)
            tree = parse(text, shown)
        except ScenarioError as error:
            self.problems += error.problems
            return
        self.size += len(text)
        rows = tuple(text.splitlines())
        if (wrong := _no_scenario(tree, text, shown)) is not None:
            self.problems.append(wrong)
            return
        ancestors: set[str] = set()
        for parent in file_names(tree, "extends", rows, self.problems):
            target = self.target(parent, rows, real(file).parent if file else real(File()))
            if target is None:
                continue
            name = shown_as(target)
            if (wrong := self.too_many(parent, rows, name, (*chain, shown))) is not None:
                self.problems.append(wrong)
                break
            self.add(target, (*chain, shown))
            if name in self.found:
                ancestors |= {name, *self.found[name].ancestors}
        kept = {key: node for key, node in tree.mapping.items() if key not in ABOUT_FILES}
        self.found[shown] = Layer(
            shown,
            unquoted(Node(kept, tree.at)),
            rows,
            frozenset(ancestors),
            tuple(file_names(tree, "without", rows, self.problems)),
            file,
            hashlib.sha256(content).hexdigest(),
        )

    def target(self, parent: Node, rows: Sequence[str], folder: File) -> File | None:
        """Find a file that is extended; none if it may not be read."""
        try:
            return self.reach.find(str(parent.value), folder)
        except OutOfReachError as error:
            says = f"It extends '{clipped(str(parent.value))}', {error.says}."
            self.problems.append(_at(parent, rows, says, error.remedy))
            return None

    def too_many(
        self, parent: Node, rows: Sequence[str], name: str, chain: tuple[str, ...]
    ) -> Problem | None:
        """Say why a file is not to be read: it closes a circle, or there would be too many."""
        if name in chain:
            circle = " -> ".join([*chain, name][chain.index(name) :])
            says = f"Files extend each other in a circle: {circle}."
            return _at(parent, rows, says, "Remove one of these extends.")
        if name in self.asked:
            return None
        if len(chain) >= MOST_DEEP:
            says = f"Files extend each other more than {MOST_DEEP} deep here."
        elif len(self.asked) >= MOST_FILES:
            says = f"This is more than {MOST_FILES} files in one scenario."
        elif self.size > MOST_TEXT:
            says = f"The files of this scenario hold more than {MOST_TEXT / 1e6:.0f} MB."
        else:
            return None
        return _at(parent, rows, says, "Write what they say into fewer files.")


def _no_scenario(tree: Node, text: str, shown: str) -> Problem | None:
    """Say why a text is no scenario at all."""
    if tree.value is None:
        return Problem(Origin(shown), "", "It is empty.", "Try: shortfall new NAME")
    if isinstance(tree.value, dict):
        return None
    says = f"A scenario is a mapping of keys; this is {clipped(repr(text.strip()))}."
    return Problem(
        Origin(shown), "", says, "Write for example  name: my-case", text=text.splitlines()[0]
    )


def file_names(tree: Node, key: str, rows: Sequence[str], problems: list[Problem]) -> list[Node]:
    """Give the names of files under a key: one, or a list of them."""
    entry = tree.mapping.get(key)
    if entry is None:
        return []
    names = entry.value if isinstance(entry.value, list) else [entry]
    for name in names:
        if not isinstance(name.value, str) or not name.value:
            says = f"{key} takes a file name or a list of them, not {clipped(flow(plain(name)))}."
            remedy = f"Write for example  {key}: baseline.yaml"
            problems.append(_at(name, rows, says, remedy, key))
    return [name for name in names if isinstance(name.value, str) and name.value]


def _at(node: Node, rows: Sequence[str], says: str, remedy: str, key: str = "extends") -> Problem:
    return Problem(node.at, key, says, remedy, text=rows[node.at.line - 1])

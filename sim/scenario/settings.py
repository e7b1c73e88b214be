"""Settings of the command line, ``--set path=value``, as the last layers of a scenario."""

import datetime as dt
from collections.abc import Sequence

from sim.scenario.errors import Problem, ScenarioError, clipped, did_you_mean, listed, sentences
from sim.scenario.layer import Layer
from sim.scenario.merge import Merger
from sim.scenario.node import Node, find
from sim.scenario.origin import SETTINGS, Key, Origin, Path, dotted
from sim.scenario.outline import annotations_at, blocks_at, is_entry, keys_at
from sim.scenario.read import parse
from sim.scenario.scalar import NULLS, scalar
from sim.scenario.unquote import unquoted
from sim.scenario.visible import one_line

WITHOUT = "without"
"""Key that names files to leave out."""


def lay_settings(settings: Sequence[str], layers: Sequence[Layer], merger: Merger) -> Layer:
    """Lay settings over layers, each over those before it; give all of them as one layer.

    Values follow the rules of the file, so ``null`` removes and ``{triangular: [90, 180, 365]}``
    is a distribution.

    Raises
    ------
    ScenarioError
        A setting has no ``=`` or no value, its value is not YAML, or the scenario has no such path.
    """
    assert merger.tree is not None, "settings change something"
    problems: list[Problem] = []
    ancestors = frozenset(layer.name for layer in layers)
    alone = Merger()
    for number, setting in enumerate(settings, start=1):
        if setting.partition("=")[0].strip() == WITHOUT:
            continue  # it says which files there are, not what they say
        at = Origin(SETTINGS, number)
        try:
            path, value = _read(setting, at, merger.tree)
        except ScenarioError as error:
            problems += error.problems
            continue
        if isinstance(path[-1], dt.date):
            path, value = _with_other_dates(path, value, merger.tree)
        for key in reversed(path):
            value = Node({key: value}, at)
        layer = Layer(SETTINGS, unquoted(value), tuple(settings), ancestors)
        merger.lay(layer)
        alone.lay(layer)
    if problems:
        raise ScenarioError(problems)
    return Layer(SETTINGS, alone.tree or Node({}, Origin(SETTINGS)), tuple(settings), ancestors)


def brief(setting: str) -> str:
    """Leave out the block that a path begins with: ``halt.duration_days=60``.

    Examples
    --------
    >>> brief("disruptions.halt.duration_days=60"), brief("histories=64")
    ('halt.duration_days=60', 'histories=64')
    """
    path, _, value = setting.partition("=")
    words = path.strip().split(".")
    return f"{'.'.join(words[1:] if len(words) > 2 else words)}={value.strip()}"


def in_brief(settings: Sequence[str]) -> str:
    """Write what ``--set`` changed in one line, nothing where it changed nothing."""
    return one_line(", ".join(map(brief, settings)))


def with_changes(name: str, settings: Sequence[str]) -> str:
    """Put what ``--set`` changed behind a name or a title.

    Examples
    --------
    >>> with_changes("Two mines", ["consumers.motors.stock_days=10"]), with_changes("Two mines", [])
    ('Two mines (motors.stock_days=10)', 'Two mines')
    """
    changes = in_brief(settings)
    return f"{name} ({changes})" if changes else name


def parted(setting: str, at: Origin) -> tuple[str, Node]:
    """Part a setting into the name before its ``=`` and the value after it.

    Raises
    ------
    ScenarioError
        There is no ``=``, nothing on a side of it, or what is after it is not YAML.
    """
    name, equals, text = setting.partition("=")
    if not (name and equals):
        says = f"'{setting}' is not path=value."
        raise _refused(setting, at, says, "Write --set consumers.us_ev.stock_days=30")
    try:
        value = _placed(parse(text, SETTINGS), at)
    except ScenarioError as error:
        first = error.problems[0]
        raise _refused(setting, at, first.message, first.remedy, name) from None
    if value.value is None and text.strip() not in NULLS:
        says = "There is no value after the =."
        raise _refused(setting, at, says, "Write null to remove what is there.", name)
    return name.strip(), value


def _refused(setting: str, at: Origin, says: str, remedy: str, where: str = "") -> ScenarioError:
    return ScenarioError([Problem(at, where, says, remedy, text=setting)])


def _read(setting: str, at: Origin, tree: Node) -> tuple[Path, Node]:
    """Take one setting apart."""
    name, value = parted(setting, at)
    path: Path = ()
    words = name.split(".")
    for number, word in enumerate(words, start=1):
        reached, node = find(tree, path)
        known = {str(key): key for key, _ in node.children} if reached == path else {}
        fields = keys_at(tree, path)
        if word in known or word in fields:
            path = (*path, known.get(word, word))
            continue
        key = _new_name(word, tree, path)
        dated = isinstance(key, dt.date) and not any(isinstance(k, dt.date) for k in known.values())
        last = number == len(words) and not dated  # the first date would take the place of a value
        if key is None or not last or not _is_whole(value, tree, (*path, key)):
            says = f"There is no '{clipped(word)}' {f'in {dotted(path)}' if path else 'here'}."
            names = {*known, *fields}
            hints = [did_you_mean(word, names), f"Known: {listed(names)}."]
            if key is not None:
                new = f"={{{word}: ...}}" if dated else f".{clipped(word)}={{...}}"
                hints.append(f"To add it, write all of it: --set '{dotted(path)}{new}'.")
            raise _refused(setting, at, says, sentences(*hints), name)
        path = (*path, key)
    return path, value


def _new_name(word: str, tree: Node, path: Path) -> Key | None:
    """Read a word as the name of a new entry of a table; none where it can be none."""
    keys: list[Key] = [word]
    try:
        meant = scalar(word)
    except ValueError:  # no such date
        meant = None
    if isinstance(meant, dt.date):
        keys.append(meant)
    return next((key for key in keys if is_entry(tree, (*path, key))), None)


def _is_whole(value: Node, tree: Node, path: Path) -> bool:
    """Tell whether a value may be all of a new entry: a block is a mapping, and null is nothing."""
    blocks, kinds = blocks_at(tree, path), annotations_at(tree, path)
    return isinstance(value.value, dict) or (value.value is not None and len(blocks) < len(kinds))


def _with_other_dates(path: Path, value: Node, tree: Node) -> tuple[Path, Node]:
    """Give all dated values of a number of which one changes: layers replace them as a whole."""
    *above, date = path
    _, there = find(tree, tuple(above))
    dates = {key: node for key, node in there.mapping.items() if key != date}
    return tuple(above), Node(dates if value.value is None else {**dates, date: value}, value.at)


def _placed(node: Node, at: Origin) -> Node:
    """Give a value and all in it the place of its setting."""
    if isinstance(node.value, dict):
        return Node({key: _placed(child, at) for key, child in node.value.items()}, at)
    if isinstance(node.value, list):
        return Node([_placed(child, at) for child in node.value], at)
    return Node(node.value, at)

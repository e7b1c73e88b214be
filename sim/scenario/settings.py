"""Settings of the command line, ``--set path=value``, as the last layer of a scenario."""

import datetime as dt
from collections.abc import Sequence

from sim.scenario.errors import Problem, ScenarioError, clipped, did_you_mean, listed, sentences
from sim.scenario.layer import Layer
from sim.scenario.node import Node, find
from sim.scenario.origin import SETTINGS, Key, Origin, Path, dotted
from sim.scenario.outline import TABLES, keys_at
from sim.scenario.read import parse
from sim.scenario.unquote import unquoted


def settings_layer(settings: Sequence[str], layers: Sequence[Layer], tree: Node) -> Layer:
    """Read settings against the tree that they change.

    Values follow the rules of the file, so ``null`` removes and ``{triangular: [90, 180, 365]}``
    is a distribution.

    Raises
    ------
    ScenarioError
        A setting has no ``=``, its value is not YAML, or the scenario has no such path.
    """
    problems: list[Problem] = []
    top = Node({}, Origin(SETTINGS))
    for number, setting in enumerate(settings, start=1):
        at = Origin(SETTINGS, number)
        try:
            path, value = _read(setting, at, tree, top)
        except ScenarioError as error:
            problems += error.problems
            continue
        if isinstance(path[-1], dt.date):
            path, value = _with_other_dates(path, value, tree, top)
        _put(top, path, value, at)
    if problems:
        raise ScenarioError(problems)
    ancestors = frozenset(layer.name for layer in layers)
    return Layer(SETTINGS, unquoted(top), tuple(settings), ancestors)


def _read(setting: str, at: Origin, tree: Node, earlier: Node) -> tuple[Path, Node]:
    """Take one setting apart; it may change what an *earlier* one adds."""

    def refused(says: str, remedy: str, where: str = "") -> ScenarioError:
        return ScenarioError([Problem(at, where, says, remedy, text=setting)])

    name, equals, text = setting.partition("=")
    if not (name and equals):
        raise refused(
            f"'{setting}' is not path=value.", "Write --set consumers.us_ev.stock_days=30"
        )
    try:
        value = _placed(parse(text, SETTINGS), at)
    except ScenarioError as error:
        raise refused(error.problems[0].message, error.problems[0].remedy, name) from None
    path: Path = ()
    words = name.strip().split(".")
    for word in words:
        known = {str(key): key for key, _ in find(tree, path)[1].children}
        reached, added = find(earlier, path)
        known |= {str(key): key for key, _ in added.children if reached == path}
        fields = keys_at(tree, path)
        new_entry = path in {(table,) for table in TABLES} and isinstance(value.value, dict)
        if word not in known and word not in fields and not (new_entry and word == words[-1]):
            says = f"There is no '{clipped(word)}' {f'in {dotted(path)}' if path else 'here'}."
            names = {*known, *fields}
            raise refused(
                says, sentences(did_you_mean(word, names), f"Known: {listed(names)}."), name
            )
        path = (*path, known.get(word, word))
    return path, value


def _with_other_dates(path: Path, value: Node, tree: Node, earlier: Node) -> tuple[Path, Node]:
    """Give all dated values of a number of which one changes: layers replace them as a whole."""
    *above, date = path
    reached, there = find(earlier, tuple(above))
    if reached != tuple(above):
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


def _put(top: Node, path: Path, value: Node, at: Origin) -> None:
    """Put a value into the tree of settings; a later setting of the same path wins."""
    entries: dict[Key, Node] = top.mapping
    for key in path[:-1]:
        if not isinstance(entries.setdefault(key, Node({}, at)).value, dict):
            entries[key] = Node({}, at)
        entries = entries[key].mapping
    entries[path[-1]] = value

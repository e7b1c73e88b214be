"""Settings of the command line, ``--set path=value``, as the last layers of a scenario."""

import datetime as dt
from collections.abc import Sequence

from sim.scenario.errors import Problem, ScenarioError, clipped, did_you_mean, listed, sentences
from sim.scenario.layer import Layer
from sim.scenario.merge import Merger
from sim.scenario.node import Node, find
from sim.scenario.origin import SETTINGS, Origin, Path, dotted
from sim.scenario.outline import TABLES, keys_at
from sim.scenario.read import parse
from sim.scenario.scalar import NULLS
from sim.scenario.unquote import unquoted


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


def _read(setting: str, at: Origin, tree: Node) -> tuple[Path, Node]:
    """Take one setting apart."""

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
    if value.value is None and text.strip() not in NULLS:
        raise refused("There is no value after the =.", "Write null to remove what is there.", name)
    path: Path = ()
    words = name.strip().split(".")
    for word in words:
        reached, node = find(tree, path)
        known = {str(key): key for key, _ in node.children} if reached == path else {}
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

"""Which files ``without`` leaves out: of these nothing is read, while what they extend stays."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from sim.scenario.errors import Problem, ScenarioError, clipped, did_you_mean, listed, sentences
from sim.scenario.layer import Layer, file_names
from sim.scenario.node import Node
from sim.scenario.origin import SETTINGS, Origin
from sim.scenario.settings import WITHOUT, parted


def left_out(files: Sequence[Layer], settings: Sequence[str]) -> Mapping[str, Node]:
    """Find the files that are left out, by the names of their layers, with where that is said.

    Parameters
    ----------
    files
        The chain of files, the one asked for last.
    settings
        Settings of the command line, ``without=NAME`` or ``without=[NAMES]`` among them.

    Raises
    ------
    ScenarioError
        A name is not that of one file which the one that says so extends, or a file is left out by
        one that another, which builds on it, does not extend.
    """
    problems: list[Problem] = []
    found: dict[str, Node] = {}
    droppers: dict[str, list[Layer]] = {}
    for layer in (*files, *_said_in(settings, files, problems)):
        chain = [file for file in files if file.name in layer.ancestors and file is not files[-1]]
        for node in layer.without:
            meant = [file.name for file in chain if _is_meant(str(node.value), file)]
            if len(meant) == 1:
                found.setdefault(meant[0], node)
                droppers.setdefault(meant[0], []).append(layer)
            else:
                problems.append(_not_one(node, layer, meant, chain))
    problems += [
        _kept(name, found[name], layers[0], file)
        for name, layers in droppers.items()
        for file in files
        if name in file.ancestors and not any(_in_line(file, layer) for layer in layers)
    ]
    if problems:
        raise ScenarioError(problems)
    return found


def still_needed(found: Mapping[str, Node], files: Sequence[Layer]) -> Iterator[Problem]:
    """Say beside what is wrong with a scenario that some of its files are left out."""
    rows = {layer.name: layer.rows for layer in files}
    for name, node in found.items():
        says = f"{name} is left out here: what builds on it may lack something."
        remedy = "Write what is lacking, or do not leave it out."
        text = rows[node.at.file][node.at.line - 1]
        yield Problem(node.at, WITHOUT, says, remedy, "warning", text)


def _said_in(
    settings: Sequence[str], files: Sequence[Layer], problems: list[Problem]
) -> Iterator[Layer]:
    """Give a layer for each setting that leaves files out."""
    for number, setting in enumerate(settings, start=1):
        if setting.partition("=")[0].strip() != WITHOUT:
            continue
        at = Origin(SETTINGS, number)
        name, value = parted(setting, at)
        tree = Node({name: value}, at)
        nodes = file_names(tree, WITHOUT, settings, problems)
        above = frozenset(file.name for file in files)
        yield Layer(SETTINGS, tree, tuple(settings), above, tuple(nodes))


def _is_meant(name: str, layer: Layer) -> bool:
    """Tell whether a name, with the end of the file's name or without, is that of a file."""
    if layer.file is None:
        return False
    given = PurePath(name).parts
    parts = layer.file.parts[-len(given) :]
    return given in (parts, (*parts[:-1], layer.file.stem))


def _in_line(one: Layer, other: Layer) -> bool:
    """Tell whether one of two layers is, or extends, the other."""
    return one.name == other.name or one.name in other.ancestors or other.name in one.ancestors


def _not_one(node: Node, layer: Layer, meant: Sequence[str], chain: Sequence[Layer]) -> Problem:
    """Say that a name is that of no file, or of several."""
    given, known = str(node.value), [PurePath(file.name).name for file in chain]
    if meant:
        says = f"'{clipped(given)}' is more than one of the files that are extended."
        remedy = f"Write more of its path: {listed(meant)}."
    else:
        says = f"'{clipped(given)}' is none of the files that are extended."
        remedy = sentences(did_you_mean(given, known), f"Known: {listed(known)}.")
    return Problem(node.at, WITHOUT, says, remedy, text=layer.rows[node.at.line - 1])


def _kept(name: str, node: Node, layer: Layer, file: Layer) -> Problem:
    """Say that a file which is left out is built on by another."""
    says = f"It leaves out {name}, on which {file.name} builds, and neither extends the other."
    remedy = "Say so in the file that extends both."
    return Problem(node.at, WITHOUT, says, remedy, text=layer.rows[node.at.line - 1])

"""From a scenario file to a frozen scenario whose every value knows where it comes from."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as File

from sim.scenario.check import check
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.finding import Finding
from sim.scenario.layer import Layer, gather
from sim.scenario.locate import locate
from sim.scenario.merge import OWN, Merger
from sim.scenario.node import Node, find, walk
from sim.scenario.origin import SETTINGS, Origin, Path, dotted
from sim.scenario.schema import Scenario
from sim.scenario.settings import settings_layer
from sim.scenario.sourcing import settle_sources
from sim.scenario.validate import validate


@dataclass(frozen=True)
class Loaded:
    """A scenario, and what is known about where it comes from."""

    scenario: Scenario
    """The resolved scenario."""
    origins: Mapping[Path, Origin]
    """Place of every key and list item that a file or ``--set`` gives; the rest are defaults."""
    warnings: tuple[Problem, ...]
    """What looks wrong, yet can be run."""
    files: tuple[File, ...]
    """Files it was read from, the extended before the extending."""
    named: str = ""
    """What it was asked for by: a file, or the name of a shipped scenario."""
    settings: tuple[str, ...] = ()
    """What ``--set`` changed, in order."""

    def changed(self, settings: Sequence[str]) -> "Loaded":
        """Read it again with more changes after its own.

        Raises
        ------
        ScenarioError
            With all that is wrong with the changed scenario.
        """
        return load(self.named, [*self.settings, *settings])


def load(path: str | os.PathLike[str], settings: Sequence[str] = ()) -> Loaded:
    """Read a scenario file, and what it extends, into one checked scenario.

    Parameters
    ----------
    path
        A file, or the name of a shipped scenario, as ``export-halt``.
    settings
        Changes as on the command line, ``consumers.us_ev.stock_days=30``.

    Raises
    ------
    ScenarioError
        With all that is wrong with the scenario.
    """
    file = locate(path)
    layers = gather(file)
    merger = Merger()
    for layer in layers:
        merger.lay(_named(layer) if layer is layers[-1] else _anonymous(layer))
    assert merger.tree is not None, "gather gives at least one layer"
    if settings:
        layers.append(settings_layer(settings, layers, merger.tree))
        merger.lay(layers[-1])
    tree, clashes = merger.result(layers)
    if clashes:
        raise ScenarioError(_in_order(clashes + merger.warnings, layers))
    tree = settle_sources(tree, layers)
    scenario, findings, whole = validate(tree)
    if scenario is not None:
        findings += check(scenario, tree, whole=whole)
    problems = _placed(findings, tree, layers)
    warnings = merger.warnings + [problem for problem in problems if problem.level == "warning"]
    errors = [problem for problem in problems if problem.level == "error"]
    if errors or scenario is None:
        raise ScenarioError(_in_order(errors + warnings, layers))
    return Loaded(
        scenario=scenario,
        origins={path: node.at for path, node in walk(tree) if path},
        warnings=tuple(_in_order(warnings, layers)),
        files=tuple(layer.file for layer in layers if layer.file is not None),
        named=os.fspath(path),
        settings=tuple(settings),
    )


def _named(layer: Layer) -> Layer:
    """Name a scenario after its file where it does not name itself."""
    if "name" in layer.tree.mapping or layer.file is None:
        return layer
    name = re.sub(r"[^a-z0-9]+", "-", layer.file.stem.lower()).strip("-") or "scenario"
    node = Node({"name": Node(name, layer.tree.at), **layer.tree.mapping}, layer.tree.at)
    return Layer(layer.name, node, layer.rows, layer.ancestors, layer.file)


def _anonymous(layer: Layer) -> Layer:
    """Leave out what an extended file says of itself."""
    kept = {key: node for key, node in layer.tree.mapping.items() if key not in OWN}
    return Layer(layer.name, Node(kept, layer.tree.at), layer.rows, layer.ancestors, layer.file)


def _placed(findings: Iterable[Finding], tree: Node, layers: Sequence[Layer]) -> list[Problem]:
    """Find the place in a file of what was found at a path of the scenario."""
    rows = {layer.name: layer.rows for layer in layers}
    problems = []
    for finding in findings:
        at = find(tree, finding.path)[1].at
        text = rows[at.file][at.line - 1] if at.line <= len(rows[at.file]) else ""
        path = dotted(finding.path)
        problems.append(Problem(at, path, finding.says, finding.remedy, finding.level, text))
    return problems


def _in_order(problems: Iterable[Problem], layers: Sequence[Layer]) -> list[Problem]:
    """Sort problems by file (the one asked for first), line and column, each once."""
    rank = {layer.name: number for number, layer in enumerate(reversed(layers))}
    rank[SETTINGS] = -1
    once = dict.fromkeys(problems)
    return sorted(once, key=lambda p: (rank[p.file], p.line, p.column, p.path))

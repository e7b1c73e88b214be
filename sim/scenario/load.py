"""From a scenario file to a frozen scenario whose every value knows where it comes from."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as File

from sim.scenario.check import check
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.finding import Finding
from sim.scenario.layer import Layer, gather
from sim.scenario.left_out import left_out, still_needed
from sim.scenario.locate import STDIN
from sim.scenario.merge import OWN, Merger
from sim.scenario.node import Node, find, walk
from sim.scenario.origin import SETTINGS, Origin, Path, dotted
from sim.scenario.schema import Scenario
from sim.scenario.schema.base import LONGEST_NAME
from sim.scenario.settings import lay_settings
from sim.scenario.sourcing import settle_sources
from sim.scenario.starting import settle_starts
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
    layers: tuple[Layer, ...] = ()
    """The files it was read from, the extended before the extending, with those left out."""
    left_out: frozenset[str] = frozenset()
    """Names of the layers that ``without`` leaves out."""
    named: str = ""
    """What it was asked for by: a file, the name of a shipped scenario, or ``-``."""
    settings: tuple[str, ...] = ()
    """What ``--set`` changed, in order."""
    root: File | None = None
    """The folder that extended files had to lie in, if one was asked for."""

    @property
    def inputs(self) -> dict[str, str]:
        """SHA-256 of the files it is made of, as they were when read; ``-`` is standard input.

        By their names; of several with the same name, the later ones by more of their paths.
        """
        found: dict[str, str] = {}
        for layer in self.layers:
            if layer.name in self.left_out:
                continue
            parts = layer.file.parts if layer.file else (STDIN,)
            names = ("/".join(parts[-count:]) for count in range(1, len(parts) + 1))
            found[next((name for name in names if name not in found), layer.name)] = layer.sha256
        return dict(sorted(found.items()))

    def changed(self, settings: Sequence[str]) -> "Loaded":
        """Give it with more changes after its own; no file is read again.

        Raises
        ------
        ScenarioError
            With all that is wrong with the changed scenario.
        """
        more = (*self.settings, *settings)
        return replace(_laid_over(self.layers, more), named=self.named, root=self.root)


def load(
    path: str | os.PathLike[str],
    settings: Sequence[str] = (),
    root: str | os.PathLike[str] | None = None,
) -> Loaded:
    """Read a scenario file, and what it extends, into one checked scenario.

    Parameters
    ----------
    path
        A file, the name of a shipped scenario, as ``export-halt``, or ``-`` for standard input.
    settings
        Changes as on the command line, ``consumers.us_ev.stock_days=30``; of two of one path the
        later holds.
    root
        Folder that extended files must lie in, if they are not shipped. Not given, it is the
        working folder if the scenario lies in it, else the scenario's own folder.

    Raises
    ------
    ScenarioError
        With all that is wrong with the scenario.
    """
    within = None if root is None else File(root)
    loaded = _laid_over(gather(path, within), settings)
    return replace(loaded, named=os.fspath(path), root=within)


def _laid_over(files: Sequence[Layer], settings: Sequence[str]) -> Loaded:
    """Lay files over each other, and settings over them, and check what comes of it."""
    dropped = left_out(files, settings)
    kept = [layer for layer in files if layer.name not in dropped]
    layers = [*map(_anonymous, kept[:-1]), _named(kept[-1])]
    merger = Merger()
    for layer in layers:
        merger.lay(layer)
    if settings:
        layers.append(lay_settings(settings, layers, merger))
    tree, clashes = merger.result(layers)
    if clashes:
        raise ScenarioError(_in_order(clashes + merger.warnings, layers))
    tree = settle_starts(settle_sources(tree, layers))
    scenario, findings, whole = validate(tree)
    if scenario is not None:
        findings += check(scenario, tree, whole=whole)
    problems = _placed(findings, tree, layers)
    warnings = merger.warnings + [problem for problem in problems if problem.level == "warning"]
    errors = [problem for problem in problems if problem.level == "error"]
    if errors or scenario is None:
        warnings += still_needed(dropped, [*files, *layers])
        raise ScenarioError(_in_order(errors + warnings, [*files, *layers]))
    return Loaded(
        scenario=scenario,
        origins={path: node.at for path, node in walk(tree) if path},
        warnings=tuple(_in_order(warnings, layers)),
        layers=tuple(files),
        left_out=frozenset(dropped),
        settings=tuple(settings),
    )


def _named(layer: Layer) -> Layer:
    """Name a scenario after its file where it does not name itself."""
    if layer.tree.mapping.get("name", Node(None, layer.tree.at)).value is not None:
        return layer
    stem = layer.file.stem if layer.file else "stdin"
    name = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:LONGEST_NAME]
    name = name.strip("-") or "scenario"
    node = Node({**layer.tree.mapping, "name": Node(name, layer.tree.at)}, layer.tree.at)
    return replace(layer, tree=node)


def _anonymous(layer: Layer) -> Layer:
    """Leave out what an extended file says of itself."""
    kept = {key: node for key, node in layer.tree.mapping.items() if key not in OWN}
    return replace(layer, tree=Node(kept, layer.tree.at))


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

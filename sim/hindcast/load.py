"""From the file of an episode to a checked episode, with the scenario that replays it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from sim.hindcast.check import check
from sim.hindcast.episode import Episode
from sim.scenario.errors import Problem, ScenarioError, clipped
from sim.scenario.finding import Finding
from sim.scenario.load import Loaded, load
from sim.scenario.locate import real, shipped_folder, shown_as
from sim.scenario.messages import message
from sim.scenario.misfit import one_each
from sim.scenario.node import Node, find, plain
from sim.scenario.origin import dotted
from sim.scenario.reach import OutOfReachError, Reach
from sim.scenario.read import parse
from sim.scenario.text import read_text

FOLDER = "observed"
"""Folder of the recorded episodes, among the shipped scenarios."""


@dataclass(frozen=True)
class LoadedEpisode:
    """An episode that was read."""

    name: str
    """Name of its file, without the suffix."""
    episode: Episode
    """What the file says."""
    loaded: Loaded
    """The scenario that replays it."""


def episodes() -> dict[str, Path]:
    """Find the shipped episodes by name: the files that name a scenario and series."""
    found = {}
    for file in sorted((shipped_folder() / FOLDER).glob("*.yaml")):
        keys = parse(read_text(file, shown_as(file)), shown_as(file)).mapping
        if "scenario" in keys and "series" in keys:
            found[file.stem] = file
    return found


def load_episode(
    path: str | os.PathLike[str],
    settings: Sequence[str] = (),
    root: str | os.PathLike[str] | None = None,
) -> LoadedEpisode:
    """Read the file of an episode and the scenario that it names.

    Parameters
    ----------
    path
        The file.
    settings
        Changes of the scenario as on the command line.
    root
        Folder that the scenario must lie in, and what it extends, as for a scenario's file.

    Raises
    ------
    ScenarioError
        With all that is wrong with the file, or with the scenario.
    """
    file = Path(path)
    shown = shown_as(file)
    text = read_text(file, shown)
    tree, rows = parse(text, shown), text.splitlines()
    try:
        episode = Episode.model_validate(plain(tree))
    except ValidationError as error:
        misfits = one_each(tree, error.errors(include_url=False, include_input=False))
        found = [message(tree, misfit, Episode) for misfit in misfits]
        raise _refused(tree, rows, found) from None
    reach = Reach.of(file, None if root is None else Path(root))
    try:
        target = reach.find(episode.scenario, real(file).parent)
    except OutOfReachError as error:
        says = f"It is replayed by '{clipped(episode.scenario)}', {error.says}."
        raise _refused(tree, rows, [Finding(("scenario",), says, error.remedy)]) from None
    loaded = load(target, settings, reach.root)
    if problems := list(check(episode, loaded.scenario)):
        raise _refused(tree, rows, problems)
    return LoadedEpisode(file.stem, episode, loaded)


def _refused(tree: Node, rows: Sequence[str], findings: Sequence[Finding]) -> ScenarioError:
    problems = []
    for finding in findings:
        at = find(tree, finding.path)[1].at
        text = rows[at.line - 1] if at.line <= len(rows) else ""
        path = dotted(finding.path)
        problems.append(Problem(at, path, finding.says, finding.remedy, finding.level, text))
    return ScenarioError(sorted(problems, key=lambda p: (p.line, p.column)))

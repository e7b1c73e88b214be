"""From the file of an episode to a checked episode, with the scenario that replays it."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from sim.hindcast.announcements import Announcements
from sim.hindcast.check import check
from sim.hindcast.check_announcements import check_announcements
from sim.hindcast.episode import Episode
from sim.scenario.errors import Problem, ScenarioError, clipped
from sim.scenario.finding import Finding
from sim.scenario.load import Loaded, load
from sim.scenario.locate import real, shipped_folder, shown_as
from sim.scenario.messages import message
from sim.scenario.misfit import one_each
from sim.scenario.node import Node, find, plain
from sim.scenario.origin import Key, dotted
from sim.scenario.reach import OutOfReachError, Reach
from sim.scenario.read import parse
from sim.scenario.schema import Scenario
from sim.scenario.text import read_text

Recorded = TypeVar("Recorded", Episode, Announcements)
"""What a file may hold."""
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


@dataclass(frozen=True)
class LoadedAnnouncements:
    """Announcements that were read."""

    name: str
    """Name of their file, without the suffix."""
    announcements: Announcements
    """What the file says."""
    loaded: Loaded
    """The scenario whose schedule they score."""


def episodes() -> dict[str, Path]:
    """Find the shipped episodes by name: the files that name a scenario and series."""
    return _shipped("series")


def announcements() -> dict[str, Path]:
    """Find the shipped files of announcements by name."""
    return _shipped("announcements")


def _shipped(key: str) -> dict[str, Path]:
    """Find the shipped files that name a scenario and have a key."""
    files = sorted((shipped_folder() / FOLDER).glob("*.yaml"))
    return {file.stem: file for file in files if {"scenario", key} <= _keys(file)}


def are_announcements(file: Path) -> bool:
    """Tell whether a file holds announcements, rather than an episode."""
    return "announcements" in _keys(file)


def _keys(file: Path) -> set[Key]:
    shown = shown_as(file)
    return {*parse(read_text(file, shown), shown).mapping}


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
    return LoadedEpisode(file.stem, *_checked(file, Episode, check, settings, root))


def load_announcements(
    path: str | os.PathLike[str],
    settings: Sequence[str] = (),
    root: str | os.PathLike[str] | None = None,
) -> LoadedAnnouncements:
    """Read a file of announcements and the scenario that it names, as :func:`load_episode` does.

    Raises
    ------
    ScenarioError
        With all that is wrong with the file, or with the scenario.
    """
    file = Path(path)
    found = _checked(file, Announcements, check_announcements, settings, root)
    return LoadedAnnouncements(file.stem, *found)


def _checked(
    file: Path,
    kind: type[Recorded],
    holds: Callable[[Recorded, Scenario], Iterable[Finding]],
    settings: Sequence[str],
    root: str | os.PathLike[str] | None,
) -> tuple[Recorded, Loaded]:
    """Read a file of what is recorded, and the scenario that it names."""
    shown = shown_as(file)
    text = read_text(file, shown)
    tree, rows = parse(text, shown), text.splitlines()
    try:
        found = kind.model_validate(plain(tree))
    except ValidationError as error:
        misfits = one_each(tree, error.errors(include_url=False, include_input=False))
        problems = [message(tree, misfit, kind) for misfit in misfits]
        raise _refused(tree, rows, problems) from None
    reach = Reach.of(file, None if root is None else Path(root))
    try:
        target = reach.find(found.scenario, real(file).parent)
    except OutOfReachError as error:
        says = f"It is replayed by '{clipped(found.scenario)}', {error.says}."
        raise _refused(tree, rows, [Finding(("scenario",), says, error.remedy)]) from None
    loaded = load(target, settings, reach.root)
    if problems := list(holds(found, loaded.scenario)):
        raise _refused(tree, rows, problems)
    return found, loaded


def _refused(tree: Node, rows: Sequence[str], findings: Sequence[Finding]) -> ScenarioError:
    problems = []
    for finding in findings:
        at = find(tree, finding.path)[1].at
        text = rows[at.line - 1] if at.line <= len(rows) else ""
        path = dotted(finding.path)
        problems.append(Problem(at, path, finding.says, finding.remedy, finding.level, text))
    return ScenarioError(sorted(problems, key=lambda p: (p.line, p.column)))

"""The plan of a sweep: every point's scenario read and checked before the first is run."""

import hashlib
import json
import shlex
from dataclasses import dataclass
from pathlib import Path

from sim.output.run_request import RunRequest
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.load import Loaded, load
from sim.sweep.design import Design
from sim.sweep.vary import VaryError
from sim.world.chance.sampling import Scheme

LENGTH = 10
"""Hexadecimal digits in the name of a sweep's folder."""

POINTS = "points"
"""Folder of the points' own folders."""
TWINS = "twins"
"""Folder in which points leave their undisrupted twins: where only disruptions vary, one does."""


@dataclass(frozen=True)
class Base:
    """What all points of a sweep have in common."""

    file: str
    """Scenario file, as the user named it."""
    settings: tuple[str, ...]
    """What ``--set`` changes at every point."""
    histories: int
    """Histories asked for."""
    seed: int
    sampling: Scheme
    out: Path
    """Folder in which the sweep's folder is made."""


@dataclass(frozen=True)
class Point:
    """A point of the design: a request for a run, or what is wrong with its scenario."""

    number: int
    values: tuple[str, ...]
    """Values of the inputs, as ``--set`` takes them."""
    request: RunRequest | None
    """What to run; none if the scenario is invalid."""
    error: str
    """What is wrong with the scenario; empty if it can be run."""

    @property
    def folder(self) -> str:
        """Name of its folder, below the sweep's; empty if it has none."""
        return "" if self.request is None else f"{POINTS}/{self.request.folder.name}"


@dataclass(frozen=True)
class Sweep:
    """A base, a design, and all points ready to be run."""

    base: Base
    loaded: Loaded
    """The scenario without what is varied."""
    design: Design
    digest: str
    """Stands for the scenario, the design, the seed and the sampling."""
    points: tuple[Point, ...]
    histories: int
    """Histories at each point: what was asked for, or the next number that the sampling takes."""

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return self.loaded.scenario.name

    @property
    def folder(self) -> Path:
        """Where all of it is written."""
        return folder_of(self.base, self.name, self.digest)

    def command(self, point: int) -> str:
        """Write the command that runs one point by itself, into the same folder."""
        words = ["shortfall", "run", self.base.file]
        for setting in (*self.base.settings, *self.design.settings(point)):
            words += ["--set", setting]
        words += ["-n", str(self.base.histories), "--seed", str(self.base.seed)]
        if self.base.sampling != "random":
            words += ["--sampling", self.base.sampling]
        return shlex.join([*words, "--no-figures", "--out", str(self.folder / POINTS)])


def plan(base: Base, loaded: Loaded, design: Design) -> Sweep:
    """Read every point's scenario.

    Parameters
    ----------
    base : Base
    loaded : Loaded
        The scenario with what *base* sets, and without what is varied.
    design : Design

    Returns
    -------
    Sweep
        With a point for each of the design; those whose scenario is invalid say why.

    Raises
    ------
    ScenarioError
        No point can be run: with all that is wrong, each thing once.
    VaryError
        A range gives fractions where the scenario takes whole numbers.
    """
    what, histories = RunRequest(loaded, base.histories, base.seed, base.sampling).settled
    name = _digest(what.digest, design)
    folder = folder_of(base, loaded.scenario.name, name)
    points: list[Point] = []
    problems: dict[tuple[str, str], Problem] = {}
    for number, values in enumerate(design.points):
        try:
            found = load(base.file, [*base.settings, *design.settings(number)])
        except ScenarioError as error:
            _check_whole(design, error)
            for problem in error.problems:
                problems.setdefault((problem.path, problem.message), problem)
            errors = [str(problem) for problem in error.problems if problem.level == "error"]
            points.append(Point(number, values, None, "\n".join(errors)))
        else:
            request = RunRequest(
                found,
                base.histories,
                base.seed,
                base.sampling,
                folder / POINTS,
                twins=folder / TWINS,
            )
            points.append(Point(number, values, request, ""))
    if all(point.request is None for point in points):
        raise ScenarioError(list(problems.values()))
    return Sweep(base, loaded, design, name, tuple(points), histories)


def folder_of(base: Base, name: str, digest: str) -> Path:
    """Name the folder of a sweep."""
    return base.out / f"sweep-{name}-{digest}"


def _digest(scenario: str, design: Design) -> str:
    """Hash what decides the results of every point; *scenario* stands for all but the design."""
    content = {"scenario": scenario, "inputs": design.inputs, "points": design.points}
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:LENGTH]


def _check_whole(design: Design, error: ScenarioError) -> None:
    """Refuse a range that gives fractions to a key that takes whole numbers."""
    ranges = {axis.path for axis in design.axes if axis.ends is not None}
    for problem in error.problems:
        if problem.path in ranges and "is not a whole number" in problem.message:
            raise VaryError(
                f"--vary {problem.path}: {problem.message} Choose the number of values so that "
                f"they come out whole, or write them out, as {problem.path}=1,2,3."
            ) from error

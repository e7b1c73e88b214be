"""The plan of a sweep: every point's scenario read and checked before the first is run."""

import hashlib
import json
import shlex
from dataclasses import dataclass
from pathlib import Path

from sim.output.run_request import POINTS, RunRequest
from sim.scenario.digest import LENGTH
from sim.scenario.errors import Problem, ScenarioError, first_of
from sim.sweep.design import Design
from sim.sweep.vary import VaryError


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
    """A request, a design, and all points ready to be run."""

    request: RunRequest
    """What all points have in common: the scenario without what is varied."""
    design: Design
    digest: str
    """Stands for the scenario, the design, the seed and the sampling."""
    points: tuple[Point, ...]

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return self.request.loaded.scenario.name

    @property
    def histories(self) -> int:
        """Histories at each point: those asked for, or the next number the sampling takes."""
        return self.request.settled[1]

    @property
    def folder(self) -> Path:
        """Where all of it is written."""
        return folder_of(self.request, self.digest)

    def command(self, point: int) -> str:
        """Write the command that runs one point by itself, into the same folder."""
        request, loaded = self.request, self.request.loaded
        words = ["shortfall", "run", loaded.named]
        for setting in (*loaded.settings, *self.design.settings(point)):
            words += ["--set", setting]
        words += ["-n", str(request.histories), "--seed", str(request.seed)]
        if loaded.root is not None:
            words += ["--root", str(loaded.root)]
        if request.sampling != "random":
            words += ["--sampling", request.sampling]
        return shlex.join([*words, "--no-figures", "--out", str(self.folder / POINTS)])


def plan(request: RunRequest, design: Design) -> Sweep:
    """Read every point's scenario.

    Parameters
    ----------
    request : RunRequest
        What all points have in common, without what is varied.
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
    digest = _digest(request.settled[0].digest, design)
    folder = folder_of(request, digest)
    points: list[Point] = []
    problems: dict[tuple[str, str], Problem] = {}
    for number, values in enumerate(design.points):
        try:
            of_point = request.within(folder, design.settings(number))
        except ScenarioError as error:
            _check_whole(design, error)
            for problem in error.problems:
                problems.setdefault((problem.path, problem.message), problem)
            shown, rest = first_of([one for one in error.problems if one.level == "error"])
            text = "\n".join([*map(str, shown), *([rest] if rest else [])])
            points.append(Point(number, values, None, text))
        else:
            points.append(Point(number, values, of_point, ""))
    if all(point.request is None for point in points):
        raise ScenarioError(list(problems.values()))
    return Sweep(request, design, digest, tuple(points))


def folder_of(request: RunRequest, digest: str) -> Path:
    """Name the folder of a sweep."""
    return request.out / f"sweep-{request.loaded.scenario.name}-{digest}"


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

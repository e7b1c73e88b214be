"""The plan of a sweep: every point's scenario read and checked before the first is run."""

import hashlib
import json
import shlex
from dataclasses import dataclass, replace
from pathlib import Path

from sim.design.together import worlds_of
from sim.output.run_request import RunRequest
from sim.scenario.digest import LENGTH
from sim.scenario.errors import Problem, ScenarioError, first_of, listed
from sim.scenario.schema import Scenario
from sim.scenario.settings import with_changes
from sim.study.job import Job
from sim.sweep.design import Design
from sim.sweep.vary import VaryError

RUNS = "runs"
"""Folder of whole runs of points, within that of the sweep."""


@dataclass(frozen=True)
class Point:
    """A point of the design: a request for a run of it, or what is wrong with its scenario."""

    number: int
    values: tuple[str, ...]
    """Values of the inputs, as ``--set`` takes them."""
    request: RunRequest | None
    """Asks for a whole run of it; none if the scenario is invalid."""
    error: str
    """What is wrong with the scenario; empty if it can be run."""

    @property
    def run(self) -> str:
        """Name of the folder of a whole run of it, wherever that is; empty if it has none."""
        return "" if self.request is None else self.request.folder.name

    @property
    def job(self) -> Job:
        """What is run."""
        assert self.request is not None, "an invalid point is not run"
        return self.request.settled[0]

    @property
    def scenario(self) -> Scenario:
        """Its scenario."""
        return self.job.scenario


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
    def title(self) -> str:
        """What figures call it: the scenario's title, and what ``--set`` changed at every point."""
        loaded = self.request.loaded
        return with_changes(loaded.scenario.called, loaded.settings)

    @property
    def scenario(self) -> Scenario:
        """The scenario of the first point that can be run."""
        return next(point.scenario for point in self.points if point.request is not None)

    @property
    def invalid(self) -> tuple[Point, ...]:
        """The points that cannot be run."""
        return tuple(point for point in self.points if point.request is None)

    @property
    def is_random(self) -> bool:
        """Tell whether there is chance at any point."""
        return any(point.job.is_random for point in self.points if point.request is not None)

    @property
    def histories(self) -> int:
        """Histories at each point: those asked for, or the next number the sampling takes.

        One where there is no chance at any point.
        """
        counts = [point.request.settled[1] for point in self.points if point.request is not None]
        return max(counts, default=self.request.settled[1])

    @property
    def worlds(self) -> int:
        """Into how many worlds the points are put."""
        return worlds_of(point.scenario for point in self.points if point.request is not None)

    @property
    def twins(self) -> int:
        """Histories of undisrupted twins, of those that are the same once."""
        jobs = [point.job for point in self.points if point.request is not None]
        found = {one.twin.model_dump_json(): one.twin_is_random for one in jobs if one.twin}
        return sum(self.histories if is_random else 1 for is_random in found.values())

    @property
    def folder(self) -> Path:
        """Where all of it is written."""
        return folder_of(self.request, self.digest)

    def command(self, point: int) -> str:
        """Write the command that makes a whole run of a point."""
        request, loaded = self.request, self.request.loaded
        words = ["shortfall", "run", loaded.named]
        for setting in (*loaded.settings, *self.design.settings(point)):
            words += ["--set", setting]
        words += ["-n", str(request.histories), "--seed", str(request.seed)]
        if loaded.root is not None:
            words += ["--root", str(loaded.root)]
        if request.sampling != "random":
            words += ["--sampling", request.sampling]
        return shlex.join(words)


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
        No point can be run: with all that is wrong, each thing once, and at which points.
    VaryError
        A range gives fractions where the scenario takes whole numbers.
    """
    digest = _digest(request, design)
    folder = folder_of(request, digest)
    points: list[Point] = []
    problems: dict[tuple[str, str], tuple[Problem, list[int]]] = {}
    for number, values in enumerate(design.points):
        try:
            of_point = replace(
                request, loaded=request.loaded.changed(design.settings(number)), out=folder / RUNS
            )
        except ScenarioError as error:
            _check_whole(design, error)
            for problem in error.problems:
                key = problem.path, problem.message
                problems.setdefault(key, (problem, []))[1].append(number)
            shown, rest = first_of([one for one in error.problems if one.level == "error"])
            text = "\n".join([*map(str, shown), *([rest] if rest else [])])
            points.append(Point(number, values, None, text))
        else:
            points.append(Point(number, values, of_point, ""))
    if all(point.request is None for point in points):
        raise ScenarioError([_at(design, *one) for one in problems.values()])
    return Sweep(request, design, digest, tuple(points))


def _at(design: Design, problem: Problem, points: list[int]) -> Problem:
    """Say with a problem which points have it."""
    first, *others = points
    also = f"; also at {listed(others)}" if others else ""
    return replace(problem, message=f"{problem.message} At {design.named(first)}{also}.")


def folder_of(request: RunRequest, digest: str) -> Path:
    """Name the folder of a sweep."""
    return request.out / f"sweep-{request.loaded.scenario.name}-{digest}"


def _digest(request: RunRequest, design: Design) -> str:
    """Hash what decides the results of every point."""
    content = {
        "scenario": request.settled[0].digest,
        "sampling": request.sampling,
        "histories": request.histories if request.sampling == "latin" else None,
        "inputs": design.inputs,
        "points": design.points,
    }
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:LENGTH]


def _check_whole(design: Design, error: ScenarioError) -> None:
    """Refuse a range that gives fractions to a key that takes whole numbers."""
    ranges = {path for axis in design.axes if axis.ends is not None for path in axis.paths}
    for problem in error.problems:
        if problem.path in ranges and "is not a whole number" in problem.message:
            raise VaryError(
                f"--vary {problem.path}: {problem.message} Choose the number of values so that "
                f"they come out whole, or write them out, as {problem.path}=1,2,3."
            ) from error

"""What is finished of a design, on the disk: a design that is broken off goes on from there."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np

from sim.design.design import Design
from sim.design.take import Take, Taken
from sim.output.disk import make, write
from sim.output.lot import packed
from sim.output.lot_file import LotFile, largest_array
from sim.output.seal import Identity, is_of, sealed
from sim.output.stored_file import fingerprint
from sim.scenario.schema import Scenario
from sim.study.replicate import program

DIGITS = 16
"""Hexadecimal digits that name a point."""
NAMES = "names"
"""Array that lists what a part holds."""


class Store:
    """Keeps what was taken of each point, part by part, each in a sealed file of its own.

    What a file holds depends on the point's scenario, the seed, the sampling, what is taken and the
    program: designs that share points may share a folder.

    Parameters
    ----------
    folder : path
    design : Design
    take : function
    """

    def __init__(self, folder: Path, design: Design, take: Take) -> None:
        make(folder)
        self._folder, self._design = folder, design
        common = [program(), design.seed, design.scheme, _said(take)]
        if design.scheme == "latin":
            common.append(design.histories)
        self._common = json.dumps(common)
        self._digests: dict[int, str] = {}

    def read(self, point: int, first: int, count: int) -> Taken | None:
        """Read a part; none where it is not there, or not as it was written.

        Raises
        ------
        OutputError
            If something else stands in its place, or it cannot be read.
        """
        path, scenario = self._path(point, first, count), self._design.points[point]
        largest = largest_array(scenario) * (1 + count)
        found = fingerprint(path, at_most=largest)
        if found is None or not is_of(found, self._identity(point, first)):
            return None
        arrays = LotFile(path, largest)
        names = json.loads(arrays[NAMES].tobytes())
        return {name: arrays[str(at)] for at, name in enumerate(names)}

    def keep(self, point: int, first: int, count: int, taken: Taken) -> None:
        """Write a part.

        Raises
        ------
        OutputError
            If that fails.
        """
        names = np.frombuffer(json.dumps(list(taken)).encode(), np.uint8)
        content = packed({NAMES: names} | {str(at): a for at, a in enumerate(taken.values())})
        write(self._path(point, first, count), sealed(content, self._identity(point, first)))

    def _path(self, point: int, first: int, count: int) -> Path:
        return self._folder / f"{self._digest(point)}-{first:07}-{count}.npz"

    def _identity(self, point: int, first: int) -> Identity:
        return Identity("point", self._digest(point), first)

    def _digest(self, point: int) -> str:
        if point not in self._digests:
            text = self._common + _written(self._design.points[point])
            if point in self._design.drawn_as:
                text += _written(self._design.points[self._design.drawn_as[point]])
            if point in self._design.elsewhere:
                apart = sorted(self._design.elsewhere[point])
                text += json.dumps([self._design.histories, apart])
            if point in self._design.only:
                text += json.dumps(self._design.only[point])
            self._digests[point] = hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
        return self._digests[point]


def _written(scenario: Scenario) -> str:
    return scenario.model_dump_json(exclude={"histories", "seed"})


def _said(take: Take) -> object:
    """Name what is taken: equal takes in all processes alike."""
    name = getattr(take, "__qualname__", type(take).__qualname__)
    if not is_dataclass(take):
        return name
    values: Mapping[str, object] = {one.name: getattr(take, one.name) for one in fields(take)}
    return [name, {key: sorted(v) if isinstance(v, frozenset) else v for key, v in values.items()}]

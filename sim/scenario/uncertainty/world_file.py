"""The file of worlds: those that agree with what was recorded of an episode, and their weights.

A world is a seed and a number: what its numbers are follows from streams of chance that are named
after them. So the file is small, and a number that it does not know of is drawn as it would have
been there.
"""

import hashlib
import json
import os
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sim.scenario.locate import shipped_folder
from sim.scenario.schema.uncertainty import Kind, SourceGrade

FOLDER = "worlds"
"""Folder of the files of worlds, among the shipped scenarios."""
SHIPPED = "licences-2025"
"""Name of the file that scenarios draw from."""
FORMAT = 1
"""Version of the file."""
EDITION = 3
"""Counts up when other numbers are uncertain, or are drawn otherwise: worlds are others then."""
MOST = 1_000_000
"""Most worlds that are tried."""
DIGITS = 10
"""Hexadecimal digits of its hash that are shown."""


class WorldsError(Exception):
    """A file of worlds is of no use here; the message says what to do."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Met(_Strict):
    """Something that was observed, and by how much a world may be off."""

    unit: str
    recorded: list[float]
    """What is recorded, or first and last of a window."""
    error: float
    """Standard deviation of what was recorded."""
    discrepancy: float
    """Standard deviation of the model, were its numbers right."""


World = tuple[
    Annotated[int, Field(ge=0)],
    Annotated[float, Field(gt=0.0, allow_inf_nan=False)],
    Annotated[float, Field(ge=0.0)],
]
"""Number, weight and largest implausibility of a world."""


class WorldFile(_Strict):
    """The worlds, and what they were made of."""

    format: int
    edition: int = 1
    """Of what is uncertain, and how it is drawn."""
    name: str
    """Name of the episode whose months they agree with."""
    scenario: str
    """Name of the scenario that replays it."""
    digest: str
    """Of that scenario as it was run: of the numbers, and of the program."""
    version: str
    """Of the program."""
    seed: Annotated[int, Field(ge=0)]
    """Of the worlds, and of what happened in each."""
    prior: Annotated[int, Field(le=MOST)]
    """How many worlds were tried."""
    common: float
    """Correlation of two numbers of one source and kind."""
    widths: dict[Kind, dict[SourceGrade, float]]
    """Half widths by kind and grade."""
    cutoff: float
    """Implausibility beyond which a world was left out."""
    agreed: int
    """How many of the worlds tried were not left out."""
    tempered: float
    """Power of the likelihood that weights are made of, 1 if all of it counts."""
    effective: float
    """Effective number of the worlds that agreed, by these weights."""
    observations: dict[str, Met]
    """What they agree with."""
    factors: Annotated[list[str], Field(min_length=1)]
    """What numbers have in common, by source and kind: those that a scenario may share."""
    check: Annotated[list[float], Field(min_length=1)]
    """Scores of the first world's first factors, by which other chance is found out."""
    worlds: Annotated[list[World], Field(min_length=1)]
    """In the order in which they are drawn."""

    @model_validator(mode="after")
    def _is_each_one_that_was_tried(self) -> Self:
        numbers = {number for number, *_ in self.worlds}
        if len(numbers) < len(self.worlds):
            raise ValueError("a world is there twice")
        if max(numbers) >= self.prior:
            raise ValueError(f"world {max(numbers)} is none of the {self.prior} that were tried")
        return self

    def text(self) -> str:
        """Write it, a world a line."""
        content = self.model_dump(mode="json")
        rows = ",\n".join(f"  {json.dumps(row)}" for row in content.pop("worlds"))
        head = json.dumps(content, indent=1)[:-2]
        return f'{head},\n "worlds": [\n{rows}\n ]\n}}\n'


class Read(BaseModel):
    """A file of worlds that was read."""

    model_config = ConfigDict(frozen=True)

    file: WorldFile
    sha256: str
    """Of its bytes."""

    @property
    def said(self) -> str:
        """Name it, and its hash."""
        return f"{self.file.name} ({self.sha256[:DIGITS]})"


def shipped_worlds() -> Read | None:
    """Read the shipped file of worlds; none if there is none.

    Raises
    ------
    WorldsError
        If it cannot be read.
    """
    return read_worlds(shipped_folder() / FOLDER / f"{SHIPPED}.json")


def read_worlds(path: Path) -> Read | None:
    """Read a file of worlds; none if there is none.

    Raises
    ------
    WorldsError
        If it cannot be read, or is of another format.
    """
    try:
        stamp = path.stat()
    except OSError:
        return None
    return _read(os.fspath(path), stamp.st_mtime_ns, stamp.st_size)


@cache
def _read(path: str, _changed: int, _size: int) -> Read:
    try:
        data = Path(path).read_bytes()
        found = WorldFile.model_validate_json(data, strict=True)
    except (OSError, ValidationError, RecursionError) as error:
        says = _first(error) if isinstance(error, ValidationError) else str(error).splitlines()[0]
        raise WorldsError(
            f"{path} is no file of worlds ({says}); install shortfall again, or write it with "
            "'shortfall constrain --write'"
        ) from None
    if found.format != FORMAT:
        raise WorldsError(f"{path}: format {found.format}, this version reads {FORMAT}")
    return Read(file=found, sha256=hashlib.sha256(data).hexdigest())


def _first(error: ValidationError) -> str:
    """Say what is wrong first, and where."""
    found = error.errors(include_url=False, include_input=False)[0]
    return ": ".join(filter(None, (".".join(map(str, found["loc"])), found["msg"])))

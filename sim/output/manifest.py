"""``manifest.json``: what was run, with what, and the hash of every file that came of it.

It is written before anything is run, then without ``numbers``; and again last of all, with them:
a folder is complete when its manifest names the histories, and every file is as it lists it.
"""

import hashlib
import json
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim import __version__
from sim.output.disk import write
from sim.output.errors import DamagedError, OutputError
from sim.output.stored_file import Fingerprint, read
from sim.scenario.digest import LENGTH, drawing_hash, package_hash
from sim.scenario.uncertainty.inputs import inputs_of
from sim.scenario.uncertainty.meant import meant
from sim.study.job import Job
from sim.world.chance.sampling import Scheme

MANIFEST = "manifest.json"
FORMAT = 3
"""Version of the files' format, checked when they are read."""
MOST_BYTES = 64_000_000
"""Largest manifest or summary that is read."""
OPTIONAL = ("as_of", "worlds", "known", "named", "settings")
"""Fields that are left out where there is nothing to say."""
SEAL = "seal"
"""Last key: hash of all before it."""

Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Name = Annotated[str, Field(pattern=r"^(\w[\w.-]*/)?\w[\w.-]*$")]
"""Path of a file within the folder of its run."""
Stretch = Annotated[list[int], Field(min_length=2, max_length=2)]
"""First and last of some numbers."""


class Strict(BaseModel):
    """A part of a file of a run, as it was written and no other."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Listed(Strict):
    """A file, as it was written."""

    bytes: Annotated[int, Field(ge=0)]
    sha256: Hash

    @classmethod
    def of(cls, found: Fingerprint) -> "Listed":
        """List a file as it is."""
        return cls(bytes=found.size, sha256=found.sha256)


class Sealed(Strict):
    """A JSON file of a run, whose last key is the hash of all before it."""

    def text(self) -> str:
        """Write it."""
        raise NotImplementedError

    @classmethod
    def as_written(cls, content: Mapping[str, Any], data: bytes) -> Self | None:
        """Read a file's content, parsed from its bytes; none if it is not as it was written."""
        try:
            found = cls.model_validate({k: v for k, v in content.items() if k != SEAL})
        except ValidationError:
            return None
        return found if found.text().encode() == data else None


class Manifest(Sealed):
    """What a folder is of, and what it holds; nothing in it depends on the time or the machine."""

    format: int
    name: str
    digest: str
    seed: int
    sampling: Scheme
    source: str
    """Hash of the program that ran it, ten hexadecimal digits."""
    as_of: str | None = None
    """Day up to which its world is known, as the scenario says; left out where it does not."""
    worlds: Hash | None = None
    """Hash of the file of worlds that histories are in; left out where there is none."""
    known: list[str] | None = None
    """Numbers that are the same in every history as no source is given for them, where others are
    uncertain; left out where there are none."""
    named: str = ""
    """What its scenario was asked for by: a shipped name, or that of a file without its folders."""
    settings: list[str] = []
    """What ``--set`` changed in it."""
    versions: dict[str, str]
    inputs: dict[str, Hash]
    """Scenario files the run was read from, by their names."""
    drawing: str | None = None
    """Hash of the code that drew the figures, and how they look if not as usual; none where there
    are none of these histories."""
    numbers: Annotated[list[Stretch], Field(min_length=1)] | None = None
    """First and last number of each stretch of histories; none before the tables are written."""
    files: dict[Name, Listed] = {}

    @classmethod
    def of(cls, job: Job, inputs: Mapping[str, str] | None = None) -> "Manifest":
        """Describe a run that begins.

        Parameters
        ----------
        job : Job
            What is run.
        inputs : mapping of str to str, optional
            SHA-256 of the scenario files it was read from, by their names.
        """
        import numpy as np
        import simpy

        worlds, uncertain = meant(job.scenario), inputs_of(job.scenario)
        return cls(
            format=FORMAT,
            name=job.scenario.name,
            digest=job.digest,
            seed=job.seed,
            sampling=job.scheme,
            source=package_hash()[:LENGTH],
            as_of=None if job.scenario.as_of is None else job.scenario.as_of.isoformat(),
            worlds=None if worlds is None or worlds.worlds is None else worlds.worlds.sha256,
            known=None if uncertain is None else [*uncertain.known] or None,
            named=job.named,
            settings=list(job.settings),
            versions={
                "shortfall": __version__,
                "numpy": np.__version__,
                "simpy": simpy.__version__,
                "matplotlib": version("matplotlib"),
                "python": platform.python_version(),
            },
            inputs=dict(inputs or {}),
        )

    @classmethod
    def read(cls, folder: Path) -> "Manifest | None":
        """Read that of a folder; none if there is none.

        Raises
        ------
        DamagedError
            If it is not as it was written.
        OutputError
            If it is of another format than this version writes, or cannot be read.
        """
        path = folder / MANIFEST
        if (data := read(path, MOST_BYTES)) is None:
            return None
        found = cls.as_written(parsed(data, path), data)
        if found is None:
            raise _damaged(path)
        return found

    @classmethod
    def begun(cls, folder: Path) -> "Manifest | None":
        """Read that of a folder which may be begun anew; none if there is none, or it is damaged.

        Raises
        ------
        OutputError
            If it is of another format than this version writes, or cannot be read.
        """
        try:
            return cls.read(folder)
        except DamagedError:
            return None

    def with_changes(self, **changes: Any) -> "Manifest":
        """Give the same but for some fields."""
        return self.model_copy(update=changes)

    def text(self) -> str:
        """Write it, files by name."""
        absent = {name for name in OPTIONAL if not getattr(self, name)}
        content = self.model_dump(mode="json", exclude=absent)
        content["files"] = dict(sorted(content["files"].items()))
        return with_seal(content)

    def save(self, folder: Path) -> Path:
        """Write it into a folder.

        Raises
        ------
        OutputError
            If that fails.
        """
        return write(folder / MANIFEST, self.text().encode())

    @property
    def look(self) -> str:
        """How its figures look; nothing as usual."""
        return (self.drawing or "").partition(" ")[2]

    @property
    def reach(self) -> int:
        """How many histories the tables are of, from the first on without a hole."""
        first, last = (self.numbers or [[0, -1]])[0]
        return last + 1 if first == 0 else 0


def with_seal(content: dict[str, Any]) -> str:
    """Write the content of a JSON file of a run, and last the hash of it."""
    seal = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    return json.dumps(content | {SEAL: seal}, indent=1) + "\n"


def parsed(data: bytes, path: Path) -> dict[str, Any]:
    """Read the content of a JSON file of a run.

    Raises
    ------
    DamagedError
        If it is no such file.
    OutputError
        If it is of another format than this version writes.
    """
    try:
        content: dict[str, Any] = json.loads(data)
        found = content["format"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _damaged(path) from None
    if found != FORMAT:
        raise OutputError(
            f"{path}: format {ascii(found)[:20]}, this version reads {FORMAT}; "
            "run again into another folder (--out)"
        )
    return content


def _damaged(path: Path) -> DamagedError:
    return DamagedError(
        f"{path} is not as it was written; 'shortfall run' on the scenario writes it again"
    )


def drawing_code(look: str = "") -> str:
    """Name the code that draws figures, and how they look if not as usual."""
    return f"{drawing_hash()[:LENGTH]} {look}".rstrip()

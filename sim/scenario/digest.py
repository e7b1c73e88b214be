"""A short name for all that decides the results of a run."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path as File
from typing import Any

from sim.scenario.dump import resolved
from sim.scenario.origin import Path
from sim.scenario.outline import TABLES
from sim.scenario.schema import Scenario
from sim.scenario.uncertainty.meant import meant

LENGTH = 10
"""Hexadecimal digits of a digest."""

PACKAGE = File(__file__).resolve().parents[1]
"""Folder of this package."""
SHOWING = frozenset({"plots", "report", "upstream", "cli", "start.py"})
"""Parts of the package that show results and decide none."""

_APART = frozenset({"histories", "seed"})
"""Keys of a scenario that do not count: *seed* is given apart."""


def digest(scenario: Scenario, seed: int, sampling: str = "") -> str:
    """Hash the resolved scenario, the seed, the sampling and the source that decides results.

    The number of histories does not count: history 17 is the same in a run of 100 and in one of
    10,000. Notes do not count either, nor does what draws, reports or reads the command line.
    """
    data = _canonical(resolved(scenario), ())
    parts = {"scenario": data, "seed": seed, "sampling": sampling, "source": package_hash()}
    if (found := meant(scenario)) is not None and found.worlds is not None:
        parts["worlds"] = found.worlds.sha256
    text = json.dumps(parts)
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


@cache
def package_hash(package: File = PACKAGE) -> str:
    """Hash the names and contents of the package's Python files that may decide a result."""
    return _hash(package, (f for f in package.rglob("*.py") if _part(package, f) not in SHOWING))


@cache
def drawing_hash(package: File = PACKAGE) -> str:
    """Hash the names and contents of the Python files that draw figures."""
    return _hash(package, (f for f in package.rglob("*.py") if _part(package, f) == "plots"))


def _part(package: File, file: File) -> str:
    return file.relative_to(package).parts[0]


def _hash(package: File, files: Iterable[File]) -> str:
    found = hashlib.sha256()
    for file in sorted(files):
        name = file.relative_to(package).as_posix().encode()
        found.update(name + b"\0" + file.read_bytes() + b"\0")
    return found.hexdigest()


def _canonical(value: Any, path: Path) -> Any:
    """Turn dates into text and leave out what does not count.

    Tables keep their order, which can matter: the first grade is the one without heavies.
    """
    if isinstance(value, dict):
        return {
            _word(key): _canonical(item, (*path, key))
            for key, item in value.items()
            if not _is_apart((*path, key))
        }
    if isinstance(value, list):
        return [_canonical(item, path) for item in value]
    return _word(value)


def _is_apart(path: Path) -> bool:
    """Tell whether a key does not count: not an id that happens to be such a word."""
    if len(path) == 1:
        return path[0] in _APART
    return path[-1] == "note" and not (len(path) == 2 and path[0] in TABLES)


def _word(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value

"""A name in use, and what it should be the name of."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sim.scenario.origin import Path


class Use(NamedTuple):
    """A name in use."""

    path: Path
    """Where it is used."""
    name: str
    """The name."""
    noun: str
    """What it should be the name of."""


def uses(path: Path, given: str | Iterable[str], noun: str) -> Iterator[Use]:
    """Go through one name, a list of names, or the keys of a mapping."""
    if isinstance(given, str):
        yield Use(path, given, noun)
    else:
        by_name = isinstance(given, Mapping)
        for number, name in enumerate(given):
            yield Use((*path, name if by_name else number), name, noun)

"""A name that stands twice in a list: mostly another was meant."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from sim.scenario.finding import Finding
from sim.scenario.origin import Key, Path
from sim.scenario.schema import Distribution

DEEP = (BaseModel, dict, list)
"""What may hold a list."""


def repeats(value: Any, path: Path = ()) -> Iterator[Finding]:
    """Go through all lists below a value."""
    below: Iterable[tuple[Key, Any]] = ()
    if isinstance(value, BaseModel) and not isinstance(value, Distribution):
        fields = type(value).model_fields
        below = ((fields[name].alias or name, one) for name, one in vars(value).items())
    elif isinstance(value, dict):
        below = value.items()
    elif isinstance(value, list):
        yield from _twice(value, path)
        below = enumerate(value)
    for key, one in below:
        if isinstance(one, DEEP):
            yield from repeats(one, (*path, key))


def _twice(items: list[Any], path: Path) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for number, one in enumerate(items):
        word = one if isinstance(one, str) else repr(one)
        if (there := first.setdefault(word, number)) != number:
            what = f"'{one}'" if isinstance(one, str) else "The same"
            says = f"{what} stands here twice, first as number {there + 1} of the list."
            yield Finding((*path, number), says, "Keep one, or name another.")

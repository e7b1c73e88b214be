"""A name that stands twice in a list: mostly another was meant."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from sim.scenario.finding import Finding
from sim.scenario.origin import Path
from sim.scenario.schema import Distribution


def repeats(value: Any, path: Path = ()) -> Iterator[Finding]:
    """Go through all lists below a value."""
    if isinstance(value, BaseModel):
        if not isinstance(value, Distribution):
            for name, field in type(value).model_fields.items():
                yield from repeats(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from repeats(one, (*path, key))
    elif isinstance(value, list):
        first: dict[str, int] = {}
        for number, one in enumerate(value):
            word = one if isinstance(one, str) else repr(one)
            if (there := first.setdefault(word, number)) != number:
                what = f"'{one}'" if isinstance(one, str) else "The same"
                says = f"{what} stands here twice, first as number {there + 1} of the list."
                yield Finding((*path, number), says, "Keep one, or name another.")
            yield from repeats(one, (*path, number))

"""Every number of a scenario that may be dated, and ways to write it with dates."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from sim.scenario.origin import Path
from sim.scenario.schema import Distribution

NOT_DRAWN_ONCE = "daily_variation", "stock_days_factor"
"""Keys of distributions that are not drawn once for each history."""


def datable(value: Any, annotation: Any, path: Path = ()) -> Iterator[Path]:
    """List the paths of plain numbers that may be dated."""
    if isinstance(value, Distribution):
        return
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from datable(getattr(value, name), field.annotation, (*path, name))
    elif isinstance(value, Mapping):
        for key, one in value.items():
            for part in parts(annotation):
                if get_origin(part) is dict and not isinstance(key, dt.date):
                    yield from datable(one, get_args(part)[1], (*path, key))
    elif isinstance(value, float) and takes_dates(annotation):
        yield path


def takes_dates(annotation: Any) -> bool:
    """Tell whether values by date may stand there."""
    return any(
        get_origin(p) is dict and dt.date in parts(get_args(p)[0]) for p in parts(annotation)
    )


def parts(annotation: Any) -> Iterator[Any]:
    """Take a union, or an annotated type, apart."""
    if get_origin(annotation) is Annotated:
        yield from parts(get_args(annotation)[0])
    elif get_args(annotation) and get_origin(annotation) not in (dict, list):
        for part in get_args(annotation):
            yield from parts(part)
    else:
        yield annotation


def put(block: Any, path: Path, change: Callable[[Any], Any]) -> Any:
    """Give a block with the value at a path changed."""
    if not path:
        return change(block)
    key, *below = path
    if isinstance(block, BaseModel):
        changed = put(getattr(block, str(key)), tuple(below), change)
        return block.model_copy(update={str(key): changed})
    return {**block, key: put(block[key], tuple(below), change)}


def fixed(value: Any) -> Any:
    """Give a block with the mean in the place of each distribution that is drawn once."""
    if isinstance(value, Distribution):
        return value.mean
    if isinstance(value, BaseModel):
        names = [name for name in type(value).model_fields if name not in NOT_DRAWN_ONCE]
        return value.model_copy(update={name: fixed(getattr(value, name)) for name in names})
    if isinstance(value, dict):
        return {key: fixed(one) for key, one in value.items()}
    return value

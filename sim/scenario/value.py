"""The values of a scenario by their paths, and the bounds that the format gives them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from sim.scenario.origin import Path, dotted
from sim.scenario.schema.bounds import Bounds
from sim.scenario.schema.distribution import Distribution

UNBOUNDED = Bounds()


@dataclass(frozen=True)
class Value:
    """What a scenario says at a path."""

    path: Path
    """Where."""
    value: Any
    """What; None where nothing stands there."""
    bounds: Bounds
    """Bounds of the format."""

    @property
    def name(self) -> str:
        """The path as the user would write it."""
        return dotted(self.path)


def value_at(root: BaseModel, path: Path) -> Value:
    """Find a value and its bounds.

    Parameters
    ----------
    root : BaseModel
        A scenario.
    path : Path
        Fields by name, and keys of mappings.

    Raises
    ------
    KeyError
        If the format knows no such field.
    """
    value: Any = root
    block: type[BaseModel] = type(root)
    keys: Path = ()
    for key in path:
        if isinstance(value, BaseModel):
            block, keys = type(value), ()  # of several kinds, the one that stands there
            value = getattr(value, str(key), None)
        else:
            value = value.get(key) if isinstance(value, Mapping) else None
        keys = (*keys, key)
    bounds = _bounds_below(block, keys)
    if bounds is None:
        raise KeyError(f"the format knows no {dotted(path)}")
    return Value(path, value, bounds)


def numbers(root: BaseModel) -> list[Value]:
    """List all numbers of a scenario, drawn or not; paths are as written in a file."""
    found: list[Value] = []
    _collect((), root, UNBOUNDED, found)
    return found


def _collect(path: Path, value: Any, bounds: Bounds, found: list[Value]) -> None:
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, Distribution | float | int):
        found.append(Value(path, value, bounds))
    elif isinstance(value, BaseModel):
        for name, key, own in _fields(type(value)):
            _collect((*path, key), getattr(value, name), own, found)
    elif isinstance(value, Mapping):
        for key, one in value.items():
            _collect((*path, key), one, bounds, found)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            _collect((*path, number), one, bounds, found)


@lru_cache(maxsize=256)
def _fields(block: type[BaseModel]) -> tuple[tuple[str, str, Bounds], ...]:
    """Give the fields of a block: name, key in a file, and bounds of its numbers."""
    fields = block.model_fields.items()
    return tuple((name, field.alias or name, bounds_of(block, name)) for name, field in fields)


@lru_cache(maxsize=4096)
def bounds_of(block: type[BaseModel], name: str) -> Bounds:
    """Give the bounds of the numbers of a field, however deep in mappings they stand."""
    (annotation,) = _below(block, name)
    return next(_within(annotation), UNBOUNDED)


def _within(annotation: Any) -> Iterator[Bounds]:
    if isinstance(annotation, Bounds):
        yield annotation
    for part in get_args(annotation):
        yield from _within(part)


@lru_cache(maxsize=4096)
def _bounds_below(block: type[BaseModel], keys: Path) -> Bounds | None:
    """Give the bounds of what stands some keys below a block; None if the format knows no such."""
    known: tuple[Any, ...] = (block,)
    for key in keys:
        known = tuple(below for one in known for below in _below(one, key))
    if not known:
        return None
    return next((one for annotation in known for one in _bounds(annotation)), UNBOUNDED)


def _below(annotation: Any, key: Any) -> tuple[Any, ...]:
    """Give the annotations that apply one key further down."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = annotation.model_fields.get(str(key))
        if field is None:
            return ()
        whole = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
        return (whole,)
    if get_origin(annotation) is dict:
        return (get_args(annotation)[1],)
    return tuple(below for part in _parts(annotation) for below in _below(part, key))


def _parts(annotation: Any) -> tuple[Any, ...]:
    """Take a union, or an annotated type, apart."""
    if get_origin(annotation) is Annotated:
        return (get_args(annotation)[0],)
    if get_origin(annotation) in (None, dict, list, tuple):
        return ()
    return get_args(annotation)


@lru_cache(maxsize=4096)
def _bounds(annotation: Any) -> tuple[Bounds, ...]:
    """Find bounds on a number, itself or among the alternatives."""
    own = get_args(annotation)[1:] if get_origin(annotation) is Annotated else ()
    below = (one for part in _parts(annotation) for one in _bounds(part))
    return (*(one for one in own if isinstance(one, Bounds)), *below)

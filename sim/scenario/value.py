"""The value at a path of a scenario, and the bounds that the format gives it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from sim.scenario.origin import Path, dotted
from sim.scenario.schema.base import Bounds

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
    known: tuple[Any, ...] = (type(root),)
    for key in path:
        if isinstance(value, BaseModel):
            known = (type(value),)  # of several kinds, the one that stands there
        known = tuple(below for one in known for below in _below(one, key))
        if not known:
            raise KeyError(f"the format knows no {dotted(path)}")
        if isinstance(value, BaseModel):
            value = getattr(value, str(key), None)
        else:
            value = value.get(key) if isinstance(value, Mapping) else None
    bounds = next((one for annotation in known for one in _bounds(annotation)), UNBOUNDED)
    return Value(path, value, bounds)


@lru_cache(maxsize=4096)
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

"""What a world has become by a day, carried over to another world that goes on from there.

Arrays of the register are only a part of it: what is in force, what buyers have learnt, what was
written down stand in attributes all over the world. All of them are found by looking: what is not
as it was before the first day is what happened since. Two worlds of one design are built of the
same parts, so that each part finds its counterpart by its place.
"""

import enum
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from types import FunctionType, MethodType
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from sim.world.state.state import State, UnlikeError

Index = NDArray[np.intp]
PARTS = "sim.world.", "sim.rules."
"""Where classes stand whose instances change in a run; all else stays as it was built."""
CHANGING = (np.ndarray, dict, list, set, frozenset, tuple, FunctionType, MethodType)
"""What may change besides, or hold what does."""
FIXED = (type(None), bool, int, float, str, slice, range, type, enum.Enum)
"""What never does."""
ROWS_FROM = 1_000_000
"""Bytes from which of an array only the rows are carried over that have changed: of what is written
down day by day most is still to come."""
ROWS_AT_ONCE = 64


@dataclass(frozen=True)
class _Was:
    """A part of a world as it was."""

    part: object
    """Kept, so that no other takes its identity."""
    content: Any
    """A shallow copy of what it held; of an array, a number that tells its content."""


class Before:
    """All parts of a world, as they are before it runs.

    Parameters
    ----------
    root : object
        The world.
    state : State
        Its register, whose arrays are carried over as they are.
    """

    def __init__(self, root: object, state: State) -> None:
        self.root, self._state = root, state
        self.registered = {id(array) for array in state.arrays.values()}
        self.was: dict[int, _Was] = {}
        todo = [root]
        while todo:
            part = todo.pop()
            if id(part) in self.was or not _may_change(part):
                continue
            self.was[id(part)] = _Was(part, self._content(part))
            todo += [below for _, below in _below(part)]

    def _content(self, part: object) -> Any:
        if isinstance(part, np.ndarray):
            return None if self._is_registered(part) else _told(part)
        if isinstance(part, dict | list | set):
            return part.copy()
        return dict(vars(part)) if _is_part(part) else None

    def _is_registered(self, array: NDArray[Any]) -> bool:
        return id(array) in self.registered or id(array.base) in self.registered

    def carry(self, new: object, state: State, columns: Index) -> None:
        """Make of another world, built and opened like this one, what this one has become.

        Parameters
        ----------
        new : object
            The other world; of no use if this fails.
        state : State
            Its register.
        columns : array of int, ``[replication of the new world]``
            The replication of this world that each goes on from.

        Raises
        ------
        UnlikeError
            If they are not built alike.
        """
        _Carrier(self, self._state.width, columns).carry(new)
        state.take(self._state, columns)


class _Carrier:
    def __init__(self, before: Before, width: int, columns: Index) -> None:
        self._before, self._width, self._columns = before, width, columns
        self._counterparts: dict[int, Any] = {}
        self._made: list[object] = []
        """What counterparts were made for in passing: kept, as above."""
        self._later: list[Callable[[], None]] = []
        """What is set when the counterparts of all parts are known."""

    def carry(self, root: object) -> None:
        todo = [(self._before.root, root)]
        while todo:
            old, new = todo.pop()
            if id(old) in self._counterparts or id(old) not in self._before.was:
                continue
            if type(old) is not type(new):
                raise UnlikeError(f"{type(old).__name__} and {type(new).__name__}")
            self._counterparts[id(old)] = new
            todo += self._pairs(old, new)
            self._compare(old, new)
        for change in self._later:
            change()

    def _pairs(self, old: object, new: object) -> Iterator[tuple[object, object]]:
        """Pair what is below two counterparts, each as it was built."""
        content = self._before.was[id(old)].content
        ours = list(_below(old, content))
        theirs = dict(_below(new)) if _is_part(new) else None
        if theirs is not None:
            yield from ((below, theirs[name]) for name, below in ours if name in theirs)
            return
        others = [below for _, below in _below(new)]
        if len(ours) != len(others):
            raise UnlikeError(f"{len(ours)} and {len(others)} parts of a {type(old).__name__}")
        yield from zip((below for _, below in ours), others, strict=True)

    def _compare(self, old: Any, new: Any) -> None:
        """Note what has changed of a part."""
        then = self._before.was[id(old)].content
        if isinstance(old, np.ndarray):
            if then is not None:
                for rows in _changed_rows(then, _told(old)):
                    self._write(old, new, rows)
        elif isinstance(old, list):
            if len(old) != len(then) or any(a is not b for a, b in zip(old, then, strict=True)):
                self._later.append(partial(self._fill, new, old))
        elif isinstance(old, set):
            if old != then:
                self._later.append(partial(self._fill, new, old))
        elif isinstance(old, dict):
            keys = dict(zip(then, new, strict=True))
            for key, value in _changed(old, then):
                self._later.append(partial(self._put, new, keys.get(key, key), value))
        elif _is_part(old):
            kind = type(old)
            for name, value in _changed(vars(old), then):
                if not (name in _derived(kind) or (name not in then and _is_cached(kind, name))):
                    self._later.append(partial(self._put, vars(new), name, value))

    def _put(self, new: dict[Any, Any], key: Any, value: Any) -> None:
        new[key] = self._of(value)

    def _fill(self, new: list[Any] | set[Any], old: list[Any] | set[Any]) -> None:
        found = [self._of(one) for one in old]
        new.clear()
        if isinstance(new, list):
            new.extend(found)
        else:
            new.update(found)

    def _write(self, old: NDArray[Any], new: NDArray[Any], rows: Any) -> None:
        found = self._spread(old[rows])
        try:
            new[rows] = found
        except ValueError:
            raise UnlikeError(f"arrays of shapes {old.shape} and {new.shape}") from None

    def _spread(self, array: NDArray[Any]) -> NDArray[Any]:
        """Give to each new replication what the one it goes on from has."""
        if array.ndim and array.shape[-1] == self._width:
            return np.take(array, self._columns, axis=-1)
        return array.copy()

    def _of(self, old: Any) -> Any:
        """Give the counterpart of anything; of what was made meanwhile, a new one."""
        if id(old) in self._counterparts:
            return self._counterparts[id(old)]
        if not _may_change(old):
            return old
        self._made.append(old)
        if isinstance(old, np.ndarray):
            new: Any = self._spread(old)
        elif isinstance(old, dict):
            new = {key: self._of(value) for key, value in old.items()}
        elif isinstance(old, tuple) and hasattr(old, "_fields"):
            new = type(old)(*map(self._of, old))
        elif isinstance(old, list | set | frozenset | tuple):
            new = type(old)(map(self._of, old))
        elif isinstance(old, MethodType):
            new = MethodType(old.__func__, self._of(old.__self__))
        elif _is_part(old):
            new = object.__new__(type(old))
            self._counterparts[id(old)] = new
            for name, value in vars(old).items():
                if not _is_cached(type(old), name):
                    vars(new)[name] = self._of(value)
        else:
            raise UnlikeError(f"a {type(old).__name__} cannot be carried over")
        self._counterparts[id(old)] = new
        return new


def _may_change(part: object) -> bool:
    return isinstance(part, CHANGING) or (not isinstance(part, FIXED) and _is_part(part))


def _is_part(part: object) -> bool:
    return type(part).__module__.startswith(PARTS) and hasattr(part, "__dict__")


def _below(part: Any, content: Any = None) -> Iterator[tuple[object, Any]]:
    """Go through what a part holds, each with its place."""
    if isinstance(part, dict):
        yield from (part if content is None else content).items()
    elif isinstance(part, list | tuple):
        yield from enumerate(part if content is None else content)
    elif isinstance(part, MethodType):
        yield "self", part.__self__
    elif isinstance(part, FunctionType):
        yield from enumerate(_enclosed(part))
    elif _is_part(part):
        fixed = _derived(type(part))
        of = vars(part) if content is None else content
        yield from ((name, below) for name, below in of.items() if name not in fixed)


def _changed(now: dict[Any, Any], then: dict[Any, Any]) -> Iterator[tuple[Any, Any]]:
    for key, value in now.items():
        if key not in then or value is not then[key]:
            yield key, value


def _enclosed(function: FunctionType) -> Iterator[Any]:
    for cell in function.__closure__ or ():
        with suppress(ValueError):  # nothing is in it yet
            yield cell.cell_contents


def _derived(kind: type) -> Collection[str]:
    """Name what a class makes anew from the scenario, the draws and the day."""
    found: Collection[str] = getattr(kind, "DERIVED", ())
    return found


def _is_cached(kind: type, name: str) -> bool:
    return isinstance(getattr(kind, name, None), cached_property)


def _told(array: NDArray[Any]) -> list[int]:
    """Give numbers that are others when the content is: one for all, or one for each large row."""
    if array.ndim < 2 or array.nbytes < ROWS_FROM:
        return [_number(array)]
    return [_number(row) for row in array]


def _number(array: NDArray[Any]) -> int:
    return crc32(np.ascontiguousarray(array).view(np.uint8).data) if array.size else 0


def _changed_rows(then: list[int], now: list[int]) -> Iterator[Any]:
    """Give where an array has changed: anywhere, or which rows."""
    if then == now:
        return
    if len(now) == 1:
        yield ...
        return
    changed = [row for row, (a, b) in enumerate(zip(then, now, strict=True)) if a != b]
    for first in range(0, len(changed), ROWS_AT_ONCE):
        yield changed[first : first + ROWS_AT_ONCE]

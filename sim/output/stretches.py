"""An array of all histories, a stretch of time after the other, so that a run of many fits."""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from sim.output.errors import explained

AT_ONCE = 2_000_000
"""Numbers of a stretch, about: what is worked out of them takes some ten times their memory."""


def beside(parts: Iterable[NDArray[Any]], histories: int) -> NDArray[Any]:
    """Put parts of so many histories together side by side, holding one of them besides."""
    found: NDArray[Any] | None = None
    at = 0
    for part in parts:
        if part.shape[-1] == histories:
            return part
        if found is None:
            found = np.empty((*part.shape[:-1], histories), part.dtype)
        found[..., at : at + part.shape[-1]] = part
        at += part.shape[-1]
    assert found is not None, "there is no part"
    return found


def stretches(
    parts: Iterable[NDArray[Any]], histories: int, folder: Path | None = None
) -> Iterator[NDArray[Any]]:
    """Turn parts of some histories over all time into stretches of time over all histories.

    One after the other they are what :func:`beside` gives; in a temporary file meanwhile, unless it
    is a single one.

    Parameters
    ----------
    parts : iterable of array
        ``[time, ..., history*]``; read once.
    histories : int
        How many all parts have.
    folder : path, optional
        Where there is room for the file; that of the system's temporary files if not given.

    Yields
    ------
    array
        ``[time*, ..., history]``.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    parts = iter(parts)
    first = next(parts)
    parts = chain([first], parts)
    each = max(AT_ONCE // max(first[0].size // first.shape[-1] * histories, 1), 1)
    if each >= len(first):
        yield beside(parts, histories)
        return
    with explained(folder or Path("temporary files")), TemporaryFile(dir=folder) as file:
        widths = _written(file, parts, each, histories)
        file.seek(0)
        for start in range(0, len(first), each):
            shape = min(each, len(first) - start), *first.shape[1:-1]
            yield beside(_read(file, shape, first.dtype, widths), histories)


def _written(
    file: IO[bytes], parts: Iterable[NDArray[Any]], each: int, histories: int
) -> list[int]:
    """Write stretch by stretch, in each part by part, and give the histories of the parts."""
    widths: list[int] = []
    for part in parts:
        before, a_row = sum(widths), part[0].nbytes // part.shape[-1]
        for start in range(0, len(part), each):
            some = part[start : start + each]
            file.seek((start * histories + len(some) * before) * a_row)
            file.write(some.tobytes())
        widths.append(part.shape[-1])
    return widths


def _read(
    file: IO[bytes], shape: tuple[int, ...], dtype: np.dtype[Any], widths: list[int]
) -> Iterator[NDArray[Any]]:
    """Read the parts of the stretch that comes next."""
    for width in widths:
        some = np.empty((*shape, width), dtype)
        file.readinto(some)  # type: ignore[attr-defined]
        yield some

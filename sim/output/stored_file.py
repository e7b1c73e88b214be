"""A file as it is stored: read only where it is a regular file, of a size that is known before."""

import hashlib
import os
import stat
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sim.output.errors import OccupiedError, explained

TAIL = 128
"""Bytes at the end of a file that are hashed apart: there a lot has its seal."""
AT_ONCE = 1 << 20
"""Bytes that are hashed at once."""
REMEMBERED = 4096
"""Files whose hashes are remembered, so that a command hashes each once."""


@dataclass(frozen=True)
class Fingerprint:
    """What tells the content of a file from any other.

    Attributes
    ----------
    size : int
        Its bytes.
    sha256 : str
        Hash of all of it.
    trunk : str
        Hash of all but its tail.
    tail : bytes
        The last 128 bytes.
    """

    size: int
    sha256: str
    trunk: str
    tail: bytes


def read(path: Path, at_most: int) -> bytes | None:
    """Read a file; none if there is none.

    Parameters
    ----------
    path : path
    at_most : int
        Most bytes that such a file has.

    Raises
    ------
    OccupiedError
        If it is no regular file, or too large; not a byte of it is read then.
    OutputError
        If it cannot be read.
    """
    if regular(path, at_most) is None:
        return None
    with explained(path), path.open("rb") as file:
        return file.read(at_most)


def fingerprint(path: Path, at_most: int | None = None) -> Fingerprint | None:
    """Hash a file; none if there is none. Once a command, unless it is changed.

    Raises
    ------
    OccupiedError
        If it is no regular file, or has more bytes than such a file can have.
    OutputError
        If it cannot be read.
    """
    found = regular(path, at_most)
    if found is None:
        return None
    with explained(path):
        return _fingerprint(
            path, found.st_size, (found.st_ino, found.st_mtime_ns, found.st_ctime_ns)
        )


def regular(path: Path, at_most: int | None = None) -> os.stat_result | None:
    """Ask for a regular file; none if there is nothing.

    Raises
    ------
    OccupiedError
        If something else is in its place: a link, a folder, a pipe, a device, far more bytes.
    """
    with explained(path):
        try:
            found = path.lstat()
        except FileNotFoundError:
            return None
    if not stat.S_ISREG(found.st_mode):
        raise OccupiedError(
            f"{path}: {_kind(found.st_mode)} stands where a file of a run belongs; move it away"
        )
    if at_most is not None and found.st_size > at_most:
        raise OccupiedError(
            f"{path}: {found.st_size:,} bytes, where at most {at_most:,} belong; move it away"
        )
    return found


def refuse_link(folder: Path) -> None:
    """Refuse a folder within that of a run which leads elsewhere.

    Raises
    ------
    OccupiedError
        If it is a link.
    """
    if folder.is_symlink():
        raise OccupiedError(
            f"{folder}: a link stands where a folder of a run belongs; put the folder itself there"
        )


@lru_cache(REMEMBERED)
def _fingerprint(path: Path, size: int, _version: tuple[int, ...]) -> Fingerprint:
    found, left = hashlib.sha256(), max(size - TAIL, 0)
    with path.open("rb") as file:
        while left and (part := file.read(min(AT_ONCE, left))):
            found.update(part)
            left -= len(part)
        trunk, tail = found.hexdigest(), file.read(TAIL)
    found.update(tail)
    return Fingerprint(size, found.hexdigest(), trunk, tail)


def _kind(mode: int) -> str:
    for is_such, name in (
        (stat.S_ISLNK, "a link"),
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISFIFO, "a pipe"),
    ):
        if is_such(mode):
            return name
    return "a device"

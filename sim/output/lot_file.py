"""A lot as it is read: nothing in it is believed before its size is known."""

import io
import json
import os
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.output.errors import DamagedError, OccupiedError, explained
from sim.scenario.schema import Scenario
from sim.world.state.state import BATCH

WIDEST = 8
"""Bytes of the widest numbers."""
FEWEST_DAYS = 400
"""Days as long as which every array may be, at least: outcomes have many rows in any run."""
FEWEST_ENTRIES = 100
"""Entries that are reckoned with in any scenario."""
UNREADABLE = (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError)
"""What an archive that is none of ours fails with."""


def largest_array(scenario: Scenario) -> int:
    """Give the bytes that no array of a lot has more of: all days for all that has a name."""
    entries = FEWEST_ENTRIES + sum(
        len(value)
        for name in type(scenario).model_fields
        if isinstance(value := getattr(scenario, name), dict | list | tuple)
    )
    return max(scenario.days, FEWEST_DAYS) * entries * BATCH * WIDEST


class _Unopened(io.RawIOBase):
    """A file that is open only while it is read: there are more lots than files may be open."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if whence == os.SEEK_CUR:
            offset += self._at
        elif whence == os.SEEK_END:
            offset += self._path.stat().st_size
        self._at = offset
        return offset

    def readinto(self, into: Any) -> int:
        with self._path.open("rb", buffering=0) as file:
            file.seek(self._at)
            count = file.readinto(into) or 0
        self._at += count
        return count


class LotFile:
    """The arrays of a lot, by name; each is read when it is asked for.

    Parameters
    ----------
    source : path or bytes
        An archive as :func:`sim.output.lot.packed` writes it.
    largest : int
        Most bytes of an array.

    Raises
    ------
    OccupiedError
        If an array is said to be larger.
    DamagedError
        If it is no such archive.
    """

    def __init__(self, source: Path | bytes, largest: int) -> None:
        self._path = Path("a lot") if isinstance(source, bytes) else source
        try:
            with explained(self._path):
                self._archive = zipfile.ZipFile(
                    io.BytesIO(source)
                    if isinstance(source, bytes)
                    else io.BufferedReader(_Unopened(source))
                )
        except UNREADABLE:
            raise self._damaged() from None
        self._members = {one.filename.removesuffix(".npy"): one for one in self._archive.infolist()}
        for name, one in self._members.items():
            if one.file_size > largest:
                raise OccupiedError(
                    f"{self._path}: {name} is said to hold {one.file_size:,} bytes, where at "
                    f"most {largest:,} belong; move the file away"
                )

    def __contains__(self, name: str) -> bool:
        """Tell whether there is an array of a name."""
        return name in self._members

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Read an array.

        Raises
        ------
        DamagedError
            If there is none, or it is no array.
        OutputError
            If the file cannot be read.
        """
        try:
            with explained(self._path), self._archive.open(self._members[name]) as member:
                version = np.lib.format.read_magic(member)
                if version != (1, 0):
                    raise self._damaged()
                shape, is_fortran, dtype = np.lib.format.read_array_header_1_0(member)
                if dtype.hasobject or is_fortran:
                    raise self._damaged()
                data = member.read()  # never more than its size, which is checked
            return np.frombuffer(data, dtype).reshape(shape)
        except (*UNREADABLE, KeyError, EOFError, zlib.error):
            raise self._damaged() from None

    def about(self) -> dict[str, Any]:
        """Read what the arrays are of.

        Raises
        ------
        DamagedError
            If that cannot be read.
        """
        try:
            found: dict[str, Any] = json.loads(self["about"].tobytes())
        except (ValueError, RecursionError):
            raise self._damaged() from None
        return found

    def _damaged(self) -> DamagedError:
        return DamagedError(
            f"{self._path} is not as it was written; 'shortfall run' on the scenario runs its "
            "histories again"
        )

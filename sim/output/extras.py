"""``extras.json``: what commands have written into the folder of a run since, and how.

The manifest lists what a run has by itself, and stays the same to the byte whatever is asked of the
run later. What is written then is listed here, each file with the command that makes it.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator

from sim.output.disk import write
from sim.output.errors import DamagedError, OutputError
from sim.output.lock import locked
from sim.output.manifest import MOST_BYTES, Listed, Manifest, Sealed, with_seal
from sim.output.soundness import Fault, fault_of_file
from sim.output.stored_file import fingerprint, read, refuse_link

EXTRAS = "extras.json"
LOCK = ".extras.lock"
"""Of its own: who writes for long holds that of the folder, and lists here in between."""


def _within(name: str) -> str:
    """Refuse a path that may lead out of the folder."""
    parts = PurePosixPath(name).parts
    if not parts or name != "/".join(parts) or parts[0] == "/" or ".." in parts:
        raise ValueError("no path within the folder of a run")
    return name


class Extra(Listed):
    """A file, as it was written, and what wrote it."""

    command: str
    """Command line that makes it again, given in the folder above that of the run."""


class Extras(Sealed):
    """What was written besides; nothing in it depends on the time or the machine."""

    format: Literal[1] = 1
    digest: str
    """Of the run, or of the study."""
    files: dict[Annotated[str, AfterValidator(_within)], Extra] = {}

    @classmethod
    def read(cls, folder: Path) -> "Extras | None":
        """Read that of a folder; none if there is none.

        Raises
        ------
        DamagedError
            If it is not as it was written.
        OutputError
            If it cannot be read.
        """
        path = folder / EXTRAS
        if (data := read(path, MOST_BYTES)) is None:
            return None
        try:
            content = json.loads(data)
        except (ValueError, RecursionError):
            content = None
        found = cls.as_written(content, data) if isinstance(content, dict) else None
        if found is None:
            raise DamagedError(
                f"{path} is not as it was written; move it away: what it lists is then in no "
                "record until it is made again"
            )
        return found

    def text(self) -> str:
        """Write it, files by name."""
        content = self.model_dump(mode="json")
        content["files"] = dict(sorted(content["files"].items()))
        return with_seal(content)


@contextmanager
def recorded(folder: Path, command: str, digest: str = "") -> Iterator[list[Path]]:
    """List what is written meanwhile: the paths that are put into the list that is given.

    One command at a time: no other loses its entries, nor writes the same file before it is
    listed. What the manifest lists stays its own.

    Parameters
    ----------
    folder : path
        That of a run, or of a study of many points.
    command : str
        What makes the files, given in the folder above.
    digest : str, optional
        That of a study, which has no manifest as runs have.

    Raises
    ------
    OutputError
        If the folder holds no run or cannot be written, or the list is damaged.
    """
    with locked(folder, name=LOCK):
        earlier, manifest = Extras.read(folder), None if digest else Manifest.read(folder)
        if manifest is None and not digest:
            raise OutputError(f"{folder}: no run; run its scenario first")
        digest, own = (manifest.digest, manifest.files) if manifest else (digest, {})
        is_of_it = earlier is not None and earlier.digest == digest
        files = dict(earlier.files) if earlier is not None and is_of_it else {}
        written: list[Path] = []
        yield written
        for path in written:
            name, found = path.relative_to(folder).as_posix(), fingerprint(path)
            if found is not None and name not in own:
                files[name] = Extra(bytes=found.size, sha256=found.sha256, command=command)
        now = Extras(digest=digest, files=files)
        if files and now != earlier:
            write(folder / EXTRAS, now.text().encode())


def fault_of_extra(folder: Path, name: str, extra: Extra) -> Fault | None:
    """Say what is wrong with a file that is listed, and what makes it again; none if nothing."""
    path = folder / name
    try:
        for parent in list(PurePosixPath(name).parents)[:-1]:
            refuse_link(folder / parent)
        fault = fault_of_file(path, extra)
    except OutputError as error:
        fault = Fault(path, str(error).removeprefix(str(path)).lstrip(": "))
    return fault and Fault(path, f"{fault.says}; made by: {extra.command}")

"""Files on the disk, written whole or not at all."""

import contextlib
import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from sim.output.errors import explained


def make(folder: Path) -> None:
    """Make a folder and those above it, where they are not there.

    Raises
    ------
    OutputError
        If that fails.
    """
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)


def write(path: Path, content: bytes) -> Path:
    """Write a file under a temporary name, then rename it, so that it is never half there.

    Raises
    ------
    OutputError
        If that fails; the temporary file is removed.
    """
    with replacing(path) as part:
        part.write_bytes(content)
    return path


def write_lines(path: Path, lines: Iterable[str]) -> Path:
    """Write a file as :func:`write` does, of lines that are made as they are written.

    Raises
    ------
    OutputError
        If that fails; the temporary file is removed.
    """
    with replacing(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)
    return path


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path to write to, which becomes *path* when all is written.

    Raises
    ------
    OutputError
        If that fails; the temporary file is removed.
    """
    # Two commands or threads may write the same file.
    part = path.with_name(f".{path.name}.{threading.get_ident()}.{os.getpid()}.part")
    with explained(path):
        try:
            yield part
            part.replace(path)
        except BaseException:  # Ctrl-C, too
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise


def remove_left_over(folder: Path) -> None:
    """Remove the temporary files that commands which were killed have left below a folder."""
    with explained(folder):
        for part in folder.rglob(".*.part"):
            if not _is_being_written(part):
                part.unlink(missing_ok=True)


def _is_being_written(part: Path) -> bool:
    """Tell whether the process that a temporary file is named after may still be at work."""
    number = part.name.split(".")[-2]
    if os.name != "posix" or not number.isdecimal():
        return True
    try:
        os.kill(int(number), 0)  # no signal: only asks
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True

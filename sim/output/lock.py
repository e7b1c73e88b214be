"""One command at a time in the folder of a run, where the system has locks of files.

The lock is the system's: it goes with the process that holds it, however that ends. The file is
only its place, with the number of the process for who waits; one that is left behind means nothing.
"""

import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sim.output.errors import explained

try:
    import fcntl
except ImportError:  # not on Windows: two at once do the same work there, and write the same bytes
    fcntl = None  # type: ignore[assignment]

LOCK = ".lock"
LOOK_SECONDS = 0.2
"""Time between two looks at whether a lock is free."""


@contextmanager
def locked(
    folder: Path, waits: Callable[[], None] = lambda: None, name: str = LOCK
) -> Iterator[None]:
    """Hold the lock of a folder, when who has it lets go.

    Parameters
    ----------
    folder : path
        It is there.
    waits : function
        Called again and again while another holds the lock; may raise.
    name : str, optional
        Of the file of the lock: what is written under different ones is not in each other's way.

    Raises
    ------
    OutputError
        If the folder cannot be written.
    """
    file, told = folder / name, False
    while (held := _taken(file)) is None:
        if not told:
            logging.getLogger(__name__).warning(
                "%s: waits for another run in this folder (PID %s)", folder, _holder(file)
            )
            told = True
        waits()
        time.sleep(LOOK_SECONDS)
    try:
        yield
    finally:
        with suppress(OSError):
            file.unlink(missing_ok=True)  # first, so that nobody is given a lock of what is gone
        os.close(held)


def _taken(file: Path) -> int | None:
    """Lock a file and give its descriptor; none if another process holds it."""
    with explained(file):
        held = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    try:
        if fcntl is not None:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        return None
    except OSError:  # no locks on this file system
        return held
    if not _is_there(held, file):
        os.close(held)
        return None
    with suppress(OSError):  # a full disk: the number is for reading only
        os.ftruncate(held, 0)
        os.write(held, str(os.getpid()).encode())
    return held


def _is_there(held: int, file: Path) -> bool:
    """Tell whether the file is still the one that was opened: who had the lock removes it."""
    with suppress(OSError):
        return os.fstat(held).st_ino == file.stat().st_ino
    return False


def _holder(file: Path) -> str:
    with suppress(OSError, ValueError):
        return str(int(file.read_text(encoding="ascii")))
    return "unknown"

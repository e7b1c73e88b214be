"""What may go wrong with the files of a run, each told in a line with the place and the remedy."""

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

REMEDIES = {
    errno.ENAMETOOLONG: "shorten the scenario's name, or choose another folder (--out)",
    errno.EACCES: "allow it, or choose another folder (--out)",
    errno.EPERM: "allow it, or choose another folder (--out)",
    errno.EROFS: "choose another folder (--out)",
    errno.ENOTDIR: "move the file that stands in the way, or choose another folder (--out)",
    errno.EEXIST: "move the file that stands in the way, or choose another folder (--out)",
    errno.EISDIR: "move the folder that stands in the way, or choose another one (--out)",
    errno.EMFILE: "allow more files to be open at once (ulimit -n)",
    errno.ELOOP: "remove the link, or choose another folder (--out)",
}
"""What helps against what the system says; against all else, room or another folder."""


class OutputError(Exception):
    """A result cannot be written or read; the message names the file and the remedy."""


class OccupiedError(OutputError):
    """Something else stands in the place of a run or of a file of it."""


class DamagedError(OutputError):
    """A file is not as it was written."""


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn an ``OSError`` into one line with the path, the reason and the remedy."""
    try:
        yield
    except OSError as error:
        remedy = REMEDIES.get(error.errno or 0, "free space there or choose another folder (--out)")
        raise OutputError(f"{path}: {error.strerror or error}; {remedy}") from error

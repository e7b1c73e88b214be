"""The text of a file, or of standard input: only so much of it, and only of what is a file.

What a path names is known only once it is open: a pipe never ends, a device may hang or be
rewound, and files of the system hold more than their size says.
"""

import os
import stat
import sys
from pathlib import Path as File

from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.origin import Origin

MOST_BYTES = 2_000_000
"""Largest file that is read; the whole baseline has a tenth of this."""

_KINDS = (
    (stat.S_ISDIR, "a directory", "Name a YAML file in it."),
    (stat.S_ISFIFO, "a pipe", "Give  -  for the scenario and pipe it into the command."),
    (stat.S_ISSOCK, "a socket", "Name a regular file."),
)
_OTHER = ("a device", "Name a regular file; standard input is  -")
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Not to wait for the writer of a pipe, which may have taken the place of the file."""


def read_text(file: File, shown: str) -> str:
    """Read a file as UTF-8.

    Raises
    ------
    ScenarioError
        It is missing, no regular file, too large, or not UTF-8.
    """
    return decoded(read_bytes(file, shown), shown)


def read_bytes(file: File, shown: str) -> bytes:
    """Read a file, and at most one byte more than a file may have.

    Raises
    ------
    ScenarioError
        It is missing, or no regular file.
    """
    try:
        _refuse_run(file, shown)
        _refuse_other(file.stat().st_mode, shown)
        with os.fdopen(os.open(file, _FLAGS), "rb") as stream:
            _refuse_other(os.fstat(stream.fileno()).st_mode, shown)
            return stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise _refused(shown, "There is no such file.", "") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refused(shown, f"It cannot be read: {reason}.", "") from None


def read_stdin(shown: str) -> bytes:
    """Read standard input to its end, and at most one byte more than a file may have.

    Raises
    ------
    ScenarioError
        It is closed, or empty.
    """
    remedy = "Pipe a scenario into the command, or name its file."
    try:
        content = sys.stdin.buffer.read(MOST_BYTES + 1)
    except (AttributeError, OSError, ValueError):  # none, or closed
        raise _refused(shown, "Standard input cannot be read.", remedy) from None
    if not content.strip():
        raise _refused(shown, "Standard input is empty.", remedy)
    return content


def _refuse_run(file: File, shown: str) -> None:
    """Refuse the folder of a run, which is easily given in the place of its scenario."""
    if (file / "scenario.yaml").is_file():
        raise _refused(shown, "It is a directory.", f"Its scenario is {shown}/scenario.yaml")


def _refuse_other(mode: int, shown: str) -> None:
    """Refuse what is no regular file."""
    if not stat.S_ISREG(mode):
        what, remedy = next(((what, do) for is_it, what, do in _KINDS if is_it(mode)), _OTHER)
        raise _refused(shown, f"It is {what}.", remedy)


def decoded(content: bytes, shown: str) -> str:
    """Give the text of a file.

    Raises
    ------
    ScenarioError
        It is too large, or not UTF-8.
    """
    if len(content) > MOST_BYTES:
        says = f"It is too large: a scenario has at most {MOST_BYTES / 1e6:.0f} MB."
        raise _refused(shown, says, "Split it by extends, or look whether it is a scenario.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        place = Origin(shown, before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        says = f"The byte 0x{error.object[error.start]:02x} is not UTF-8."
        raise ScenarioError([Problem(place, "", says, "Save the file as UTF-8.")]) from None


def _refused(shown: str, says: str, remedy: str) -> ScenarioError:
    return ScenarioError([Problem(Origin(shown), "", says, remedy)])

"""Standard streams that may be missing, closed, full, or of an alphabet that lacks a letter.

A run's results are in its folder: no stream is worth breaking it off. One that fails is given up
once and for all. If that is standard output, and not because its reader has gone, the command says
so as it ends.
"""

import codecs
import io
import os
import sys
from typing import TextIO

LOST = 2
"""Exit status of a command that has done all but printing."""

PLAIN = {"±": "+-"}
"""What is printed instead of a letter that the stream lacks."""


class Streams:
    """The standard streams of this process, from now on."""

    def __init__(self) -> None:
        _fill()
        codecs.register_error("plain", _plain)
        self.out, self.err = Stream(sys.stdout), Stream(sys.stderr)
        sys.stdout, sys.stderr = self.out, self.err

    def close(self, status: int) -> int:
        """Write what is left, and give the exit status to leave with."""
        self.out.flush()
        failure = self.out.failure
        if failure is not None and not isinstance(failure, BrokenPipeError):
            says = f"Error: standard output cannot be written: {failure.strerror}."
            self.err.write(f"{says} Results that go into a folder are there.\n")
            status = status or LOST
        self.err.flush()
        return status


class Stream(io.TextIOWrapper):
    """A standard stream that fails once and goes nowhere from then on."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(
            stream.buffer,
            stream.encoding,
            "plain" if stream.errors in {"strict", "surrogateescape"} else stream.errors,
            line_buffering=bool(stream.line_buffering),
        )
        self.failure: OSError | None = None

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """How letters are written; ASCII, click takes for a mistake, and writes past us."""
        named = codecs.lookup(super().encoding).name
        return "iso8859-1" if named == "ascii" else named

    def write(self, text: str) -> int:
        """Write a text; what is thrown away counts as written."""
        try:
            super().write(text)
        except OSError as error:
            self._give_up(error)
        return len(text)

    def flush(self) -> None:
        """Write what waits."""
        try:
            super().flush()
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        self.failure = self.failure or error
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())
        os.close(nowhere)
        super().flush()


def _fill() -> None:
    """Open what is closed of the first three files, so that no other file takes its number."""
    while (number := os.open(os.devnull, os.O_RDWR)) < 3:
        os.set_inheritable(number, True)
    os.close(number)
    for name, of in (("stdin", 0), ("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            stream = open(of, "w" if of else "r", encoding="utf-8")  # noqa: PTH123, SIM115
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)  # which keeps its buffer from being closed


def _plain(error: UnicodeError) -> tuple[str, int]:
    """Write in other letters what a stream lacks."""
    assert isinstance(error, UnicodeEncodeError)
    lacking = error.object[error.start : error.end]
    return (
        "".join(
            PLAIN.get(one) or one.encode("ascii", "backslashreplace").decode() for one in lacking
        ),
        error.end,
    )

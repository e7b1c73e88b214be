"""What the files that a scenario names may be: a scenario from a stranger reads nothing else."""

import re
from dataclasses import dataclass
from pathlib import Path as File

from sim.scenario.errors import did_you_mean, sentences
from sim.scenario.locate import is_there, locate, real, shipped_folder, shipped_names

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
"""Begins a URL, and no path: a drive has one letter."""


class OutOfReachError(Exception):
    """A name that is not followed: why, as a part of a sentence, and what to do."""

    def __init__(self, says: str, remedy: str) -> None:
        super().__init__(says)
        self.says, self.remedy = says, remedy


@dataclass(frozen=True)
class Reach:
    """The folder in which files lie that a scenario may name; shipped ones it may name always."""

    root: File

    @classmethod
    def of(cls, file: File | None, root: File | None = None) -> "Reach":
        """Give the reach of a file: *root*, the working folder if it lies there, or its own folder.

        Parameters
        ----------
        file : path or None
            The scenario; None for standard input, which counts as of the working folder.
        root : path, optional
            The folder, if one is asked for.
        """
        here = real(File())
        if root is not None:
            return cls(real(root))
        return cls(here if file is None or real(file).is_relative_to(here) else real(file).parent)

    def find(self, name: str, folder: File) -> File:
        """Find the file that a file in a folder names.

        Raises
        ------
        OutOfReachError
            It leads out, or there is no such file.
        """
        if is_url(name):
            raise OutOfReachError(
                "which is no file: nothing is fetched",
                "Download it, look at it, and name the file.",
            )
        found = locate(name, folder)
        behind = real(found)
        if name.startswith("~") or not any(
            behind.is_relative_to(one) for one in (self.root, real(shipped_folder()))
        ):
            raise OutOfReachError(
                f"which leads out of {self.root}",
                "Files are read from this folder, those below it, and the shipped ones; "
                "--root names another.",
            )
        if not is_there(found):
            remedy = "Files are looked for there, then among the shipped ones."
            hint = did_you_mean(File(name).stem, shipped_names())
            raise OutOfReachError(f"but there is no such file in {folder}", sentences(hint, remedy))
        return found


def is_url(name: str) -> bool:
    """Tell whether a name is a URL."""
    return _URL.match(name) is not None

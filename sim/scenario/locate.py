"""Find scenario files: where the user says, else among those that are shipped."""

import os
from pathlib import Path as File

_PACKAGE = File(__file__).resolve().parents[1]
STDIN = "-"
"""Asks for standard input in the place of a file."""
SCENARIOS = File("scenarios")
"""Folder in which a project keeps its scenarios."""


def shipped_folder() -> File:
    """Give the folder of the shipped scenarios: beside the package in a checkout, else inside."""
    checkout = _PACKAGE.parent / "scenarios"
    return checkout if (checkout / "baseline.yaml").is_file() else _PACKAGE / "_scenarios"


def shipped_names() -> list[str]:
    """Name the shipped scenarios, sorted."""
    partial = {"sources"}
    return sorted({file.stem for file in shipped_folder().glob("*.yaml")} - partial)


def locate(name: str | os.PathLike[str], beside: File | None = None) -> File:
    """Find a scenario file.

    A path is taken as it is, from the folder *beside* if given; ``.yaml`` may be left out. A name
    without a folder is looked for there, then in the folder ``scenarios`` there, then among the
    shipped scenarios, which ``scenarios/export-halt.yaml`` finds, too.
    """
    asked = File(name) if beside else _at_home(File(name))
    folders = [File(), *([SCENARIOS] if asked.parent == File() else [])]
    for folder in folders:
        for found in _spelt((beside or File()) / folder / asked):
            if is_there(found):
                return found
    if asked.parent in {File(), SCENARIOS}:
        shipped = shipped_folder() / f"{asked.name.removesuffix('.yaml')}.yaml"
        if is_there(shipped):
            return shipped
    return (beside or File()) / asked


def is_there(file: File) -> bool:
    """Tell whether a path leads to something to read, which a folder is not."""
    try:
        return file.exists() and not is_folder(file)
    except (OSError, ValueError):
        return False


def is_folder(file: File) -> bool:
    """Tell whether a path leads to a folder."""
    try:
        return file.is_dir()
    except (OSError, ValueError):
        return False


def _at_home(file: File) -> File:
    """Put the home folder in the place of ``~``."""
    try:
        return file.expanduser()
    except RuntimeError:  # nobody of that name
        return file


def _spelt(file: File) -> list[File]:
    """Give a path as it is, and with the suffix that may be left out."""
    return [file] if file.suffix or not file.name else [file, file.with_name(f"{file.name}.yaml")]


def real(file: File) -> File:
    """Give the path behind all links; an impossible one as it is."""
    try:
        return File(os.path.realpath(file))
    except (OSError, ValueError):
        return file


def shown_as(file: File) -> str:
    """Name a file for messages: from the working folder where it lies below it."""
    here, found = real(File()), real(file)
    if is_there(file) and not is_there(found):
        return str(file)  # a pipe of the shell has no path behind its name
    return str(found.relative_to(here) if found.is_relative_to(here) else found)

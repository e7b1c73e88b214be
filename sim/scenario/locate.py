"""Find scenario files: where the user says, else among those that are shipped."""

import os
from pathlib import Path as File

_PACKAGE = File(__file__).resolve().parents[1]


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

    A path is taken as it is, from the folder *beside* if given; ``.yaml`` may be left out. Where
    there is no such file, a shipped scenario of that name is taken: ``export-halt``,
    ``export-halt.yaml`` and ``scenarios/export-halt.yaml`` all find it.
    """
    asked = File(name).expanduser()
    file = beside / asked if beside is not None else asked
    if file.exists():
        return file
    if (with_suffix := file.with_name(f"{file.name}.yaml")).is_file() and not file.suffix:
        return with_suffix
    plain_name = asked.parent in {File(), File("scenarios")}
    shipped = shipped_folder() / f"{asked.name.removesuffix('.yaml')}.yaml"
    return shipped if plain_name and shipped.is_file() else file


def shown_as(file: File) -> str:
    """Name a file for messages: from the working folder where it lies below it."""
    here = File.cwd().resolve()
    found = file.resolve()
    return str(found.relative_to(here) if found.is_relative_to(here) else found)

"""Whether the files in the folder of a run are as they were written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from sim.output.errors import DamagedError
from sim.output.lots import FOLDER as LOTS
from sim.output.manifest import MANIFEST, Listed, Manifest
from sim.output.stored_file import fingerprint, refuse_link, regular

SCENARIO, SUMMARY, TRACES = "scenario.yaml", "summary.json", "traces.parquet"
FIGURES = "figures"
"""Folder of the figures."""


@dataclass(frozen=True)
class Fault:
    """A file that is not as it was written."""

    path: Path
    says: str
    """``missing``, ``changed``, or what else is wrong."""

    def __str__(self) -> str:
        """Write it in a line."""
        return f"{self.path}: {self.says}"


def is_figure(name: str) -> bool:
    """Tell whether a listed file is a figure, which is drawn again by itself."""
    return name.startswith(f"{FIGURES}/")


def is_lot(name: str) -> bool:
    """Tell whether a listed file is a lot."""
    return name.startswith(f"{LOTS}/")


def is_table(name: str) -> bool:
    """Tell whether a listed file is part of every complete run: no figure, and not on request."""
    return not is_figure(name) and name != TRACES


def faults(
    folder: Path, manifest: Manifest, wanted: Callable[[str], bool] = lambda _: True
) -> Iterator[Fault]:
    """List the files of a manifest that are not as it lists them.

    Parameters
    ----------
    folder : path
    manifest : Manifest
        That of the folder.
    wanted : function
        Tells which files are looked at, by their paths within the folder.

    Raises
    ------
    OccupiedError
        If something else than a regular file stands in the place of one.
    """
    for sub in (LOTS, FIGURES):
        refuse_link(folder / sub)
    for name, listed in manifest.files.items():
        if wanted(name) and (found := fault_of_file(folder / name, listed)) is not None:
            yield found


def fault_of_file(path: Path, listed: Listed) -> Fault | None:
    """Say what is wrong with a file that is listed; none if nothing.

    Raises
    ------
    OccupiedError
        If something else than a regular file stands in its place.
    """
    if is_as_listed(path, listed):
        return None
    return Fault(path, "changed" if regular(path) else "missing")


def is_as_listed(path: Path, listed: Listed | None) -> bool:
    """Tell whether a file is there as it was written; one of another size is not read.

    Raises
    ------
    OccupiedError
        If something else than a regular file stands in its place.
    """
    there = regular(path)
    if there is None or listed is None or there.st_size != listed.bytes:
        return False
    found = fingerprint(path)
    return found is not None and found.sha256 == listed.sha256


def is_complete(folder: Path, histories: int) -> bool:
    """Tell whether a folder holds a complete and sound run of so many histories, or of more.

    Raises
    ------
    OutputError
        If it holds files of another format, or what is no file of a run.
    """
    manifest = Manifest.begun(folder)
    if manifest is None or manifest.reach < histories:
        return False
    return next(faults(folder, manifest, is_table), None) is None


def require_sound(folder: Path, manifest: Manifest, wanted: Callable[[str], bool]) -> None:
    """Refuse to read files that are not as they were written.

    Raises
    ------
    DamagedError
        With the first of them, and how to get it again.
    """
    for fault in faults(folder, manifest, wanted):
        raise DamagedError(f"{fault}; {how_to_run(folder, manifest)}")


def how_to_run(folder: Path, manifest: Manifest) -> str:
    """Say how the run of a folder is run again."""
    file = folder / SCENARIO
    if not is_as_listed(file, manifest.files.get(SCENARIO)):
        return "run its scenario again"
    is_renamed = folder.resolve().name != f"{manifest.name}-{manifest.digest}"
    elsewhere = ", into a folder of its own name" if is_renamed else ""
    return f"run it again{elsewhere}: {run_command(file, folder.parent, manifest)}"


def run_command(file: Path, out: Path, manifest: Manifest) -> str:
    """Write the command line that runs the scenario of a run as it was run."""
    last = manifest.numbers[-1][1] + 1 if manifest.numbers else 1
    sampling = "" if manifest.sampling == "random" else f" --sampling {manifest.sampling}"
    return (
        f"shortfall run {quote(str(file))} --seed {manifest.seed} "
        f"-n {last}{sampling} --out {quote(str(out))}"
    )


def manifest_fault(folder: Path) -> Fault | None:
    """Say what is wrong with the manifest itself of a folder that holds a run; none if nothing."""
    if not (folder / SUMMARY).exists():
        return None
    try:
        return None if Manifest.read(folder) else Fault(folder / MANIFEST, "missing")
    except DamagedError:
        return Fault(folder / MANIFEST, "changed")

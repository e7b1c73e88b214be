"""All that is wrong with the folder of a run, or that nothing is."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.output.errors import DamagedError, OutputError
from sim.output.extras import EXTRAS, Extras, fault_of_extra
from sim.output.log import LOG
from sim.output.lots import FOLDER as LOTS
from sim.output.lots import fault_of, lots_in, place_of
from sim.output.manifest import MANIFEST, Listed, Manifest
from sim.output.run_request import POINTS
from sim.output.seal import is_whole
from sim.output.soundness import (
    FIGURES,
    SCENARIO,
    SUMMARY,
    TRACES,
    Fault,
    fault_of_file,
    how_to_run,
)
from sim.output.stored import StoredRun
from sim.output.stored_file import fingerprint, refuse_link
from sim.scenario.digest import LENGTH, package_hash
from sim.scenario.errors import ScenarioError
from sim.study.job import Job

ADDED = "added"
"""What the fault of a lot that the manifest does not list begins with."""


@dataclass(frozen=True)
class Audit:
    """What was found in the folder of a run.

    Attributes
    ----------
    folder : path
    manifest : Manifest
        That of the folder; none where it cannot be read.
    faults : tuple of Fault
        Files that are not as they were written.
    extras : Extras
        What was written besides; none where nothing was, or the list cannot be read.
    unlisted : tuple of path
        Files in neither record.
    points : tuple of path
        What is kept of the points of a design, where the folder is that of one.
    """

    folder: Path
    manifest: Manifest | None
    faults: tuple[Fault, ...]
    points: tuple[Path, ...] = ()
    extras: Extras | None = None
    unlisted: tuple[Path, ...] = ()

    @property
    def files(self) -> int:
        """Number of files that are listed."""
        return len(self.points) + len(self._listed)

    @property
    def bytes(self) -> int:
        """Bytes of the files that are listed."""
        kept = sum(path.lstat().st_size for path in self.points)
        return kept + sum(one.bytes for one in self._listed)

    @property
    def _listed(self) -> list[Listed]:
        listed = [*self.manifest.files.values()] if self.manifest else []
        return [*listed, *self.extras.files.values()] if self.extras else listed

    @property
    def remedy(self) -> str:
        """How the run is got again."""
        if self.points:
            return "the command that made it runs them again"
        if self.manifest is None:
            is_study = self.extras is not None
            return "its command makes it again" if is_study else "run its scenario again"
        if not self.manifest.numbers:
            return "give the command again that began it"
        if all(self._is_extra(fault) for fault in self.faults):
            lost = any(fault.path.name == EXTRAS for fault in self.faults)
            where = f"what was written besides is made again by its commands, in {self._above}"
            return f"move {EXTRAS} away, then " * lost + where
        if all(fault.says.startswith(ADDED) for fault in self.faults):
            return f"move away what was {ADDED}"
        traces = any(fault.path.name == TRACES for fault in self.faults)
        return how_to_run(self.folder, self.manifest) + " --traces all" * traces

    @property
    def _above(self) -> Path:
        """Folder above, in which commands of extras are given."""
        return self.folder.resolve().parent

    def _is_extra(self, fault: Fault) -> bool:
        """Tell whether what is wrong is no part of the run itself."""
        names = [EXTRAS, *(self.extras.files if self.extras else ())]
        return fault.path in {self.folder / name for name in names}


def audit(folder: Path) -> Audit:
    """Read every file of a run, and compare it with what the manifest says of it.

    Of a design every part of a point that is kept is compared with its own seal, and its figures
    with what is listed of them; of other studies, as a replay, the figures alone.
    """
    if (points := _points_in(folder)) or _is_study(folder):
        found = [fault for path in points if (fault := _fault_of_part(path)) is not None]
        extras, more = _extras(folder)
        return Audit(folder, None, (*found, *more), points, extras)
    try:
        manifest = Manifest.read(folder)
    except OutputError as error:
        return Audit(folder, None, (Fault(folder / MANIFEST, _reason(error, folder / MANIFEST)),))
    if manifest is None:
        return Audit(
            folder, None, (Fault(folder / MANIFEST, "missing: no run, or not a whole one"),)
        )
    found = list(_all_faults(folder, manifest))
    if not manifest.numbers:
        found.append(Fault(folder / MANIFEST, "not complete: the run was broken off"))
    try:
        found += _strange_lots(folder, manifest, sound=not found)
    except OutputError as error:
        place, _, says = str(error).partition(": ")
        found += {Fault(Path(place), says)}.difference(found)
    extras, more = _extras(folder, manifest.digest)
    unlisted = _unlisted(folder, manifest, extras) if manifest.numbers else ()
    found += more
    others = tuple(path for path in unlisted if path not in {fault.path for fault in found})
    return Audit(folder, manifest, tuple(found), extras=extras, unlisted=others)


def _is_study(folder: Path) -> bool:
    """Tell whether a folder has a list of what was written, and nothing of a run."""
    of_run = any((folder / name).exists() for name in (MANIFEST, SUMMARY, LOTS))
    return (folder / EXTRAS).exists() and not of_run


def _extras(folder: Path, digest: str = "") -> tuple[Extras | None, list[Fault]]:
    """Read what was written besides, and what of it is not as it was written."""
    try:
        extras = Extras.read(folder)
    except DamagedError:
        return None, [Fault(folder / EXTRAS, "changed")]
    except OutputError as error:
        return None, [Fault(folder / EXTRAS, _reason(error, folder / EXTRAS))]
    if extras is None:
        return None, []
    if digest not in {"", extras.digest}:
        return None, [Fault(folder / EXTRAS, f"of another run ({extras.digest})")]
    found = (fault_of_extra(folder, name, extra) for name, extra in extras.files.items())
    return extras, [fault for fault in found if fault is not None]


def _unlisted(folder: Path, manifest: Manifest, extras: Extras | None) -> tuple[Path, ...]:
    """List files that are in neither record; those that systems hide and the log left out."""
    known = {MANIFEST, EXTRAS, LOG, *manifest.files, *(extras.files if extras else ())}
    found = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }
    hidden = {name for name in found if any(part[0] == "." for part in name.split("/"))}
    return tuple(folder / name for name in sorted(found - known - hidden))


def _all_faults(folder: Path, manifest: Manifest) -> Iterator[Fault]:
    """List the files of a manifest that are not as it lists them, or cannot be read."""
    links = set()
    for sub in (LOTS, FIGURES):
        try:
            refuse_link(folder / sub)
        except OutputError as error:
            links.add(sub)
            yield Fault(folder / sub, _reason(error, folder / sub))
    for name, listed in manifest.files.items():
        if name.partition("/")[0] in links:
            continue
        path = folder / name
        try:
            fault = fault_of_file(path, listed)
        except OutputError as error:
            fault = Fault(path, _reason(error, path))
        if fault is not None:
            yield fault


def _points_in(folder: Path) -> tuple[Path, ...]:
    """List what is kept of the points of a design; nothing where the folder is of none."""
    if (folder / MANIFEST).exists() or (folder / POINTS).is_symlink():
        return ()
    return tuple(sorted((folder / POINTS).glob("*.npz")))


def _fault_of_part(path: Path) -> Fault | None:
    try:
        found = fingerprint(path)
    except OutputError as error:
        return Fault(path, _reason(error, path))
    return None if found is not None and is_whole(found) else Fault(path, "changed")


def runs_in(folder: Path) -> list[Path]:
    """List the folder of a run itself, or those of runs and studies below it.

    Also of those that have lost their manifest.
    """
    if (folder / MANIFEST).exists() or not folder.is_dir():
        return [folder]
    found = {folder} if _points_in(folder) else set()
    for path in folder.rglob("*"):
        if path.name in {MANIFEST, SUMMARY, EXTRAS}:
            found.add(path.parent)
        elif (place := place_of(f"{path.parent.name}/{path.name}")) and place[0] == 0:
            found.add(path.parents[1])  # a twin alone may be shared, outside all runs
    return sorted(found) or [folder]


def _strange_lots(folder: Path, manifest: Manifest, *, sound: bool) -> Iterator[Fault]:
    """List lots that the manifest does not list, and those that are not of its run.

    Whose the lots are can only be told where the scenario is sound, and the program the same.
    """
    what = _job(folder) if sound and manifest.source == package_hash()[:LENGTH] else None
    if what is not None and what.digest != manifest.digest:
        yield Fault(folder / SCENARIO, f"of another run ({what.digest})")
        return
    for scenario in (0, 1):
        for first, path in lots_in(folder, scenario).items():
            says = fault_of(what, path, scenario, first) if what is not None else None
            if path.relative_to(folder).as_posix() not in manifest.files:
                if not manifest.numbers:
                    continue  # lots are listed when a run is complete
                yield Fault(path, ADDED if says is None else f"{ADDED}, and {says}")
            elif says is not None:
                yield Fault(path, says)


def _job(folder: Path) -> Job | None:
    try:
        return StoredRun.open(folder).job
    except ScenarioError:
        return None


def _reason(error: OutputError, path: Path) -> str:
    """Give what an error says, without the path it begins with."""
    return str(error).removeprefix(str(path)).lstrip(": ")

"""A complete run, read from its folder."""

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.output.errors import DamagedError, OutputError
from sim.output.histories import Histories
from sim.output.lock import locked
from sim.output.lots import lot_path, place_of
from sim.output.manifest import MANIFEST, MOST_BYTES, Manifest, parsed
from sim.output.soundness import SCENARIO, SUMMARY, is_lot, require_sound, run_command
from sim.output.stored_file import read
from sim.scenario.load import Loaded, load
from sim.study.job import Job
from sim.world.chance.sampling import Sampling
from sim.world.state.state import BATCH


@dataclass(frozen=True)
class StoredRun(Histories):
    """What is kept of every history of a run, and where.

    Attributes
    ----------
    folder : path
        Folder of the run.
    loaded : Loaded
        The scenario with the places of its values.
    manifest : Manifest
        What was run, and the files that came of it.
    summary : dict
        What ``summary.json`` holds.
    """

    folder: Path
    loaded: Loaded
    manifest: Manifest
    summary: dict[str, Any]

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return self.scenario.name

    @property
    def digest(self) -> str:
        """Ten hexadecimal digits that name what was run."""
        return self.manifest.digest

    @property
    def seed(self) -> int:
        """Seed of all chance."""
        return self.job.seed

    @property
    def source(self) -> str:
        """Hash of the program that ran it, ten hexadecimal digits."""
        return self.manifest.source

    @property
    def usual_folder(self) -> str:
        """Name of the folder that such a run has, whatever this one is called."""
        return f"{self.name}-{self.digest}"

    def command(self, *more: str) -> str:
        """Write the command line, for the folder above, that runs it and writes more besides."""
        file = Path(self.usual_folder, SCENARIO)
        return shlex.join([*shlex.split(run_command(file, Path(), self.manifest)), *more])

    @classmethod
    def open(cls, folder: Path, loaded: Loaded | None = None) -> "StoredRun":
        """Open a folder; nothing is read that is not as it was written.

        Parameters
        ----------
        folder : path
            Of a complete run.
        loaded : Loaded, optional
            The scenario as its own files give it; else it is read from the folder.

        Raises
        ------
        OutputError
            If there is no complete run in it, one of another format, or a damaged one.
        ScenarioError
            If the scenario in it cannot be read by this version.
        """
        folder = Path(folder)
        manifest = Manifest.read(folder)
        if manifest is None or not manifest.numbers:
            raise OutputError(f"{folder}: no complete run; {_instead(folder)}")
        wanted = {SUMMARY, *([] if loaded else [SCENARIO])}
        require_sound(folder, manifest, lambda name: name in wanted or is_lot(name))
        summary = stored_summary(folder)
        sampling = _sampling(folder, summary)
        loaded = loaded or load(folder / SCENARIO, root=folder)
        kept = {n for a, b in manifest.numbers for n in range(a - a % BATCH, b + 1, BATCH)}
        return cls(
            job=Job(
                loaded.scenario,
                manifest.seed,
                manifest.sampling,
                sampling.histories,
                manifest.named,
                tuple(manifest.settings),
            ),
            sampling=sampling,
            lots=_listed(folder, manifest, 0, kept),
            twin=_listed(folder, manifest, 1),
            below=manifest.numbers[-1][1] + 1,
            folder=folder,
            loaded=loaded,
            manifest=manifest,
            summary=summary,
        )

    @contextmanager
    def held(self) -> Iterator["StoredRun"]:
        """Open the run again, as it is now, while no other command writes into its folder.

        Raises
        ------
        OutputError
            If the folder cannot be written, or holds no complete run any more.
        ScenarioError
            If the scenario in it cannot be read by this version.
        """
        with locked(self.folder):
            yield StoredRun.open(self.folder, self.loaded)


def _instead(folder: Path) -> str:
    """Say what to name in the place of a folder that is no complete run."""
    inner = next((file.parent for file in sorted(folder.glob(f"*/{MANIFEST}"))), None)
    return "run its scenario first" if inner is None else f"name one of those in it, as {inner}"


def _listed(
    folder: Path, manifest: Manifest, scenario: int, wanted: set[int] | None = None
) -> dict[int, Path]:
    """List the lots of a manifest, ascending, and only those that are wanted."""
    places = [place for name in manifest.files if (place := place_of(name)) is not None]
    firsts = sorted(first for index, first in places if index == scenario)
    return {n: lot_path(folder, scenario, n) for n in firsts if wanted is None or n in wanted}


def _sampling(folder: Path, summary: dict[str, Any]) -> Sampling:
    found: Any = summary.get("sampling")
    try:
        return Sampling(**found)
    except TypeError:
        raise DamagedError(
            f"{folder / SUMMARY}: no sampling in it; run its scenario again"
        ) from None


def stored_summary(folder: Path) -> dict[str, Any]:
    """Read the summary of a complete run.

    Raises
    ------
    DamagedError
        If there is none, or it is none.
    OutputError
        If it is of another format than this version writes.
    """
    path = folder / SUMMARY
    if (data := read(path, MOST_BYTES)) is None:
        raise DamagedError(f"{path}: missing; run its scenario again")
    return parsed(data, path)

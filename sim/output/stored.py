"""A complete run, read from its folder."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.output.histories import Histories
from sim.output.lots import lots_in
from sim.output.store import MANIFEST, OutputError, explained, stored_summary
from sim.scenario.load import Loaded, load
from sim.study.job import Job
from sim.world.chance.sampling import Sampling


@dataclass(frozen=True)
class StoredRun(Histories):
    """What is kept of every history of a run, and where.

    Attributes
    ----------
    folder : path
        Folder of the run.
    loaded : Loaded
        The scenario with the places of its values.
    digest : str
        Ten hexadecimal digits that name what was run.
    """

    folder: Path
    loaded: Loaded
    digest: str

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return self.scenario.name

    @property
    def seed(self) -> int:
        """Seed of all chance."""
        return self.job.seed

    @cached_property
    def summary(self) -> dict[str, Any]:
        """What ``summary.json`` holds."""
        return _summary(self.folder)

    @cached_property
    def source(self) -> str:
        """Hash of the program that ran it, ten hexadecimal digits; empty if it is not known."""
        with explained(self.folder):
            text = (self.folder / MANIFEST).read_text(encoding="utf-8")
        return str(json.loads(text).get("source", ""))

    @classmethod
    def open(cls, folder: Path, loaded: Loaded | None = None) -> "StoredRun":
        """Open a folder.

        Parameters
        ----------
        folder : path
            Of a complete run.
        loaded : Loaded, optional
            The scenario as its own files give it; else it is read from the folder.

        Raises
        ------
        OutputError
            If there is no complete run in it, or one of another format.
        ScenarioError
            If the scenario in it cannot be read by this version.
        """
        folder = Path(folder)
        summary = _summary(folder)
        scheme = summary["sampling"]
        sampling = Sampling(scheme["scheme"], scheme["histories"], scheme["inputs"])
        loaded = loaded or load(folder / "scenario.yaml", root=folder)
        last = summary["numbers"][-1][1]
        kept = {n for a, b in summary["numbers"] for n in range(a - a % 64, b + 1, 64)}
        lots = {first: path for first, path in lots_in(folder, 0).items() if first in kept}
        if len(lots) < len(kept):
            raise OutputError(f"{folder}: histories are missing; run again with --force")
        return cls(
            job=Job(loaded.scenario, summary["seed"], sampling.scheme, sampling.histories),
            sampling=sampling,
            lots=lots,
            twin=lots_in(folder, 1),
            below=last + 1,
            folder=folder,
            loaded=loaded,
            digest=summary["digest"],
        )


def _summary(folder: Path) -> dict[str, Any]:
    found = stored_summary(folder)
    if found is None:
        raise OutputError(f"{folder}: no complete run; run its scenario first")
    return found

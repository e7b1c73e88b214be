"""A run that is asked for, and what of it is there."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePath

from sim.output.errors import OccupiedError
from sim.output.lots import fault_of, lots_in
from sim.output.manifest import Manifest
from sim.output.soundness import SCENARIO, Fault, faults, is_complete, is_table, manifest_fault
from sim.output.stored import StoredRun
from sim.output.until import Until
from sim.scenario.load import Loaded
from sim.study.job import Job, job
from sim.world.chance.sampling import Scheme
from sim.world.state.state import BATCH

POINTS = "points"
"""Folder of what is kept of the points of a study, within its own."""


@dataclass(frozen=True)
class RunRequest:
    """A run that is asked for.

    Attributes
    ----------
    loaded : Loaded
        The scenario.
    histories : int
        How many histories, at least.
    seed : int
        Seed of all chance.
    sampling : str
        How random inputs are drawn.
    out : path
        Folder in which the folder of the run is.
    until : Until, optional
        Go on until an interval is narrow enough.
    """

    loaded: Loaded
    histories: int
    seed: int
    sampling: Scheme = "random"
    out: Path = Path("results")
    until: Until | None = None

    @cached_property
    def settled(self) -> tuple[Job, int]:
        """The job, and the number of histories it comes to."""
        what, count = job(self.loaded.scenario, self.seed, self.sampling, self.histories)
        named = PurePath(self.loaded.named).name
        return replace(what, named=named, settings=self.loaded.settings), count

    @property
    def most(self) -> int:
        """Histories that are run at the very most."""
        return self.settled[1] if self.until is None else self.until.at_most

    @property
    def folder(self) -> Path:
        """Folder of the run: the scenario's name and the digest."""
        what, _ = self.settled
        return self.out / f"{what.scenario.name}-{what.digest}"

    @property
    def spare(self) -> int:
        """How many histories are run with those asked for, to make a lot whole, and kept."""
        what, histories = self.settled
        last = (histories - 1) // BATCH * BATCH
        is_run = what.is_random and what.scheme == "random" and last not in lots_in(self.folder, 0)
        return last + BATCH - histories if is_run else 0

    def is_begun(self) -> bool:
        """Tell whether there is anything of it.

        Raises
        ------
        OccupiedError
            If the folder holds another run.
        """
        found, expected = Manifest.begun(self.folder), self.settled[0].digest
        if found is not None and found.digest != expected:
            raise OccupiedError(
                f"{self.folder} holds another run ({found.digest}); move it away, or choose "
                "another --out"
            )
        return found is not None

    @property
    def stored(self) -> int:
        """How many histories its folder had tables of, which are not to become fewer."""
        manifest = Manifest.begun(self.folder)
        return 0 if manifest is None else manifest.reach

    def faults(self) -> list[Fault]:
        """List what is there and not as it was written, so that it is made again, or run again.

        A scenario that was edited is not among them: it is refused when the run begins.

        Raises
        ------
        OutputError
            If the folder holds another run, files of another format, or what is no file of a run.
        """
        self.is_begun()
        what, manifest = self.settled[0], Manifest.begun(self.folder)
        found = {one.path: one for one in [manifest_fault(self.folder)] if one}
        if manifest is not None and manifest.numbers:
            listed = faults(self.folder, manifest, is_table)
            found |= {one.path: one for one in listed if one.path.name != SCENARIO}
        for scenario in (0, 1):
            for first, path in lots_in(self.folder, scenario).items():
                if says := fault_of(what, path, scenario, first):
                    found[path] = Fault(path, says)
        return list(found.values())

    def is_complete(self) -> bool:
        """Tell whether all that is asked for is there, figures apart.

        Raises
        ------
        OutputError
            If the folder holds another run, or files of another format.
        """
        if not self.is_begun() or not is_complete(self.folder, self.settled[1]):
            return False
        if self.until is None:
            return True
        stored = StoredRun.open(self.folder, self.loaded)
        return self.until.next(stored.outcomes, stored.replicates) is None

"""A stored run, run again: whether the same bytes come of it."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sim.output.ensure_run import ensure_run
from sim.output.errors import OutputError
from sim.output.manifest import Manifest
from sim.output.run_request import RunRequest
from sim.output.soundness import TRACES, is_lot, require_sound
from sim.output.store import Draw
from sim.output.stored import StoredRun
from sim.output.stored_file import fingerprint
from sim.study.pool import Pool
from sim.study.replicate import Progress


@dataclass(frozen=True)
class Reproduction:
    """What came of it.

    Attributes
    ----------
    same : tuple of str
        Files that are the same to the byte.
    differing : tuple of str
        Files that are not, or that only one of the two has.
    apart : tuple of str
        Files that were not made again: traces, lots of more histories than the tables are of.
    before, now : Manifest
        Of the stored run, and of the one that was run again.
    """

    same: tuple[str, ...]
    differing: tuple[str, ...]
    apart: tuple[str, ...]
    before: Manifest
    now: Manifest

    def reasons(self) -> Iterator[str]:
        """List what was not the same when the runs were run."""
        if self.before.source != self.now.source:
            yield f"the program: source {self.before.source} then, {self.now.source} now"
        versions = {**self.before.versions, **self.now.versions}
        for name in versions:
            then, now = self.before.versions.get(name), self.now.versions.get(name)
            if then != now:
                yield f"{name}: {then} then, {now} now"


def reproduce(
    stored: StoredRun, pool: Pool, progress: Progress | None = None, draw: Draw | None = None
) -> Reproduction:
    """Run a stored run again in a folder that is thrown away, and compare.

    Lots are compared by what they hold: their seals also name the program's source.

    Parameters
    ----------
    stored : StoredRun
        Complete, from its first history on.
    pool : Pool
        Where blocks run.
    progress : function, optional
        Hears how many histories are done, and of how many.
    draw : function, optional
        Draws the figures, which are compared if the stored run has any.

    Raises
    ------
    OutputError
        If the stored run is not sound, or has a hole.
    """
    before = stored.manifest
    if before.reach < stored.below:
        raise OutputError(
            f"{stored.folder}: the run was broken off, and histories are missing among those it "
            "has; let the command that made it go on to its end first"
        )
    require_sound(stored.folder, before, lambda _: True)
    with tempfile.TemporaryDirectory() as out:
        what = stored.job
        asked = replace(stored.loaded, named=what.named, settings=what.settings)
        request = RunRequest(asked, stored.below, stored.seed, what.scheme, Path(out))
        again = ensure_run(request, pool, progress, draw if before.drawing else None)
        now = again.manifest
        apart = {name for name in before.files.keys() - now.files if _is_apart(name)}
        names = sorted((before.files.keys() | now.files.keys()) - apart)
        same = tuple(name for name in names if _is_same(name, stored.folder, again.folder))
    differing = tuple(name for name in names if name not in same)
    return Reproduction(same, differing, tuple(sorted(apart)), before, now)


def _is_apart(name: str) -> bool:
    """Tell whether a file need not be made again: on request, or of histories beyond the run."""
    return name == TRACES or is_lot(name)


def _is_same(name: str, one: Path, other: Path) -> bool:
    """Compare a file of two folders."""
    here, there = fingerprint(one / name), fingerprint(other / name)
    if here is None or there is None:
        return False
    return here.trunk == there.trunk if is_lot(name) else here == there

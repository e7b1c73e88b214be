"""A run that is asked for: what is there already is read, only what is missing is run."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sim.output.histories import Histories
from sim.output.log import Log
from sim.output.lot import condense
from sim.output.lots import FOLDER, copy_twin, keep, lots_in, remove
from sim.output.store import (
    SUMMARY,
    OccupiedError,
    begin,
    is_complete,
    make,
    save,
    stored_digest,
)
from sim.output.stored import StoredRun
from sim.output.tables import Tables, tabulate
from sim.output.until import Until
from sim.scenario.load import Loaded
from sim.study.job import Job, job
from sim.study.pool import Pool
from sim.study.replicate import Block, Progress, Study, blocks, replicate
from sim.world.chance.sampling import Sampling, Scheme
from sim.world.state.state import BATCH as BATCH

Draw = Callable[[Tables, Path], list[Path]]


@dataclass(frozen=True)
class Order:
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
    twins : path, optional
        Folder in which orders leave the lots of their twins for others with an equal twin.
    """

    loaded: Loaded
    histories: int
    seed: int
    sampling: Scheme = "random"
    out: Path = Path("results")
    until: Until | None = None
    twins: Path | None = None

    @property
    def shared(self) -> Path | None:
        """Where orders with the same twin leave its lots for each other; none if they do not."""
        digest = self.settled[0].twin_digest
        return self.twins / digest if self.twins and digest else None

    @cached_property
    def settled(self) -> tuple[Job, int]:
        """The job, and the number of histories it comes to."""
        return job(self.loaded.scenario, self.seed, self.sampling, self.histories)

    @property
    def folder(self) -> Path:
        """Folder of the run: the scenario's name and the digest."""
        what, _ = self.settled
        return self.out / f"{what.scenario.name}-{what.digest}"

    def is_begun(self) -> bool:
        """Tell whether there is anything of it.

        Raises
        ------
        OccupiedError
            If the folder holds another run.
        """
        found, expected = stored_digest(self.folder), self.settled[0].digest
        if found not in {None, expected}:
            raise OccupiedError(
                f"{self.folder} holds another run ({found}); move it away, or choose another --out"
            )
        return found is not None

    def is_complete(self, *, figures: bool = False) -> bool:
        """Tell whether all that is asked for is there.

        Raises
        ------
        OutputError
            If the folder holds another run, or files of another format.
        """
        if not self.is_begun() or not is_complete(self.folder, self.settled[1]):
            return False
        if figures and not (self.folder / "figures").is_dir():
            return False
        if self.until is None:
            return True
        stored = StoredRun.open(self.folder, self.loaded)
        return self.until.next(stored.outcomes, stored.replicates) is None


def fulfil(
    order: Order,
    pool: Pool,
    progress: Progress | None = None,
    draw: Draw | None = None,
    *,
    force: bool = False,
    log: Log | None = None,
) -> StoredRun:
    """Run what is missing of a run that is asked for, and store it.

    Every finished block is stored at once, so that a run that is broken off goes on from there.

    Parameters
    ----------
    order : Order
        What is asked for.
    pool : Pool
        Where blocks run.
    progress : function, optional
        Hears how many histories are done, and of how many.
    draw : function, optional
        Draws the figures of the tables into a folder.
    force : bool
        Run again what is there.
    log : Log, optional
        Notes what took how long.

    Raises
    ------
    OutputError
        If a file cannot be written, or the folder holds another run.
    KeyboardInterrupt
        On Ctrl-C, after the report of the finished histories is written, if there are any.
    """
    if order.is_begun() and not force and order.is_complete(figures=draw is not None):
        return StoredRun.open(order.folder, order.loaded)
    (what, histories), folder = order.settled, order.folder
    log = log or Log()
    begin(what, folder, order.loaded.files)
    make(folder / FOLDER)
    if order.shared:
        make(order.shared / FOLDER)
    if force:
        lots = [*lots_in(folder, 0).values(), *lots_in(folder, 1).values()]
        remove([folder / SUMMARY, *lots])  # the summary first: the folder is not complete then
    interrupted, sampling = None, Sampling(what.scheme, what.histories)
    try:
        with log.part("simulate"):
            study = what.study()
            sampling = study.sampling
            while True:
                _run_missing(study, order, histories, pool, progress)
                found = finished(what, sampling, folder, histories)
                more = order.until and order.until.next(found.outcomes, found.replicates)
                if not more:
                    break
                histories = more
    except KeyboardInterrupt as error:
        interrupted = error
        found = finished(what, sampling, folder, histories)
    if not found.lots:
        raise interrupted or AssertionError("nothing was run")
    with log.part("tabulate"):
        tables = tabulate(found)
    with log.part("write"):
        save(tables, folder, draw=draw)
    log.save(folder, pool.width)
    if interrupted:
        raise interrupted
    return StoredRun.open(folder, order.loaded)


def finished(what: Job, sampling: Sampling, folder: Path, histories: int) -> Histories:
    """Find the finished histories among the first so many: those whose twin is finished, too."""
    lots = {first: lot for first, lot in lots_in(folder, 0).items() if first < histories}
    twin = lots_in(folder, 1)
    if what.twin_is_random:
        lots = {first: lot for first, lot in lots.items() if first in twin}
    elif what.twin is not None and not twin:
        lots = {}
    return Histories(what, sampling, lots, twin, histories)


def _run_missing(
    study: Study, order: Order, histories: int, pool: Pool, progress: Progress | None
) -> None:
    """Run the lots that are not in the folder, nor left by an order with the same twin."""
    what, folder = order.settled[0], order.folder
    if order.shared:
        copy_twin(order.shared, folder)
    wanted = range(-(-histories // BATCH))
    counts = [wanted, wanted if what.twin_is_random else wanted[:1]]
    there = [lots_in(folder, index) for index in range(len(study.scenarios))]
    missing = [
        [lot for lot in counts[index] if lot * BATCH not in there[index]]
        for index in range(len(study.scenarios))
    ]
    todo = [
        block
        for index, lots in reversed(list(enumerate(missing)))
        for block in blocks(study.scenarios[index], index, lots, pool.width)
    ]
    if not todo:
        return
    # Where both have blocks of the same histories, they finish at about the same time.
    todo.sort(key=lambda block: (block.first, -block.scenario))
    before = histories - min(len(missing[0]) * BATCH, histories)

    def report(share: float) -> None:
        if progress is not None:
            progress(before + int(share * (histories - before)), histories)

    def store(block: Block, lots: dict[int, bytes]) -> None:
        keep(folder, block.scenario, lots)
        if order.shared and block.scenario:
            keep(order.shared, block.scenario, lots)

    replicate(study, todo, pool, condense, store, report)

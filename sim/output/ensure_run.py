"""Make sure that a run is there: what is stored is read, only what is missing is run."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from sim.output.disk import make
from sim.output.figures import are_drawn, draw_again
from sim.output.histories import Histories
from sim.output.lock import locked
from sim.output.log import Log
from sim.output.lot import condense
from sim.output.lots import FOLDER, keep, lots_in, remove, sound_lots
from sim.output.run_request import RunRequest
from sim.output.store import Draw, begin, look_of, save
from sim.output.stored import StoredRun
from sim.output.tables import tabulate
from sim.study.job import Job
from sim.study.pool import Pool
from sim.study.replicate import Block, Progress, Study, blocks, replicate
from sim.world.chance.sampling import Sampling
from sim.world.state.state import BATCH


def ensure_run(
    request: RunRequest,
    pool: Pool,
    progress: Progress | None = None,
    draw: Draw | None = None,
    *,
    force: bool = False,
    log: Log | None = None,
) -> StoredRun:
    """Run what is missing of a run that is asked for, and store it.

    Every finished block is stored at once, so that a run that is broken off goes on from there.
    Where only the figures are missing, or drawn by other code, nothing but them is drawn. Waits for
    another process that runs the same.

    Parameters
    ----------
    request : RunRequest
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
    there = _complete(request, force=force)
    if there is not None and (draw is None or are_drawn(there.folder, look_of(draw))):
        return there
    make(request.folder)

    def waits() -> None:
        if progress is not None:
            progress(0, request.settled[1])

    with locked(request.folder, waits):
        # Who had the lock may have done it.
        if (there := _complete(request, force=force)) is None:
            return _run(request, pool, progress, draw, log or Log(), force=force)
        if draw is not None and not are_drawn(there.folder, look_of(draw)):
            draw_again(there, draw)
        return there


def _complete(request: RunRequest, *, force: bool) -> StoredRun | None:
    """Open the run if all of it is there, figures apart."""
    if not request.is_begun() or force or not request.is_complete():
        return None
    return StoredRun.open(request.folder, request.loaded)


def _run(
    request: RunRequest,
    pool: Pool,
    progress: Progress | None,
    draw: Draw | None,
    log: Log,
    *,
    force: bool,
) -> StoredRun:
    """Run what is missing."""
    (what, histories), folder = request.settled, request.folder
    if not force:
        histories = max(histories, request.stored)
    begin(what, folder, request.loaded.inputs)
    make(folder / FOLDER)
    if force:
        remove([*lots_in(folder, 0).values(), *lots_in(folder, 1).values()])
    interrupted, sampling = None, Sampling(what.scheme, what.histories)
    try:
        with log.part("simulate"):
            sampling, study = what.sampling, cache(what.study)
            while True:
                _run_missing(study, request, histories, pool, progress)
                found = finished(what, sampling, folder, histories)
                more = request.until and request.until.next(found.outcomes, found.replicates)
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
    return StoredRun.open(folder, request.loaded)


def finished(what: Job, sampling: Sampling, folder: Path, histories: int) -> Histories:
    """Find the finished histories among the first so many: those whose twin is finished, too."""
    lots = {f: lot for f, lot in sound_lots(what, folder, 0).items() if f < histories}
    twin = {} if what.twin is None else sound_lots(what, folder, 1)
    if what.twin_is_random:
        lots = {first: lot for first, lot in lots.items() if first in twin}
    elif what.twin is not None and not twin:
        lots = {}
    return Histories(what, sampling, lots, twin, histories)


def _run_missing(
    study: Callable[[], Study],
    request: RunRequest,
    histories: int,
    pool: Pool,
    progress: Progress | None,
) -> None:
    """Run the lots that are not in the folder."""
    what, folder = request.settled[0], request.folder
    wanted = range(-(-histories // BATCH))
    counts = [wanted, wanted if what.twin_is_random else wanted[:1]]
    kinds = range(1 if what.twin is None else 2)
    there = [sound_lots(what, folder, index) for index in kinds]
    missing = [[lot for lot in counts[index] if lot * BATCH not in there[index]] for index in kinds]
    if not any(missing):
        return
    common = study()
    todo = [
        block
        for index, lots in reversed(list(enumerate(missing)))
        for block in blocks(common.scenarios[index], index, lots, pool.width)
    ]
    # Where both have blocks of the same histories, they finish at about the same time.
    todo.sort(key=lambda block: (block.first, -block.scenario))
    before = histories - min(len(missing[0]) * BATCH, histories)

    def report(share: float) -> None:
        if progress is not None:
            progress(before + int(share * (histories - before)), histories)

    def store(block: Block, lots: dict[int, bytes]) -> None:
        keep(what, folder, block.scenario, lots)

    replicate(common, todo, pool, condense, store, report)

"""Histories in blocks: one code path for one process or several.

The result of a history depends on the scenario, the seed and its number alone: neither the size
of the blocks nor the number of workers or of histories asked for changes a bit of it.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context

from sim.scenario.network import items, routes
from sim.scenario.schema import Scenario
from sim.world.chance import Chance
from sim.world.record import Record, joined
from sim.world.state import LANES_OF_64
from sim.world.world import Prepared, World

Progress = Callable[[int, int], None]
"""Told how many histories are done, and of how many."""

CELLS_PER_BLOCK = 60_000
"""Numbers in the largest array of a block; more leave the processor's cache (measured)."""
WIDEST = 1024


def block_width(scenario: Scenario) -> int:
    """Choose how many histories run at once: fewer in a larger network."""
    rows = sum(len(items(scenario, route.good)) for route in routes(scenario))
    return min(max(CELLS_PER_BLOCK // max(rows, 1) // LANES_OF_64, 1) * LANES_OF_64, WIDEST)


def blocks(scenario: Scenario, histories: int) -> list[tuple[int, int]]:
    """Cut the histories into blocks of first number and width, whole lots of 64."""
    total = -(-histories // LANES_OF_64) * LANES_OF_64
    width = min(block_width(scenario), total)
    return [(first, min(width, total - first)) for first in range(0, total, width)]


def run_block(scenario: Scenario, prepared: Prepared, seed: int, first: int, width: int) -> Record:
    """Run one block of histories."""
    world = World(scenario, Chance(seed, first, width), prepared.plan)
    return world.run(prepared)


def replicate(
    scenario: Scenario,
    prepared: Prepared,
    histories: int,
    seed: int,
    workers: int = 1,
    progress: Progress | None = None,
) -> Record:
    """Run histories 0 to *histories* - 1.

    Parameters
    ----------
    scenario : Scenario
    prepared : Prepared
        Plan and warm state of the scenario.
    histories, seed, workers : int
    progress : callable, optional

    Returns
    -------
    Record
        All histories in order.
    """
    todo = blocks(scenario, histories)
    report = progress or (lambda done, total: None)
    records: dict[int, Record] = {}
    done = 0
    for first, record in _results(scenario, prepared, seed, todo, min(workers, len(todo))):
        records[first] = record
        done += record.histories
        report(min(done, histories), histories)
    return joined([records[first] for first, _ in todo], histories)


def _results(
    scenario: Scenario, prepared: Prepared, seed: int, todo: list[tuple[int, int]], workers: int
) -> Iterator[tuple[int, Record]]:
    if workers <= 1:
        for first, width in todo:
            yield first, run_block(scenario, prepared, seed, first, width)
        return
    with ProcessPoolExecutor(
        workers,
        mp_context=get_context("spawn"),
        initializer=_keep,
        initargs=(scenario, prepared, seed),
    ) as pool:
        waiting: dict[Future[Record], int] = {
            pool.submit(_run_kept, first, width): first for first, width in todo
        }
        try:
            while waiting:
                finished, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in finished:
                    yield waiting.pop(future), future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_kept: list[tuple[Scenario, Prepared, int]] = []
"""What a worker process keeps between blocks."""


def _keep(scenario: Scenario, prepared: Prepared, seed: int) -> None:
    _kept[:] = [(scenario, prepared, seed)]


def _run_kept(first: int, width: int) -> Record:
    scenario, prepared, seed = _kept[0]
    return run_block(scenario, prepared, seed, first, width)

"""Histories in blocks: one code path for one process or several.

The result of a history depends on the scenario, the seed and its number alone: neither the size
of the blocks nor the number of workers or of histories asked for changes a bit of it.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from sim.scenario.network import items, routes
from sim.scenario.schema import Scenario
from sim.world.chance import Chance
from sim.world.record import Record, joined
from sim.world.state import LANES_OF_64
from sim.world.world import Prepared, World

Progress = Callable[[int, int], None]
"""Told how many histories are done, and of how many."""

CELLS_PER_BLOCK = 250_000
"""Numbers in the largest array of a block; with more, memory and not the processor sets the pace
(measured)."""
WIDEST = 1024
"""Most histories in a block."""
TICK_SECONDS = 0.2
"""Time between two looks at how far the workers are."""


@dataclass(frozen=True)
class Study:
    """What the blocks of a study have in common."""

    scenarios: tuple[Scenario, ...]
    prepared: Prepared
    seed: int


@dataclass(frozen=True)
class Block:
    """Some histories of one of the study's scenarios."""

    scenario: int
    first: int
    width: int


def block_width(scenario: Scenario) -> int:
    """Choose how many histories run at once at most: fewer in a larger network."""
    rows: dict[str, int] = {}
    for route in routes(scenario):
        rows[route.good] = rows.get(route.good, 0) + len(items(scenario, route.good))
    most = max(rows.values(), default=1)
    return min(max(CELLS_PER_BLOCK // max(most, 1) // LANES_OF_64, 1) * LANES_OF_64, WIDEST)


def blocks(scenario: Scenario, index: int, histories: int, workers: int) -> list[Block]:
    """Cut the histories of a scenario into blocks of whole lots of 64, one a worker at least."""
    lots = -(-histories // LANES_OF_64)
    total = lots * LANES_OF_64
    width = min(block_width(scenario), -(-lots // workers) * LANES_OF_64)
    return [Block(index, first, min(width, total - first)) for first in range(0, total, width)]


def run_block(study: Study, block: Block, told: Callable[[float], None]) -> Record:
    """Run one block; *told* hears of every history (or part of one) done."""
    scenario = study.scenarios[block.scenario]
    chance = Chance(study.seed, block.first, block.width)
    world = World(scenario, chance, study.prepared.plan)
    return world.run(study.prepared, lambda days: told(block.width * days / scenario.days))


def replicate(
    study: Study,
    histories: Sequence[int],
    workers: int = 1,
    progress: Progress | None = None,
) -> list[Record]:
    """Run histories 0 to n - 1 of each scenario of a study.

    Parameters
    ----------
    study : Study
    histories : sequence of int
        Number of histories of each scenario.
    workers : int
        Processes; one runs everything here.
    progress : callable, optional

    Returns
    -------
    list of Record
        One for each scenario, its histories in order.
    """
    todo = [
        block
        for index, count in enumerate(histories)
        for block in blocks(study.scenarios[index], index, count, workers)
    ]
    wanted, cost = histories[0], sum(block.width for block in todo)

    def report(done: float) -> None:
        if progress is not None:
            progress(min(int(wanted * done / cost), wanted), wanted)

    records = dict(_results(study, todo, min(workers, len(todo)), report))
    report(cost)
    return [
        joined([records[block] for block in todo if block.scenario == index], count)
        for index, count in enumerate(histories)
    ]


def _results(
    study: Study, todo: list[Block], workers: int, report: Callable[[float], None]
) -> Iterator[tuple[Block, Record]]:
    if workers <= 1:
        done = 0.0

        def told(histories: float) -> None:
            nonlocal done
            done += histories
            report(done)

        for block in todo:
            yield block, run_block(study, block, told)
        return
    context = get_context("spawn")
    counter = context.Value("d", 0.0)
    with ProcessPoolExecutor(workers, context, _keep, (study, counter)) as pool:
        waiting: dict[Future[Record], Block] = {pool.submit(_run_kept, b): b for b in todo}
        try:
            while waiting:
                finished, _ = wait(waiting, TICK_SECONDS, FIRST_COMPLETED)
                report(counter.value)
                for future in finished:
                    yield waiting.pop(future), future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_kept: list[Any] = []
"""The study and the counter that a worker process keeps between blocks."""


def _keep(study: Study, counter: Any) -> None:
    _kept[:] = [study, counter]


def _run_kept(block: Block) -> Record:
    study, counter = _kept

    def told(histories: float) -> None:
        with counter.get_lock():
            counter.value += histories

    return run_block(study, block, told)

"""Histories in blocks: one code path wherever the blocks run.

The result of a history depends on the scenario, the seed, the sampling and its number alone:
neither the size of the blocks, nor where they run, nor the number of histories asked for changes
a bit of it.
"""

import errno
import gc
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Protocol, TypeVar

import numpy as np
import simpy

from sim.scenario.digest import package_hash
from sim.scenario.network import items, routes
from sim.scenario.schema import Scenario
from sim.scenario.stock import measured_items
from sim.scenario.undisrupted import undisrupted
from sim.study.pool import Pool, PoolError, WorkersLostError, report_progress
from sim.study.run_as_one import run_as_one
from sim.study.signals import deferred
from sim.world.chance.chance import Chance
from sim.world.chance.sampling import Sampling
from sim.world.record.record import Record
from sim.world.state.state import BATCH
from sim.world.supply_chain import WarmState
from sim.world.world import World, prepare

T = TypeVar("T")


class Wide(Protocol):
    """Histories that are run at once."""

    @property
    def width(self) -> int:
        """How many."""


B = TypeVar("B", bound=Wide)
Progress = Callable[[int, int], None]
"""Told how many histories are done, and of how many."""

CELLS_PER_BLOCK = 450_000
"""Numbers in the largest array of a block; with more, memory and not the processor sets the pace
(measured)."""
DAILY_STOCKS_PER_BLOCK = 100_000_000
"""Most daily stocks that a block records, where it can be narrower: each takes four bytes."""
WIDEST = 1024
"""Most histories in a block: no more are lost when it is broken off."""
WORK_PER_BLOCK = 4_000_000_000
"""Most work of a block, where it can be narrower: about two minutes, which is what is lost when it
is broken off. A lot is a block at least: a quarter of one takes nearly as long (measured)."""
FIXED_WORK = 250
"""What a day's work costs besides its histories, in histories (measured)."""
ONE_BATCH_FIRST = FIXED_WORK + 2 * BATCH
"""Histories in a block from which a batch of them is run first, as long as all are alike: to run
it twice, if they part in the end, is no more work than to run all."""
TICK_SECONDS = 0.2
"""Time between two looks at how far the workers are."""
LOSSES = 3
"""Times a worker may be lost without any block being finished meanwhile."""


def program() -> str:
    """Name what the bits of a result depend on, besides the processor."""
    return f"shortfall {package_hash()} numpy {np.__version__} simpy {simpy.__version__}"


@dataclass(frozen=True)
class Study:
    """What the blocks of a study have in common."""

    scenarios: tuple[Scenario, ...]
    warm: WarmState | None
    """Where all replications begin; none where what is drawn makes them differ there."""
    seed: int
    sampling: Sampling = field(default_factory=Sampling)
    program: str = field(default_factory=program)
    """What bits depend on, so that no worker mixes in results of another version."""


@dataclass(frozen=True)
class Block:
    """Some histories of one of the study's scenarios."""

    scenario: int
    first: int
    width: int


Reduce = Callable[[Scenario, Block, Record], T]
"""Makes of a block's record what is kept of it, where it was run; a function of a module."""


def block_width(scenario: Scenario) -> int:
    """Choose how many histories run at once at most: fewer in a larger network."""
    rows: dict[str, int] = {}
    for route in routes(scenario):
        rows[route.good] = rows.get(route.good, 0) + len(items(scenario, route.good))
    most = max(CELLS_PER_BLOCK // max(*rows.values(), 1), BATCH)
    # Work is days times rows times (250 + histories): a reckoning, so that no clock decides.
    most_work = WORK_PER_BLOCK // (scenario.days * max(sum(rows.values()), 1)) - FIXED_WORK
    most = max(min(most, most_work), BATCH)
    daily = scenario.days * len(measured_items(scenario, "daily_stocks"))
    if daily:
        most = min(most, max(DAILY_STOCKS_PER_BLOCK // daily, BATCH))
    return min(most // BATCH * BATCH, WIDEST)


def blocks(scenario: Scenario, index: int, lots: Sequence[int], workers: int) -> list[Block]:
    """Cut histories into blocks: consecutive ones together, and work for every worker.

    Parameters
    ----------
    scenario : Scenario
    index : int
        Its place in the study.
    lots : sequence of int
        Lots of 64 histories to run, ascending; lot 1 is histories 64 to 127.
    workers : int
        Blocks that run at once.
    """
    if not lots:
        return []
    most = block_width(scenario) // BATCH
    rounds = -(-len(lots) // (most * workers))
    most = -(-len(lots) // (rounds * workers))
    found, start = [], 0
    for at, (lot, after) in enumerate(pairwise([*lots, -1]), start=1):
        if after != lot + 1 or at - start == most:
            found.append(Block(index, lots[start] * BATCH, (at - start) * BATCH))
            start = at
    return found


_begun: list[tuple[object, WarmState]] = []
"""Where the block that was run last began, and all that this follows from."""


def warm_state(study: Study, block: Block) -> WarmState:
    """Give where the replications of a block begin, before anything is disrupted.

    A block and its twin begin alike: what was made last is kept for the other.
    """
    if study.warm is not None:
        return study.warm
    calm = undisrupted(study.scenarios[block.scenario])
    cause = calm, study.seed, study.sampling, block.first, block.width
    if not _begun or _begun[0][0] != cause:
        _begun.clear()  # first, as it is large
        steady = Chance(study.seed, block.first, block.width, sampling=study.sampling, steady=True)
        _begun.append((cause, prepare(calm, steady)))
    return _begun[0][1]


def check_program(known: str) -> None:
    """Make sure that a worker's results are those of the process that asks for them.

    Raises
    ------
    PoolError
        If they are not.
    """
    if known != program():
        raise PoolError(
            "a worker has another version of shortfall, numpy or SimPy; install the same everywhere"
        )


def run_block(study: Study, block: Block, reduce: Reduce[T], until: int | None = None) -> T:
    """Run one block, all days or those before one, and give what is kept of it."""
    check_program(study.program)
    scenario = study.scenarios[block.scenario]
    warm = warm_state(study, block)

    def make(width: int) -> World:
        chance = Chance(study.seed, block.first, width, sampling=study.sampling)
        return World(scenario, chance, warm.plan)

    def report(days: int) -> None:
        report_progress(block.width * days / (until or scenario.days))

    # Where replications begin each in its own way they are not alike; their plan is of them all.
    may_be_one = study.warm is not None and block.width >= ONE_BATCH_FIRST
    batch = make(BATCH) if may_be_one else None
    if batch is not None and batch.is_one and until is None:
        record = run_as_one(batch, block.width, make, warm, report)
    else:
        record = make(block.width).run(warm, report, until)
    del batch
    gc.collect()  # a world is full of cycles: its few but large arrays would stay for long
    return reduce(scenario, block, record)


def replicate(
    study: Study,
    todo: Sequence[Block],
    pool: Pool,
    reduce: Reduce[T],
    keep: Callable[[Block, T], None],
    progress: Callable[[float], None] | None = None,
) -> None:
    """Run blocks, as :func:`run_blocks` does.

    Parameters
    ----------
    study : Study
    todo : sequence of Block
    pool : Pool
    reduce : function
        Makes of a block's record what is kept; runs where the block runs.
    keep, progress : function
    """
    run_blocks(partial(run_block, study, reduce=reduce), todo, pool, keep, progress)


def run_blocks(
    run: Callable[[B], T],
    todo: Sequence[B],
    pool: Pool,
    keep: Callable[[B, T], None],
    progress: Callable[[float], None] | None = None,
) -> None:
    """Run blocks, each again if its worker is lost.

    Parameters
    ----------
    run : function
        Runs a block and gives what is kept of it; travels to where that is done.
    todo : sequence of blocks
        Begun in this order.
    pool : Pool
        Where they run.
    keep : function
        Takes each block when it is done, in any order.
    progress : function, optional
        Hears the share of the work that is done.

    Raises
    ------
    KeyboardInterrupt
        On Ctrl-C, after all that is finished was kept.
    PoolError
        If workers are lost again and again.
    """
    cost = sum(block.width for block in todo)
    before, finished, losses = pool.advance(), 0, 0
    queue, waiting = deque(todo), dict[Future[T], B]()

    def report() -> None:
        if progress is not None:
            progress(min(max(pool.advance() - before, finished) / cost, 1.0))

    def collect() -> bool:
        """Keep what is done; queue again, and tell of, blocks whose worker was lost."""
        nonlocal finished
        lost = False
        for future in [future for future in waiting if future.done()]:
            with deferred():  # what is finished is kept, whole
                block = waiting.pop(future)
                try:
                    found = future.result()
                except BrokenExecutor:
                    queue.appendleft(block)
                    lost = True
                except OSError as error:
                    # A pipe to a worker that was lost as it was given something to do.
                    if error.errno not in {errno.EBADF, errno.EPIPE}:
                        raise
                    queue.appendleft(block)
                    lost = True
                except pool.given_up as error:
                    raise WorkersLostError from error
                else:
                    keep(block, found)
                    finished += block.width
        return lost

    pool.listener = report
    try:
        while queue or waiting:
            while queue and len(waiting) < 2 * pool.width:
                block = queue.popleft()
                waiting[pool.submit(run, block)] = block
                if pool.width == 1:
                    break
            wait(waiting, TICK_SECONDS, FIRST_COMPLETED)
            had = finished
            lost = collect()
            losses = 0 if finished > had else losses + lost
            _give_up_after(losses)
            report()
    except BaseException:
        with deferred():
            for future in list(waiting):
                if future.cancel() or not future.done() or future.exception() is not None:
                    waiting.pop(future)
            collect()
        raise
    finally:
        pool.listener = None


def _give_up_after(losses: int) -> None:
    if losses > LOSSES:
        raise WorkersLostError

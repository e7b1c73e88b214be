"""Run the points of a sweep: several at once, each recorded whether it works or fails."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ThreadPoolExecutor, wait
from typing import Any, TypeVar

from sim.output.ensure_run import ensure_run
from sim.output.run_request import RunRequest
from sim.study.pool import Pool, WorkersLostError
from sim.study.replicate import Progress
from sim.study.signals import deferred
from sim.sweep.measured import Sample, measured
from sim.sweep.plan import Sweep
from sim.sweep.results import Result, Results

T = TypeVar("T")
Outcome = Sample | Exception
"""What a point gives."""

LOST = (WorkersLostError, BrokenExecutor)
"""What a point may suffer for another one that ran beside it: it is tried again by itself."""
MOST_AT_ONCE = 8
"""Most points at once: planning and writing, which this process does, keeps up with no more."""
SAVE_SECONDS = 5.0
"""Time between two writings of the table while points are run."""
TICK_SECONDS = 0.2
"""Time between two looks at what is done."""


def run_sweep(
    sweep: Sweep,
    pool: Pool,
    save: Callable[[Results], None],
    progress: Progress | None = None,
) -> Results:
    """Run all points that are not complete, and read those that are.

    Parameters
    ----------
    sweep : Sweep
    pool : Pool
        Where blocks of histories run. As many points are run at once as it takes tasks, so that
        the workers have histories of one to run while another is planned and written.
    save : function
        Writes what has come of the points so far; called now and then, at the end, and when the
        sweep is broken off.
    progress : function, optional
        Hears how many histories of all points are done, and of how many.

    Raises
    ------
    KeyboardInterrupt
        On Ctrl-C, after the results so far were saved.
    """
    board = _Board(sweep, save)
    todo = _requests(sweep)
    meter = _Meter(progress, sweep.histories, len(todo))
    again: list[int] = []

    def take(index: int, outcome: Outcome) -> None:
        if isinstance(outcome, LOST) and at_once > 1:
            again.append(index)
        else:
            board.take(todo[index][1], outcome)

    at_once = min(pool.width, MOST_AT_ONCE, len(todo))
    try:
        _ensure_all(todo, range(len(todo)), at_once, pool, meter, take)
        at_once = 1
        _ensure_all(todo, again, at_once, pool, meter, take)
    finally:
        board.close()
    return board.results


def _requests(sweep: Sweep) -> list[tuple[RunRequest, list[int]]]:
    """List the requests, each once, with the points that they are for: two points may be equal."""
    found: dict[str, tuple[RunRequest, list[int]]] = {}
    for point in sweep.points:
        if point.request is not None:
            found.setdefault(point.folder, (point.request, []))[1].append(point.number)
    return list(found.values())


def _ensure_all(
    todo: Sequence[tuple[RunRequest, list[int]]],
    indices: Sequence[int],
    at_once: int,
    pool: Pool,
    meter: "_Meter",
    take: Callable[[int, Outcome], None],
) -> None:
    """Ensure some of the runs, so many at once; *take* hears what becomes of each."""
    if at_once <= 1:
        for index in indices:
            take(index, _outcome(todo[index][0], pool, meter.of(index)))
            meter.finish(index)
        return
    with ThreadPoolExecutor(at_once, "point") as threads:
        waiting: dict[Future[Outcome], int] = {
            threads.submit(_outcome, todo[index][0], _Shared(pool), meter.of(index)): index
            for index in indices
        }
        try:
            while waiting:
                done, _ = wait(waiting, TICK_SECONDS, FIRST_COMPLETED)
                for future in done:
                    index = waiting.pop(future)
                    take(index, future.result())
                    meter.finish(index)
        except BaseException:
            with deferred():  # they stop soon, and what has just become whole is taken
                meter.stop.set()
                threads.shutdown(wait=True, cancel_futures=True)
                for future, index in waiting.items():
                    if not future.cancelled() and future.exception() is None:
                        take(index, future.result())
            raise


def _outcome(request: RunRequest, pool: Pool, progress: Progress) -> Outcome:
    """Ensure the run of a request; what goes wrong is its outcome."""
    try:
        run = ensure_run(request, pool, progress)
        return Sample.of(run.outcomes, run.numbers, run.replicates, request.settled[1])
    except Exception as error:  # one point's failure must not end the others
        return error


class _Halted(BaseException):
    """A point is broken off with the others: nobody reads a report of its finished histories."""


class _Board:
    """Where outcomes are put, in any order, and the table is written from."""

    def __init__(self, sweep: Sweep, save: Callable[[Results], None]) -> None:
        self.sweep, self.save = sweep, save
        self.found = [
            Result("failed", point.error) if point.request is None else Result()
            for point in sweep.points
        ]
        self.first: Sample | None = None
        self.held: dict[int, Sample] = {}
        self.saved = time.monotonic()

    @property
    def results(self) -> Results:
        """What has become of the points so far."""
        return Results(self.sweep, tuple(self.found))

    def take(self, points: Sequence[int], outcome: Outcome) -> None:
        """Note what becomes of points of the same request."""
        for point in points:
            if isinstance(outcome, Exception):
                self.found[point] = Result("failed", text_of(outcome))
            else:
                self.held[point] = outcome
        if 0 in points and isinstance(outcome, Sample):
            self.first = outcome
        self._measure()
        if time.monotonic() - self.saved > SAVE_SECONDS:
            self.save(self.results)
            self.saved = time.monotonic()

    def close(self) -> None:
        """Save what there is."""
        self._measure(last=True)
        self.save(self.results)

    def _measure(self, *, last: bool = False) -> None:
        """Summarise what is held, once it is known what to compare it with."""
        if self.found[0].status == "pending" and self.first is None and not last:
            return
        for point, sample in self.held.items():
            self.found[point] = Result("complete", "", measured(sample, self.first))
        self.held.clear()


class _Meter:
    """Adds up the histories that are done at all points."""

    def __init__(self, progress: Progress | None, histories: int, points: int) -> None:
        self.progress = progress
        self.total = histories * points
        self.done = [0] * points
        self.histories = histories
        self.turn = threading.Lock()
        self.stop = threading.Event()

    def of(self, index: int) -> Progress:
        """Give what a request reports its own progress to; it is where threads are stopped, too."""

        def report(done: int, total: int) -> None:
            if self.stop.is_set():
                raise _Halted
            self._note(index, self.histories * done // max(total, 1))

        return report

    def finish(self, index: int) -> None:
        """Note that a request is done; one that was complete already has not reported anything."""
        self._note(index, self.histories)

    def _note(self, index: int, done: int) -> None:
        with self.turn:
            self.done[index] = done
            if self.progress is not None:
                self.progress(sum(self.done), self.total)


class _Shared:
    """A pool that several runs use: none of them can tell its own part of the pool's progress."""

    listener: Any = None

    def __init__(self, pool: Pool) -> None:
        self.pool, self.width, self.given_up = pool, pool.width, pool.given_up

    def submit(self, task: Callable[..., T], *arguments: Any) -> Future[T]:
        """Have a task done."""
        return self.pool.submit(task, *arguments)

    def advance(self) -> float:
        """Give 0: finished blocks are counted instead."""
        return 0.0


def text_of(error: Exception) -> str:
    """Say what went wrong: errors of ours are sentences, of others the name helps."""
    text = str(error).strip() or "no message"
    return text if type(error).__module__.startswith("sim.") else f"{type(error).__name__}: {text}"

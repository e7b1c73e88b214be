"""Run the points of a sweep: as many in a world as fit, each recorded whether it works or fails."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sim.design.design import Design
from sim.design.group_measures import GroupMeasures, run_group_measures
from sim.design.take import Taken
from sim.output.run_request import POINTS
from sim.study.pool import Pool
from sim.study.replicate import Progress, block_width
from sim.sweep.chosen import Chosen
from sim.sweep.measured import Sample, measured
from sim.sweep.plan import Point, Sweep
from sim.sweep.results import Result, Results

ROUNDS = 4
"""Blocks for each worker between two writings of the table; a world is planned anew for each."""

Outcome = Sample | Exception
"""What a point gives."""
Hear = Callable[[Sequence[Point], Outcome], None]
"""Hears what becomes of points that are the same scenario."""


def run_sweep(
    sweep: Sweep,
    pool: Pool,
    save: Callable[[Results], None],
    progress: Progress | None = None,
    chosen: Chosen | None = None,
) -> Results:
    """Run all points; what is kept of them from before is read.

    Parameters
    ----------
    sweep : Sweep
    pool : Pool
        Where blocks of histories run.
    save : function
        Writes what has come of the points so far; called now and then, at the end, and when the
        sweep is broken off.
    progress : function, optional
        Hears how many histories of all points are done, and of how many.
    chosen : Chosen, optional
        What is kept of points; with an input for slopes, their samples, too.

    Raises
    ------
    KeyboardInterrupt
        On Ctrl-C, after the results so far were saved.
    """
    chosen = chosen or Chosen()
    board = _Board(sweep, chosen)
    todo = _different(sweep)
    done = 0
    try:
        for some in _parts(sweep, todo, pool.width):
            part = range(done, done + len(some))
            report = _within(part, len(todo), sweep, progress)
            _Runner(sweep, chosen, pool, board.take, report).run(some)
            done = part.stop
            board.measure()
            save(board.results)
    except BaseException:
        board.measure(last=True)
        save(board.results)
        raise
    board.measure(last=True)
    save(board.results)
    return board.results


def _different(sweep: Sweep) -> list[list[Point]]:
    """Put points together that are the same scenario, as where 10 and 10.0 are given."""
    found: dict[str, list[Point]] = {}
    for point in sweep.points:
        if point.request is not None:
            found.setdefault(point.run, []).append(point)
    return list(found.values())


def _parts(
    sweep: Sweep, points: Sequence[list[Point]], workers: int
) -> Iterator[Sequence[list[Point]]]:
    """Cut the points into parts that keep all workers busy for some blocks each."""
    if not points:
        return
    most = ROUNDS * workers * block_width(points[0][0].scenario) // sweep.histories
    most = max(most, 1)
    for first in range(0, len(points), most):
        yield points[first : first + most]


def _within(part: range, points: int, sweep: Sweep, progress: Progress | None) -> Progress:
    """Give what hears of the progress of a part of the points, and tells that of all."""

    def report(done: int, total: int) -> None:
        if progress is not None:
            share = part.start + len(part) * done / max(total, 1)
            progress(int(sweep.histories * share), sweep.histories * points)

    return report


@dataclass(frozen=True)
class _Runner:
    """Runs points, and tells what becomes of them."""

    sweep: Sweep
    chosen: Chosen
    pool: Pool
    hear: Hear
    progress: Progress

    def run(self, points: Sequence[list[Point]]) -> None:
        """Run points together; where that fails, half at a time, down to who is to blame."""
        sweep, request = self.sweep, self.sweep.request
        scenarios = [point.scenario for point, *_ in points]
        exposed = self.chosen.exposed
        design = Design(scenarios, sweep.histories, request.seed, request.sampling, exposed=exposed)
        # Every group: whoever asks for another one later need not wait again.
        take = GroupMeasures(frozenset(self.chosen.measures), every_group=True, event=True)
        try:
            found: list[Taken] = run_group_measures(
                design, take, self.pool, sweep.folder / POINTS, self.progress
            )
        except Exception as error:  # one point's failure must not end the others
            if len(points) == 1:
                self.hear(points[0], error)
                return
            half = len(points) // 2
            self.run(points[:half])
            self.run(points[half:])
            return
        for same, taken in zip(points, found, strict=True):
            self.hear(same, Sample.of(same[0].job, taken, self.chosen))


class _Board:
    """Where outcomes are put, and the table is written from."""

    def __init__(self, sweep: Sweep, chosen: Chosen) -> None:
        self._sweep, self._keeps = sweep, chosen.per is not None
        self._found = [
            Result("invalid", point.error) if point.request is None else Result()
            for point in sweep.points
        ]
        self._first: Sample | None = None
        self._held: dict[int, Sample] = {}

    @property
    def results(self) -> Results:
        """What has become of the points so far."""
        return Results(self._sweep, tuple(self._found))

    def take(self, points: Sequence[Point], outcome: Outcome) -> None:
        """Note what becomes of points."""
        for point in points:
            if isinstance(outcome, Exception):
                self._found[point.number] = Result("failed", text_of(outcome), cause=outcome)
                continue
            self._held[point.number] = outcome
            if point.number == 0:
                self._first = outcome

    def measure(self, *, last: bool = False) -> None:
        """Summarise what is held, once it is known what to compare it with."""
        if self._found[0].status == "pending" and self._first is None and not last:
            return
        for point, sample in self._held.items():
            found = measured(sample, self._first)
            kept = sample if self._keeps else None
            self._found[point] = Result("complete", "", found, sample.histories, kept)
        self._held.clear()


def text_of(error: Exception) -> str:
    """Say what went wrong: errors of ours are sentences, of others the name helps."""
    text = str(error).strip() or "no message"
    return text if type(error).__module__.startswith("sim.") else f"{type(error).__name__}: {text}"

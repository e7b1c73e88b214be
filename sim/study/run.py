"""One scenario, many histories, and its undisrupted twin, all of it in memory."""

from dataclasses import dataclass
from functools import cached_property
from typing import get_args

from sim.scenario.schema import Scenario
from sim.study.arguments import MOST_HISTORIES, MOST_SEED, kind, one_of, whole
from sim.study.job import Job, job
from sim.study.pool import MOST_WORKERS, local_pool
from sim.study.replicate import Block, Progress, blocks, replicate
from sim.world.chance.sampling import Sampling, Scheme
from sim.world.record.record import Record, first_of, joined
from sim.world.state.state import BATCH


@dataclass(frozen=True)
class Run:
    """A scenario that was run.

    Attributes
    ----------
    job : Job
        What was run.
    sampling : Sampling
        How the random inputs were drawn.
    histories : int
        Number of histories asked for.
    whole : Record
        These histories, and those that make the last 64 whole.
    whole_twin : Record
        The same without the disruptions; 64 equal ones if nothing else is random.
    """

    job: Job
    sampling: Sampling
    histories: int
    whole: Record
    whole_twin: Record

    @property
    def scenario(self) -> Scenario:
        """What was run."""
        return self.job.scenario

    @property
    def seed(self) -> int:
        """Seed of all chance."""
        return self.job.seed

    @property
    def digest(self) -> str:
        """Ten hexadecimal digits that name the scenario, the seed and this program."""
        return self.job.digest

    @cached_property
    def record(self) -> Record:
        """All histories asked for, in order."""
        return first_of(self.whole, self.histories)

    @cached_property
    def twin(self) -> Record:
        """The same histories without the disruptions; one if nothing else is random."""
        alone = self.job.twin is not None and not self.job.twin_is_random
        return first_of(self.whole_twin, 1 if alone else self.histories)


def run(
    scenario: Scenario,
    n: int | None = None,
    seed: int | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    sampling: Scheme = "random",
) -> Run:
    """Run a scenario.

    Parameters
    ----------
    scenario : Scenario
        As :func:`sim.load` gives it.
    n : int, optional
        Number of histories; the scenario's own if not given.
    seed : int, optional
        Seed; the scenario's own if not given. The same seed gives the same histories.
    workers : int
        Processes to use. With more than one, a script must guard its main part with
        ``if __name__ == "__main__":``.
    progress : callable, optional
        Called with the number of histories done and in all.
    sampling : str
        ``random``, ``sobol`` (then *n* is rounded up to whole lots of 64) or ``latin``.

    Returns
    -------
    Run
        Series and totals of every history, and of the undisrupted twin.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of its kind, or out of bounds.
    PoolError
        If workers are lost again and again, or would run a script that is not guarded.
    BalanceError
        If the books of a facility do not close.
    SamplingError
        If the scheme does not fit the number of histories.
    """
    kind("scenario", scenario, Scenario, "a scenario as sim.load gives it")
    asked = scenario.histories if n is None else whole("n", n, 1, MOST_HISTORIES)
    drawn_from = scenario.seed if seed is None else whole("seed", seed, 0, MOST_SEED)
    workers = whole("workers", workers, 1, MOST_WORKERS)
    if progress is not None and not callable(progress):
        raise TypeError(f"progress(={progress!r}) must be a function of two numbers, or None")
    one_of("sampling", sampling, get_args(Scheme))
    what, histories = job(scenario, drawn_from, sampling, asked)
    lots = range(-(-histories // BATCH))
    found: dict[Block, Record] = {}

    def report(share: float) -> None:
        if progress is not None:
            progress(int(share * histories), histories)

    with local_pool(workers) as pool:
        study = what.study()
        todo = blocks(scenario, 0, lots, pool.width)
        if what.twin is not None:
            todo += blocks(what.twin, 1, lots if what.twin_is_random else lots[:1], pool.width)
        replicate(study, todo, pool, _whole, found.__setitem__, report)
    records = [
        joined([found[block] for block in todo if block.scenario == index])
        for index in range(len(study.scenarios))
    ]
    return Run(what, study.sampling, histories, records[0], records[-1])


def _whole(scenario: Scenario, block: Block, record: Record) -> Record:
    """Keep all of a record."""
    return record

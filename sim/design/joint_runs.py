"""Whole runs that share worlds: what their folders hold is what each gives alone, to the byte."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from sim.design.bare import bare
from sim.design.blocks import Cut, PointsBlock
from sim.design.design import Design
from sim.design.study import DesignStudy, study_of
from sim.design.together import Together, together
from sim.output.disk import make
from sim.output.lock import locked
from sim.output.lot import condense
from sim.output.lots import FOLDER, keep, sound_lots
from sim.output.run_request import RunRequest
from sim.output.store import begin
from sim.scenario.schema import Scenario
from sim.scenario.uncertainty.inputs import inputs_of
from sim.scenario.undisrupted import undisrupted
from sim.study.job import is_random
from sim.study.pool import Pool
from sim.study.replicate import Block, Progress, block_width, run_blocks
from sim.study.work import Work, work_of_points
from sim.world.chance.chance import Chance
from sim.world.record.record import like, part_of
from sim.world.state.state import BATCH
from sim.world.world import World

MOST_BLOCKS = 0.75
"""Share of the blocks of runs, each alone, that are left at most where it pays to join them."""
RUN, TWIN = 0, 1
"""Scenarios of a run, as its lots count them."""


@dataclass(frozen=True)
class JointRuns:
    """Runs that differ by numbers and disruptions alone: their histories are run side by side.

    Attributes
    ----------
    requests : tuple of RunRequest
        Each of a folder of its own; all of one seed, and of as many lots.
    """

    requests: tuple[RunRequest, ...]

    @cached_property
    def points(self) -> Mapping[tuple[str, int], tuple[Scenario, tuple[RunRequest, ...]]]:
        """What is run: each scenario once, with the runs that it belongs to.

        By its text, and whether it is run for what it is or as a twin, of which less is kept.
        """
        first = self.requests[0].settled[0].scenario
        found: dict[tuple[str, int], tuple[Scenario, tuple[RunRequest, ...]]] = {}
        for kind in (RUN, TWIN):
            for request in self.requests:
                scenario = bare(request.settled[0].scenario, first)
                if kind == TWIN:
                    if not scenario.disruptions:
                        continue
                    scenario = undisrupted(scenario)
                key = scenario.model_dump_json(), kind
                _, others = found.get(key, (scenario, ()))
                found[key] = scenario, (*others, request)
        return found

    @property
    def lots(self) -> int:
        """Lots of 64 histories of each run; of one without chance the first."""
        return max(_lots(request) for request in self.requests)

    @property
    def histories(self) -> int:
        """Histories that all runs together are asked for."""
        return sum(request.settled[1] for request in self.requests)

    @cached_property
    def worlds(self) -> Sequence[Together]:
        """The worlds into which all that is run fits."""
        return together({at: one for at, (one, _) in enumerate(self.points.values())})

    @property
    def work(self) -> Work:
        """What it comes to."""
        scenario, points = self.requests[0].settled[0].scenario, len(self.points)
        return work_of_points(scenario, points, self.lots * BATCH, len(self.worlds))

    @property
    def design(self) -> Design:
        """All that is run, as points."""
        points = [scenario for scenario, _ in self.points.values()]
        seed = self.requests[0].seed
        return Design(points, self.lots * BATCH, seed, measured=True, in_batches=True)


def joint_runs(requests: Iterable[RunRequest]) -> list[JointRuns]:
    """Find which runs fit into one world, and cost less there than each alone.

    Histories that are drawn at random alone: other schemes lay them out by what else is drawn. Nor
    where numbers are uncertain: each run writes down which they are by its own sources.
    """
    by_folder = {one.folder: one for one in requests if one.until is None}
    alike: dict[tuple[int, int], list[RunRequest]] = {}
    for request in by_folder.values():
        certain = inputs_of(request.settled[0].scenario) is None
        if certain and request.sampling == "random":
            alike.setdefault((request.seed, _lots(request)), []).append(request)
    found = []
    for some in alike.values():
        first = some[0].settled[0].scenario
        scenarios = [bare(request.settled[0].scenario, first) for request in some]
        for world in together(dict(enumerate(scenarios))):
            joint = JointRuns(tuple(some[at] for at in world.numbers))
            if len(world.numbers) > 1 and _saves(joint):
                found.append(joint)
    return found


def run_joint(joint: JointRuns, pool: Pool, progress: Progress | None = None) -> None:
    """Run what is missing of runs, and put its lots into their folders.

    What follows from lots, tables above all, is made by :func:`~sim.output.ensure_run.ensure_run`.

    Parameters
    ----------
    joint : JointRuns
    pool : Pool
    progress : function, optional
        Hears how many histories of all runs are done, and of how many.

    Raises
    ------
    OutputError
        If a file cannot be written, or a folder holds another run.
    KeyboardInterrupt
        On Ctrl-C; the finished blocks are kept.
    """
    total = joint.histories

    def waits() -> None:
        if progress is not None:
            progress(0, total)

    with ExitStack() as held:
        for request in sorted(joint.requests, key=lambda one: one.folder):
            make(request.folder)
            held.enter_context(locked(request.folder, waits))
            begin(request.settled[0], request.folder, request.loaded.inputs)
            make(request.folder / FOLDER)
        blocks = _Blocks(joint)
        todo, share = blocks.missing(pool.width)

        def report(done: float) -> None:
            if progress is not None:
                progress(int((1.0 - share * (1.0 - done)) * total), total)

        report(0.0)
        run_blocks(blocks.task.run, todo, pool, blocks.keep, report)


@dataclass(frozen=True)
class _Task:
    """Runs a block, in whatever process."""

    study: DesignStudy
    kinds: tuple[int, ...]
    """For each point of the design whether it is a run or a twin."""

    def run(self, block: PointsBlock) -> list[dict[int, bytes]]:
        """Give the lots of each point, by their first histories."""
        world, record = self.study.worlds[block.world], self.study.record(block)
        found = []
        for point, columns in block.of_points():
            scenario, kind = world.together.point(point), self.kinds[world.together.numbers[point]]
            alone = World(scenario, Chance(self.study.seed, block.first, BATCH)).blank()
            part = like(part_of(record, slice(columns.start, columns.stop)), alone)
            found.append(condense(scenario, Block(kind, block.first, block.count), part))
        return found


class _Blocks:
    """What has to be run, and where it is put."""

    def __init__(self, joint: JointRuns) -> None:
        self._of = [(kind, requests) for (_, kind), (_, requests) in joint.points.items()]
        self.task = _Task(study_of(joint.design), tuple(kind for kind, _ in self._of))
        self._there = {
            (request.folder, kind): sound_lots(request.settled[0], request.folder, kind).keys()
            for kind, requests in self._of
            for request in requests
        }

    def missing(self, workers: int) -> tuple[list[PointsBlock], float]:
        """Cut what is not there into blocks, and give its share of all."""
        found, columns, missing = list[PointsBlock](), 0, 0
        for index, world in enumerate(self.task.study.worlds):
            todo: dict[Cut, dict[int, list[int]]] = {}
            for at, number in enumerate(world.together.numbers):
                cut = world.cuts[at]
                columns += cut.histories
                for first in cut.firsts:
                    count = cut.count_from(first)
                    if not self._is_there(number, range(first, first + count, BATCH)):
                        todo.setdefault(cut, {}).setdefault(first, []).append(at)
                        missing += count
            for cut, points in todo.items():
                found += cut.cut(index, points, workers)
        return found, missing / columns

    def _is_there(self, number: int, firsts: range) -> bool:
        kind, requests = self._of[number]
        return all(
            first in self._there[request.folder, kind] for request in requests for first in firsts
        )

    def keep(self, block: PointsBlock, found: list[dict[int, bytes]]) -> None:
        """Put lots into the folders of the runs that they belong to."""
        numbers = self.task.study.worlds[block.world].together.numbers
        for point, lots in zip(block.points, found, strict=True):
            kind, requests = self._of[numbers[point]]
            for request in requests:
                keep(request.settled[0], request.folder, kind, lots)


def _lots(request: RunRequest) -> int:
    return ceil(request.settled[1] / BATCH)


def _saves(joint: JointRuns) -> bool:
    """Tell whether there are far fewer blocks than if each is run alone: each has its own days."""
    widest = block_width(joint.requests[0].settled[0].scenario)
    points = [scenario for scenario, _ in joint.points.values()]
    columns = [joint.lots * BATCH if is_random(point) else BATCH for point in points]
    blocks = sum(ceil(sum(columns[at] for at in world.numbers) / widest) for world in joint.worlds)
    of = [requests for _, requests in joint.points.values()]
    alone = sum(
        len(requests) * ceil(count / widest) for requests, count in zip(of, columns, strict=True)
    )
    return blocks <= MOST_BLOCKS * alone

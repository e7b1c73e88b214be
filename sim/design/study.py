"""What the blocks of a design have in common, and how one is run."""

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from sim.design.blocks import Cut, PointsBlock
from sim.design.calm_start import calm_start, calm_world
from sim.design.design import Design
from sim.design.past import SharedPast, shared_past
from sim.design.take import Take, Taken
from sim.design.together import Together, together, unmeasured
from sim.scenario.schema import Scenario
from sim.study.job import check_scheme, is_random, random_job
from sim.study.pool import report_progress
from sim.study.replicate import block_width, check_program, program
from sim.world.chance.chance import Chance
from sim.world.chance.columns import Columns, Index
from sim.world.chance.elsewhere import Elsewhere
from sim.world.chance.sampling import Sampling
from sim.world.record.record import (
    Record,
    part_of,
    without_disruptions,
    without_stockpiles,
)
from sim.world.state.moment import Before
from sim.world.state.state import BATCH, UnlikeError
from sim.world.supply_chain import SupplyChain, WarmState
from sim.world.world import World, prepare, prepare_for_all

LEAST_WIDTH = 4
"""Columns that are measured at once at least: numpy adds up a single one in another order."""
LEAST_SAVED: float = 50_000
"""Days of columns that must be saved where points are run as one: the second world, and carrying
over what the first has become, cost about as much (reckoned from phases that were timed once)."""


@dataclass(frozen=True)
class DesignWorld:
    """A world of a design."""

    together: Together
    warm: WarmState | None
    """Where all replications of all points begin; none where they differ there."""
    sampling: Sampling
    cuts: Mapping[int, Cut]
    """How each of its points is cut into blocks; of a point without chance one history is run."""
    shared_past: SharedPast
    """How far points are run as one."""
    elsewhere: Elsewhere
    """Which draws its points take from other histories."""
    only: Mapping[int, tuple[int, ...]]
    """The histories that a point meets, by its place, where it does not meet all."""

    @property
    def differ_in_calm(self) -> bool:
        """Whether points differ in more than disruptions and stockpiles, which are met later."""
        return self.together.differ_in_calm or bool(self.elsewhere.points)

    def chance(self, seed: int, columns: Columns, *, steady: bool = False) -> Chance:
        """Give the draws of some columns."""
        own = replace(columns, elsewhere=self.elsewhere)
        return Chance(seed, 0, 0, steady=steady, sampling=self.sampling, columns=own)


@dataclass(frozen=True)
class DesignStudy:
    """Runs the blocks of a design."""

    worlds: Sequence[DesignWorld]
    seed: int
    histories: int
    """Histories of each point, unless some are named."""
    only: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """Those of a point, by its place in the design."""
    program: str = field(default_factory=program)
    """What bits depend on, so that no worker mixes in results of another version."""

    def met_by(self, number: int) -> int:
        """Give how many histories a point meets."""
        return len(self.only[number]) if number in self.only else self.histories

    def run(self, block: PointsBlock, take: Take) -> list[Taken]:
        """Run a block, and give what is taken of each of its points."""
        record, together = self.record(block), self.worlds[block.world].together
        return [
            _taken(together, point, record, columns, take) for point, columns in block.of_points()
        ]

    def record(self, block: PointsBlock) -> Record:
        """Run a block, and give all that was recorded."""
        check_program(self.program)
        world = self.worlds[block.world]
        days = world.together.scenario.days

        def report(more: int) -> None:
            report_progress(block.width * more / days)

        run = self._branched(world, block.columns, report) or self._begun(world, block.columns)
        run.go_on(days, report)
        record = run.record()
        del run
        gc.collect()  # a world is full of cycles: its few but large arrays would stay for long
        return record

    def _begun(self, world: DesignWorld, columns: Columns) -> World:
        """Give a world of some columns on its first day."""
        return _opened(world, self.seed, columns, self._warm(world, columns))

    def _warm(self, world: DesignWorld, columns: Columns) -> WarmState:
        if world.warm is not None:
            return world.warm
        steady = partial(world.chance, self.seed, steady=True)
        if world.differ_in_calm:
            return prepare(world.together.scenario, steady(columns))
        shared, places = columns.as_of([0] * len(world.together.numbers))
        cause = calm_world(world.together.scenario), self.seed, world.sampling
        warm, found = calm_start(
            cause,
            shared.numbers,
            lambda: prepare(world.together.scenario, steady(shared)),
        )
        return self._spread(world, warm, columns, found[places])

    def _spread(
        self, world: DesignWorld, warm: WarmState, columns: Columns, places: Index
    ) -> WarmState:
        """Give where columns begin that begin where some of others do, at these places."""
        steady = world.chance(self.seed, columns, steady=True)
        chain = SupplyChain.before(world.together.scenario, steady)
        return warm.spread(chain.context.plan, places)

    def _branched(
        self, world: DesignWorld, columns: Columns, report: Callable[[int], None]
    ) -> World | None:
        """Give a world of some columns on the day on which they part; before, they run as one.

        None where that saves little, or where the worlds before and after are not built alike.
        """
        day, like = world.shared_past
        shared, places = columns.as_of(like)
        if not day or day * (len(columns.points) - len(shared.points)) < LEAST_SAVED:
            return None
        warm = self._warm(world, shared)
        past = _opened(world, self.seed, shared, warm)
        before = Before(past, past.state)
        past.go_on(day, report)
        if world.warm is None:
            warm = self._spread(world, warm, columns, places)
        found = _opened(world, self.seed, columns, warm)
        try:
            found.branch(before, places)
        except UnlikeError:
            return None
        return found


def _opened(world: DesignWorld, seed: int, columns: Columns, warm: WarmState) -> World:
    found = World(world.together.scenario, world.chance(seed, columns), warm.plan)
    found.open(warm)
    return found


def study_of(design: Design) -> DesignStudy:
    """Put the points of a design into worlds, and find where all of a world begin.

    Raises
    ------
    SamplingError
        If the scheme does not fit the number of histories.
    """
    points = design.points
    if not design.measured:
        points = [unmeasured(one, exposed=design.exposed) for one in points]
    known = dict[int, bool]()
    random = [is_random(point, known) for point in points]
    if any(random):
        check_scheme(design.scheme, design.histories)
    most, samplings = 1, dict[int, Sampling]()
    for number in range(len(points)):
        if random[number]:
            laid_out = points[design.drawn_as.get(number, number)]
            what, most = random_job(laid_out, design.seed, design.scheme, design.histories)
            samplings[number] = what.sampling
    anyhow = next(iter(samplings.values()), Sampling())
    alike: list[tuple[Sampling, dict[int, Scenario]]] = []
    for number, point in enumerate(points):
        sampling = samplings.get(number, anyhow)
        members = next((members for one, members in alike if one == sampling), None)
        if members is None:
            members = {}
            alike.append((sampling, members))
        members[number] = point
    worlds = [
        DesignWorld(
            one,
            _warm(one, sampling, design.seed),
            sampling,
            _cuts(
                one,
                [random[number] for number in one.numbers],
                most,
                BATCH if design.in_batches else 1,
            ),
            _past(design, [points[number] for number in one.numbers]),
            _elsewhere(design, one),
            {
                at: design.only[number]
                for at, number in enumerate(one.numbers)
                if number in design.only and random[number]
            },
        )
        for sampling, members in alike
        for one in together(members)
    ]
    return DesignStudy(worlds, design.seed, most, design.only)


def _past(design: Design, points: Sequence[Scenario]) -> SharedPast:
    """Choose how far points are run as one: never, where their draws differ."""
    return SharedPast(0, tuple(range(len(points)))) if design.elsewhere else shared_past(points)


def _elsewhere(design: Design, world: Together) -> Elsewhere:
    """Give the draws that points of a world take from other histories."""
    found: dict[str, frozenset[int]] = {}
    for at, number in enumerate(world.numbers):
        for name in design.elsewhere.get(number, ()):
            found[name] = found.get(name, frozenset()) | {at}
    return Elsewhere(found, design.histories // BATCH)


def _cuts(points: Together, random: Sequence[bool], histories: int, of_sure: int) -> dict[int, Cut]:
    """Cut points into blocks; those without chance have fewer histories."""
    widest, found = block_width(points.scenario), dict[int, Cut]()
    for chance, each in ((True, histories), (False, of_sure)):
        alike = [at for at, one in enumerate(random) if one == chance]
        if alike:
            found |= dict.fromkeys(alike, Cut.of(len(alike), each, widest))
    return found


def _warm(points: Together, sampling: Sampling, seed: int) -> WarmState | None:
    if not points.differ_in_calm:
        return prepare_for_all(points.point(0))
    columns = Columns.side_by_side(range(len(points.numbers)), range(1))
    steady = Chance(seed, 0, 0, steady=True, sampling=sampling, columns=columns)
    return prepare_for_all(points.scenario, steady)


def _taken(world: Together, point: int, record: Record, columns: range, take: Take) -> Taken:
    """Take of a point, which has some columns of a record, what is kept of it."""
    start = max(min(columns.start, record.histories - LEAST_WIDTH), 0)
    wide = slice(start, max(columns.stop, start + LEAST_WIDTH))
    part = without_disruptions(part_of(record, wide), world.without[point])
    part = without_stockpiles(part, world.without_stockpiles[point])
    own = slice(columns.start - start, columns.stop - start)
    taken = take(world.point(point), part)
    return {name: values[..., own].copy() for name, values in taken.items()}

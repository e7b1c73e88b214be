"""Scenarios that differ in little, run in one world: each gets the record that it has alone."""

from collections.abc import Sequence

from sim.design.bare import bare
from sim.design.blocks import PointsBlock
from sim.design.design import Design
from sim.design.study import study_of
from sim.scenario.schema import Scenario
from sim.world.chance.chance import Chance
from sim.world.record.record import Record, like, part_of
from sim.world.state.state import BATCH
from sim.world.world import World


def records(scenarios: Sequence[Scenario]) -> list[Record]:
    """Run the first batch of scenarios of one seed, in as few worlds as they fit into."""
    first = scenarios[0]
    points = [bare(one, first) for one in scenarios]
    study = study_of(Design(points, BATCH, first.seed, measured=True, in_batches=True))
    found: dict[int, Record] = {}
    for number, world in enumerate(study.worlds):
        places = world.together.numbers
        block = PointsBlock(number, tuple(range(len(places))), 0, BATCH)
        record = study.record(block)
        for point, columns in block.of_points():
            place = places[point]
            alone = World(scenarios[place], Chance(first.seed, 0, BATCH)).blank()
            part = part_of(record, slice(columns.start, columns.stop))
            found[place] = like(part, alone)
    return [found[place] for place in range(len(scenarios))]

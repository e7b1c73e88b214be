"""The capacities of all blocks, laid out together: projects may be of any of them."""

from collections.abc import Sequence

from sim.scenario.chain import STAGES
from sim.scenario.schema import Scenario
from sim.world.chance.values import Values
from sim.world.network.capacity import Capacity
from sim.world.network.project import ProjectPath
from sim.world.network.schedule import Schedule
from sim.world.time.clock import Clock
from sim.world.timing.timing import Timing


def capacities_of(
    scenario: Scenario, clock: Clock, values: Values, drawn: Sequence[Timing] | None
) -> dict[str, Capacity]:
    """Lay out capacities; as planned, undisrupted, without timings."""
    schedule = Schedule(scenario, values)
    outages = [timing for timing in drawn or () if timing.facilities]
    paths = [
        ProjectPath(
            name,
            scenario.projects[name],
            clock,
            values,
            schedule,
            [one for one in drawn or () if one.longer is not None or name in one.projects],
        )
        for name in sorted(scenario.projects)
    ]
    return {
        stage.block: Capacity(scenario, stage.block, clock, values, paths, outages)
        for stage in STAGES
        if stage.capacity
    }

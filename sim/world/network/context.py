"""What the parts of a world are built from."""

from dataclasses import dataclass

from sim.scenario.schema import Good, Scenario
from sim.world.chance.chance import Chance
from sim.world.network.capacity import Capacity
from sim.world.network.coefficients import Coefficients
from sim.world.network.layout import Layout
from sim.world.network.plan import Plan
from sim.world.state.state import State
from sim.world.time.clock import Clock
from sim.world.timing.timing import Timing


@dataclass(frozen=True)
class Context:
    """Shared by all processes of one world."""

    scenario: Scenario
    clock: Clock
    state: State
    chance: Chance
    layouts: dict[Good, Layout]
    coefficients: Coefficients
    plan: Plan
    timings: list[Timing]
    capacities: dict[str, Capacity]
    planned_capacities: dict[str, Capacity]
    """Expected capacities without disruptions."""

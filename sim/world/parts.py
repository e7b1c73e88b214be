"""What the parts of a world are built from."""

from dataclasses import dataclass

from sim.scenario.schema import Good, Scenario
from sim.world.capacity import Capacity
from sim.world.chance import Chance
from sim.world.clock import Clock
from sim.world.coefficients import Coefficients
from sim.world.disruption import Timing
from sim.world.layout import Layout
from sim.world.plan import Plan
from sim.world.state import State


@dataclass(frozen=True)
class Parts:
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

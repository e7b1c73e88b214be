"""What the parts of a world are built from."""

from collections.abc import Mapping
from dataclasses import dataclass

from sim.scenario.schema import Good, Scenario
from sim.world.chance.chance import Chance
from sim.world.chance.values import Values
from sim.world.network.capacities import capacities_of
from sim.world.network.capacity import Capacity
from sim.world.network.coefficients import Coefficients
from sim.world.network.demand import PlannedDemand, planned_demand
from sim.world.network.draw import drawn_inputs
from sim.world.network.layout import Layout, layouts
from sim.world.network.learning import Experience, as_it_is, in_full_use
from sim.world.network.plan import Plan, make_plan
from sim.world.network.project import ProjectPath
from sim.world.state.state import State
from sim.world.time.clock import Clock
from sim.world.timing.branches import Places, branches_taken
from sim.world.timing.timing import Timing, timings


@dataclass(frozen=True)
class Context:
    """Shared by all processes of one world."""

    scenario: Scenario
    clock: Clock
    state: State
    chance: Chance
    values: Values
    """Numbers of the scenario in every replication."""
    layouts: dict[Good, Layout]
    coefficients: Coefficients
    demand: Mapping[Good, PlannedDemand]
    """By the good that consumers use."""
    plan: Plan
    branches: Mapping[str, Places]
    """Place of the branch that each replication takes, by branching."""
    timings: list[Timing]
    capacities: dict[str, Capacity]
    planned_capacities: dict[str, Capacity]
    """Capacities without disruptions."""
    experience: Mapping[str, Experience]
    """What plants learn by, of blocks of which some do; their coefficients follow it."""

    @property
    def projects(self) -> dict[str, ProjectPath]:
        """All projects by name."""
        return {name: path for one in self.capacities.values() for name, path in one.paths.items()}

    def coefficients_in_full_use(self) -> Coefficients:
        """Give the coefficients if all plants had made what they can: none can be higher."""
        if not self.experience:
            return self.coefficients
        learned = in_full_use(self.capacities)
        return Coefficients(self.scenario, self.layouts, self.values, learned)


def make_context(
    scenario: Scenario, clock: Clock, state: State, chance: Chance, plan: Plan | None = None
) -> Context:
    """Lay the network out, draw what is drawn once; make the plan if none is given."""
    values = Values(scenario, chance, drawn_inputs(scenario, chance))
    rows = layouts(scenario)
    planned = capacities_of(scenario, clock, values, None)
    coefficients = Coefficients(scenario, rows, values, in_full_use(planned))
    demand = planned_demand(scenario, values)
    alike = chance.makes_alike
    branches = branches_taken(scenario, values)
    drawn = timings(scenario, clock, values, branches)
    if plan is None:
        width = 1 if alike else chance.width
        plan = make_plan(scenario, rows, coefficients, planned, demand, clock.day, width)
    capacities = capacities_of(scenario, clock, values, drawn)
    experience = {
        block: Experience(block, capacity, clock, state)
        for block, capacity in capacities.items()
        if capacity.learns
    }
    if experience:
        coefficients = Coefficients(scenario, rows, values, as_it_is(experience))
    return Context(
        scenario=scenario,
        clock=clock,
        state=state,
        chance=chance,
        values=values,
        layouts=rows,
        coefficients=coefficients,
        demand=demand,
        plan=plan,
        branches=branches,
        timings=drawn,
        capacities=capacities,
        planned_capacities=planned,
        experience=experience,
    )

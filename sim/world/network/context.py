"""What the parts of a world are built from."""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.scenario.schema import Good, Outage, ProjectCancel, ProjectSlip, Scenario
from sim.world.chance.chance import Chance
from sim.world.network.capacity import FIELDS, Capacity
from sim.world.network.coefficients import Coefficients
from sim.world.network.layout import Layout, layouts
from sim.world.network.plan import Plan, make_plan
from sim.world.network.project import ProjectPath
from sim.world.state.state import BATCH, State
from sim.world.time.clock import Clock
from sim.world.timing.timing import Timing, timings


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


def make_context(
    scenario: Scenario, clock: Clock, state: State, chance: Chance, plan: Plan | None = None
) -> Context:
    """Lay the network out, draw what is drawn once a history; make the plan if none is given."""
    expected = Chance(scenario.seed, 0, BATCH, expected_value=True)
    rows = layouts(scenario)
    drawn = timings(scenario, clock, chance)
    planned = _capacities(scenario, clock, expected, [])
    if plan is None:
        coefficients = Coefficients(scenario, rows, expected.draw)
        plan = make_plan(scenario, rows, coefficients, planned, clock.day)
    return Context(
        scenario=scenario,
        clock=clock,
        state=state,
        chance=chance,
        layouts=rows,
        coefficients=Coefficients(scenario, rows, chance.draw),
        plan=plan,
        timings=drawn,
        capacities=_capacities(scenario, clock, chance, drawn),
        planned_capacities=planned,
    )


def _capacities(
    scenario: Scenario, clock: Clock, chance: Chance, drawn: Sequence[Timing]
) -> dict[str, Capacity]:
    slips = [t for t in drawn if isinstance(t.disruption, ProjectSlip)]
    cancels = [t for t in drawn if isinstance(t.disruption, ProjectCancel)]
    outages = [t for t in drawn if isinstance(t.disruption, Outage)]
    paths = [
        ProjectPath(
            name,
            scenario.projects[name],
            clock,
            chance,
            [t for t in slips if name in t.disruption.projects],  # type: ignore[union-attr]
            [t for t in cancels if name in t.disruption.projects],  # type: ignore[union-attr]
        )
        for name in sorted(scenario.projects)
    ]
    return {
        block: Capacity(scenario, block, clock, chance, paths, outages, clock.day)
        for block in FIELDS
    }

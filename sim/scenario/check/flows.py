"""A flow that counts no lane is a mistake, not a series of noughts."""

from collections.abc import Iterator

from sim.scenario.finding import Finding
from sim.scenario.network import counts, place_of, routes, within
from sim.scenario.schema import Scenario


def flows(scenario: Scenario) -> Iterator[Finding]:
    """Check that every measured flow counts at least one lane."""
    if not scenario.measures.flows:
        return
    taken_apart = list(routes(scenario))
    for name, flow in scenario.measures.flows.items():
        if any(counts(scenario, flow, route) for route in taken_apart):
            continue
        ways = sorted(
            {
                f"{route.good} to {place_of(scenario, route.buyer)}"
                for route in taken_apart
                if within(scenario, place_of(scenario, route.seller), flow.sellers)
                and not within(scenario, place_of(scenario, route.buyer), flow.sellers)
            }
        )
        to = "another country" if flow.buyers == "all" else flow.buyers
        says = f"No lane carries {flow.good} from {flow.sellers} to {to}: it counts nothing."
        remedy = f"Leaving {flow.sellers}: {', '.join(ways[:10]) or 'nothing'}."
        yield Finding(("measures", "flows", name), says, remedy)

"""Costs that are always nothing, as what they charge is never there."""

from collections.abc import Iterator

from sim.scenario.cost import LANES, Cost, good_of
from sim.scenario.cost import costs as kept
from sim.scenario.finding import Finding
from sim.scenario.network import routes
from sim.scenario.numbers import highest
from sim.scenario.schema import Scenario
from sim.scenario.stock import stocks


def costs(scenario: Scenario) -> Iterator[Finding]:
    """Tell which costs have no effect."""
    found = kept(scenario)
    if not found:
        return
    held = {(stock.name, stock.part, stock.good) for stock in stocks(scenario)}
    bought = {(route.buyer, "transit", route.good) for route in routes(scenario)}
    for cost in found:
        if says := _nothing(scenario, cost, held | bought):
            yield Finding(cost.path, f"{says}: this cost is always 0.", "Leave it out.", "warning")


def _nothing(scenario: Scenario, cost: Cost, there: set[tuple[str, str, str]]) -> str:
    """Say why there is nothing to charge; nothing where there is."""
    charged, block = cost.charged, getattr(scenario, cost.block)[cost.name]
    if cost.block == LANES or charged == "unmet":
        return ""
    if charged == "backlog":
        return "Unmet demand is lost and never waits" if block.unmet == "lost" else ""
    good = good_of(scenario, cost)
    if (cost.name, charged, good) not in there:
        if charged in {"input", "transit"}:
            return f"No lane brings it {good}"
        return f"No lane takes {good} from it"
    if charged == "in_process" and highest(block.processing_days) == 0.0:
        return "With processing_days of 0 nothing is ever in process at the end of a day"
    return ""

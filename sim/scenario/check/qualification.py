"""Buyers whose qualification of sellers limits nothing."""

from collections import Counter
from collections.abc import Iterator

from sim.scenario.chain import CONSUMERS
from sim.scenario.finding import Finding
from sim.scenario.network import routes
from sim.scenario.schema import Scenario


def qualification(scenario: Scenario) -> Iterator[Finding]:
    """Find buyers who have nobody whom they could move orders to."""
    known = Counter(
        route.buyer for route in routes(scenario) if route.standby is None and route.grey is None
    )
    for name, consumer in scenario.consumers.items():
        if consumer.qualification is not None and known[name] < 2:
            says = f"It has no effect: {name} buys over one lane, and can move orders to no other."
            remedy = "Leave it out. A stand-by lane has qualification_days of its own."
            yield Finding((CONSUMERS, name, "qualification"), says, remedy, "warning")

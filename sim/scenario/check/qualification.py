"""Buyers whose qualification of sellers limits nothing."""

from collections import Counter
from collections.abc import Iterator

from sim.scenario.chain import CONSUMERS
from sim.scenario.finding import Finding
from sim.scenario.network import routes
from sim.scenario.numbers import highest
from sim.scenario.schema import Scenario


def qualification(scenario: Scenario) -> Iterator[Finding]:
    """Find buyers who have nobody whom they could move orders to, or accept all at once."""
    taken_apart = list(routes(scenario))
    reached = {route.buyer for route in taken_apart}
    known = Counter(
        route.buyer for route in taken_apart if route.standby is None and route.grey is None
    )
    for name, consumer in scenario.consumers.items():
        if consumer.qualification is None or name not in reached:
            continue  # who lacks a lane is told so
        path = (CONSUMERS, name, "qualification")
        if known[name] < 2:
            says = f"It has no effect: {name} buys over one lane, and can move orders to no other."
            remedy = "Leave it out. A stand-by lane has qualification_days of its own."
            yield Finding(path, says, remedy, "warning")
        elif highest(consumer.qualification.days) == 0.0:
            says = "It has no effect: with 0 days all is accepted at once."
            yield Finding(path, says, "Write days, or leave it out.", "warning")

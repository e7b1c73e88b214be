"""A stock of somebody who holds nothing is a mistake, not a file without rows."""

from collections.abc import Iterator

from sim.scenario.finding import Finding
from sim.scenario.schema import Scenario
from sim.scenario.stock import measured_stocks
from sim.scenario.stock import stocks as held


def stocks(scenario: Scenario) -> Iterator[Finding]:
    """Check that everybody whose stocks are measured may hold something."""
    measured = measured_stocks(scenario)
    if not any(measured.values()):
        return
    holders = {stock.name for stock in held(scenario)}
    for key, names in measured.items():
        for number, name in enumerate(names):
            if name not in holders:
                says = f"{name} holds nothing: no lane touches it."
                yield Finding(("measures", key, number), says, "Leave it out, or give it a lane.")

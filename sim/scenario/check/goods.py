"""Finished goods for other places: from whom, where to, and no more than all."""

from collections.abc import Iterator

from sim.scenario.chain import CONSUMERS
from sim.scenario.finding import Finding
from sim.scenario.schema import Scenario

ROUNDING = 1e-9


def goods(scenario: Scenario) -> Iterator[Finding]:
    """Check that goods go to other regions, where their lack is measured, and not more than all."""
    regions = sorted({one.region for one in scenario.consumers.values()})
    for name, consumer in scenario.consumers.items():
        parts, path = consumer.goods_for, (CONSUMERS, name, "goods_for")
        if parts and not consumer.by_grade:
            says = f"{name} uses {consumer.good}, which is no magnets: it is not counted in goods."
            yield Finding(path, says, "Leave it out.")
            continue
        if (total := sum(parts.values())) > 1.0 + ROUNDING:
            says = f"The parts sum to {total:.6g}, more than all that it makes."
            yield Finding(path, says, "Write parts that sum to 1 at most.")
        for place, part in parts.items():
            if part == 0.0:
                says = "It has no effect: no part of what it makes goes there."
                yield Finding((*path, place), says, "Write a part, or leave it out.", "warning")
            others = [one for one in regions if one != consumer.region]
            if place not in others:
                says = f"Nothing is measured of goods for {place}: "
                says += (
                    f"{name} stands there itself."
                    if place == consumer.region
                    else "it is the region of no consumer."
                )
                remedy = f"Other regions of consumers: {', '.join(others) or 'none'}."
                yield Finding((*path, place), says, remedy)

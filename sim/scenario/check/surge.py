"""Makers whose output can rise no faster than they take on people: where that limits nothing."""

from collections.abc import Iterator

from sim.scenario.chain import STAGES
from sim.scenario.finding import Finding
from sim.scenario.numbers import lowest
from sim.scenario.origin import Path
from sim.scenario.schema import Maker, Scenario


def surge(scenario: Scenario) -> Iterator[Finding]:
    """Find a surge of a maker that has no capacity, or that is there at once anyway."""
    for stage in STAGES:
        for name, maker in getattr(scenario, stage.block).items():
            if not isinstance(maker, Maker) or maker.surge is None:
                continue
            path: Path = (stage.block, name, "surge")
            if getattr(maker, stage.capacity) is None:
                says = f"{name} has no {stage.capacity} that it could be a part of."
                yield Finding(path, says, f"Write {stage.capacity}, or leave the surge out.")
            elif lowest(maker.surge.at_once) == 1.0:
                says = "It has no effect: all capacity is there at once."
                yield Finding(
                    path, says, "Write at_once below 1, or leave the surge out.", "warning"
                )

"""Emergencies of consumers that save nothing, or nothing that they use."""

from collections.abc import Iterator

from sim.scenario.chain import CONSUMERS
from sim.scenario.check.first_grade import other_grades
from sim.scenario.finding import Finding
from sim.scenario.numbers import highest
from sim.scenario.origin import Path
from sim.scenario.schema import Scenario


def emergency(scenario: Scenario) -> Iterator[Finding]:
    """Check what consumers learn to do without."""
    for name, consumer in scenario.consumers.items():
        if consumer.emergency is None:
            continue
        path: Path = (CONSUMERS, name, "emergency")
        first, shifts = next(iter(scenario.grades), None), highest(consumer.emergency.downshift)
        if highest(consumer.emergency.saves) == shifts == 0.0:
            says = "It has no effect: it saves nothing."
            yield Finding(path, says, "Write saves, or downshift.", "warning")
        elif shifts and not consumer.by_grade:
            says = f"downshift moves demand between grades; {name} uses {consumer.good}."
            yield Finding((*path, "downshift"), says, "Write saves instead.")
        elif shifts and not other_grades(scenario, consumer):
            says = f"downshift has no effect: {name} buys nothing but {first}."
            yield Finding((*path, "downshift"), says, "Leave it out.", "warning")

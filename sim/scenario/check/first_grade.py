"""Demand that moves to the first grade, so as to need less heavies, and needs more."""

from collections.abc import Iterator

from sim.scenario.chain import CONSUMERS
from sim.scenario.errors import listed
from sim.scenario.finding import Finding
from sim.scenario.numbers import highest
from sim.scenario.schema import Consumer, Scenario


def first_grade(scenario: Scenario) -> Iterator[Finding]:
    """Find demand that moves to the first grade from grades that all hold less heavies."""
    first = next(iter(scenario.grades))
    for name, consumer in scenario.consumers.items():
        others = other_grades(scenario, consumer)
        most = max((_heavies(scenario, grade) for grade in others), default=1.0)
        if _heavies(scenario, first) <= most:
            continue
        for path in _moving(consumer):
            says = f"It moves demand to {first}, which holds more heavies than {listed(others)}."
            remedy = "The first of the grades is to be the one without: write it first."
            yield Finding((CONSUMERS, name, *path), says, remedy, "warning")


def other_grades(scenario: Scenario, consumer: Consumer) -> list[str]:
    """List the grades that a consumer buys, but for the first, to which demand moves."""
    first = next(iter(scenario.grades), None)
    return [grade for grade, share in consumer.grades.items() if share > 0 and grade != first]


def _moving(consumer: Consumer) -> Iterator[tuple[str, ...]]:
    """Give the keys by which it moves demand to the first grade."""
    if highest(consumer.thrift_per_year) > 0.0:
        yield ("thrift_per_year",)
    if consumer.emergency is not None and highest(consumer.emergency.downshift) > 0.0:
        yield ("emergency", "downshift")


def _heavies(scenario: Scenario, grade: str) -> float:
    """Give the heavies in a tonne of a grade, t; 0 where it is not known, as others tell."""
    block = scenario.grades.get(grade)
    if block is None:
        return 0.0
    elements = scenario.elements
    return sum(
        part for one, part in block.recipe.items() if one in elements and elements[one].heavy
    )
